"""Nobody reaches the desk on a password alone where the second factor is required."""

from __future__ import annotations

from allauth.account.authentication import get_authentication_records
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth import logout
from django.shortcuts import redirect
from django.urls import resolve

# Reachable before the second factor is set up: to set it up, to leave, and what the pages load.
OPEN = {
    "account_login",
    "account_logout",
    "account_inactive",
    "account_reauthenticate",
    "mfa_index",
    "mfa_authenticate",
    "mfa_reauthenticate",
    "mfa_activate_totp",
    "wagtailadmin_javascript_catalog",
    "wagtailadmin_sprite",
}


class SecondFactor:
    """Sends people without a second factor to set one up; ends a session that went round it.

    A session in which a code was given costs no query. One that began with the password before
    the second factor was set up stays valid.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        if (
            not settings.STAFF_TWO_FACTOR_REQUIRED
            or not request.path_info.startswith("/staff/")
            or resolve(request.path_info).url_name in OPEN
            or not request.user.is_authenticated
        ):
            return None
        records = get_authentication_records(request, request.user)
        if any(record["method"] == "mfa" for record in records):
            return None
        authenticator = Authenticator.objects.filter(
            user=request.user, type=Authenticator.Type.TOTP
        ).first()
        if authenticator is None:
            return redirect("mfa_activate_totp")
        set_up = authenticator.created_at.timestamp()
        if any(record["at"] < set_up for record in records if record["method"] == "password"):
            return None
        logout(request)
        return redirect("account_login")
