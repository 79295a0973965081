"""Building captains and volunteers: no account, but a link of their own (R-86)."""

from __future__ import annotations

import secrets

from django.db import models
from django.utils.translation import gettext_lazy as _

from policy_pages.models import CommunityRoom

from ..encryption import EncryptedTextField


def new_link_key() -> str:
    return secrets.token_urlsafe(9)


class ReporterLink(models.Model):
    """A personal address, printed as a QR code, that opens the short report."""

    key = models.CharField(max_length=32, unique=True, default=new_link_key, editable=False)
    room = models.ForeignKey(
        CommunityRoom,
        on_delete=models.CASCADE,
        related_name="reporter_links",
        verbose_name=_("community room"),
    )
    holder = EncryptedTextField(_("whose link"))
    watches = models.CharField(
        _("buildings"),
        max_length=60,
        blank=True,
        help_text=_("What is printed beside the code; never a person's name."),
    )
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    last_used_at = models.DateTimeField(_("last used"), null=True, blank=True)
    retired_at = models.DateTimeField(_("no longer valid since"), null=True, blank=True)

    class Meta:
        verbose_name = _("reporter's link")
        verbose_name_plural = _("reporters' links")
        permissions = [("give_reporterlink", _("Can give and take back reporters' links"))]
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.key[:4]}…"
