"""What a worker has typed and not yet saved."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from intake.encryption import EncryptedJSONField


class StaffDraft(models.Model):
    """One form half written, by its address; only its writer reads it, and saving forgets it."""

    writer = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="drafts"
    )
    address = models.CharField(max_length=200)
    fields = EncryptedJSONField(help_text=_("Name of each field and the list of its values."))
    saved_at = models.DateTimeField(_("when"), db_index=True)

    class Meta:
        verbose_name = _("half-written form")
        verbose_name_plural = _("half-written forms")
        constraints = [
            models.UniqueConstraint(fields=["writer", "address"], name="one_draft_a_form"),
        ]

    def __str__(self) -> str:
        return str(self.pk)
