"""What every request and every answer passes through."""

from __future__ import annotations

from ipaddress import ip_address, ip_network

from csp.middleware import CSPMiddleware
from django.conf import settings

FORWARDED = ("HTTP_X_FORWARDED_FOR", "HTTP_X_FORWARDED_PROTO", "HTTP_X_FORWARDED_HOST")
UNIX_SOCKET = "unix"
PERMISSIONS_POLICY = ", ".join(
    f"{feature}=()"
    for feature in (
        "accelerometer",
        "browsing-topics",
        "camera",
        "display-capture",
        "geolocation",
        "gyroscope",
        "magnetometer",
        "microphone",
        "midi",
        "payment",
        "usb",
    )
)


def _address(text: str):
    """An IP address from one entry of X-Forwarded-For, or None. Ports are dropped."""
    text = text.strip()
    if text.startswith("["):
        text = text[1:].partition("]")[0]
    elif text.count(":") == 1:
        text = text.partition(":")[0]
    try:
        return ip_address(text)
    except ValueError:
        return None


class RealClientAddress:
    """``REMOTE_ADDR`` is the client's own address, or the nearest hop that nobody vouches for.

    Only the hosts named in ``TRUSTED_PROXIES`` (addresses, networks, or ``unix`` for a socket)
    may say whom they speak for. From anybody else the X-Forwarded headers are dropped, so that
    nobody can choose the address their log-in attempts and reports are counted under.
    """

    def __init__(self, get_response):
        self.get_response = get_response
        self.unix = UNIX_SOCKET in settings.TRUSTED_PROXIES
        self.networks = [
            ip_network(entry, strict=False)
            for entry in settings.TRUSTED_PROXIES
            if entry != UNIX_SOCKET
        ]

    def _trusted(self, address) -> bool:
        return any(address in network for network in self.networks)

    def __call__(self, request):
        sender = _address(request.META.get("REMOTE_ADDR", ""))
        if self.unix if sender is None else self._trusted(sender):
            for entry in reversed(request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")):
                hop = _address(entry)
                if hop is None:
                    break
                request.META["REMOTE_ADDR"] = str(hop)
                if not self._trusted(hop):
                    break
        else:
            for name in FORWARDED:
                request.META.pop(name, None)
        return self.get_response(request)


class SecurityHeaders(CSPMiddleware):
    """The content security policy and its neighbours.

    Public pages get the strict policy of the settings. Below /staff/ the Wagtail admin's own
    needs are added (``STAFF_CSP``). Pages of the desk are for one person: never stored.
    """

    def process_response(self, request, response):
        response.headers.setdefault("Permissions-Policy", PERMISSIONS_POLICY)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        if request.path_info.startswith("/staff/"):
            door = request.path_info.startswith(settings.STAFF_DOOR)
            needs = settings.STAFF_DOOR_CSP if door else settings.STAFF_CSP
            response._csp_update = {**needs, **getattr(response, "_csp_update", {})}
            response.headers.setdefault("Cache-Control", "no-store, private")
        return super().process_response(request, response)
