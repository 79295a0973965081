"""Who may come in, and with what: allauth, fitted to a station."""

from __future__ import annotations

from allauth.account import views as account_views
from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.contrib.auth import logout
from django.http import Http404

from intake.encryption import decrypt, encrypt


class AccountAdapter(DefaultAccountAdapter):
    """Accounts are made by the station; nobody signs up."""

    def is_open_for_signup(self, request):
        return False


class SecondFactorAdapter(DefaultMFAAdapter):
    """The keys of the second factor are encrypted at rest like everything else personal."""

    def encrypt(self, text: str) -> str:
        return encrypt(text)

    def decrypt(self, encrypted_text: str) -> str:
        return decrypt(encrypted_text)


def log_in(request):
    """The log-in page. An account that may not use the desk is logged out and may try another."""
    user = request.user
    if user.is_authenticated and not user.has_perm("wagtailadmin.access_admin"):
        logout(request)
    return account_views.login(request)


def not_here(request, **kwargs):
    """allauth looks these names up when it draws its pages; the pages themselves are closed."""
    raise Http404
