"""How much one network, phone or reference may do in a while. Counted in the shared cache.

Whoever is over a budget is asked a sum in words (``human_check``), never refused: one address can
be a whole estate, or every phone of a mobile network. Refused is only what hangs on one reference:
more wrong codes, since a four-digit code can be tried out; and more changes by whoever has the
code, since the station hears of each.

A cache that is down never refuses anybody: the answer is then "within the budget".
"""

from __future__ import annotations

import hashlib
import ipaddress
import logging
from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest

from .encryption import blind_index

logger = logging.getLogger(__name__)

HOUR = 3600


@dataclass(frozen=True)
class Budget:
    """``limit`` times in ``seconds``, from the first time on."""

    name: str
    limit: int
    seconds: int = HOUR

    def _key(self, who: str) -> str:
        return f"budget:{self.name}:{hashlib.sha256(who.encode()).hexdigest()[:32]}"

    def spend(self, who: str, *, sending: UUID | None = None) -> bool:
        """Count one more; whether it is still within the budget.

        What is sent again (a second tap, the sum asked in between) has the same ``sending`` and
        is counted once.
        """
        key = self._key(who)
        try:
            cache.add(key, 0, self.seconds)
            if sending and not cache.add(f"{key}:{sending}", 1, self.seconds):
                return cache.get(key, 0) <= self.limit
            return cache.incr(key) <= self.limit
        except Exception:  # noqa: BLE001  (each cache back end fails in its own way)
            logger.warning("The cache is down: budget %s is not counted", self.name)
            return True

    def is_spent(self, who: str) -> bool:
        """Whether nothing is left, without counting."""
        try:
            return (cache.get(self._key(who)) or 0) >= self.limit
        except Exception:  # noqa: BLE001
            return False


SENDING = Budget("sending", 30)
CRISIS = Budget("crisis", 30)
REPORTING = Budget("reporting", 30)
PER_PHONE = Budget("phone", 3, 24 * HOUR)
STATUS_PER_REFERENCE = Budget("status-reference", 5)
CHANGING_CALL_TIME = Budget("call-time", 5)
CORRECTING_CONTACT = Budget("contact", 5)
STATUS_PER_NETWORK = Budget("status-network", 20)


def spend_for_phone(phone: str, *, sending: UUID | None = None) -> bool:
    """Count one more thing sent with this number; the cache learns a keyed hash of it only."""
    return not phone or PER_PHONE.spend(blind_index(phone, purpose="budget"), sending=sending)


def network_of(request: HttpRequest) -> str:
    """The reader's network: the address itself (IPv4) or its /64 (IPv6).

    ``X-Forwarded-For`` counts only as far as the proxies in ``TRUSTED_PROXIES`` wrote it.
    """
    address = request.META.get("REMOTE_ADDR", "")
    forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")
    while address in settings.TRUSTED_PROXIES and forwarded:
        address = forwarded.pop().strip() or address
        if not forwarded:
            break
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return "unknown"
    if parsed.version == 6:
        return str(ipaddress.ip_network((parsed, 64), strict=False))
    return str(parsed)
