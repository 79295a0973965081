"""Answers on their way."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from ..encryption import EncryptedJSONField


class Draft(models.Model):
    """Answers on their way: encrypted, on the server, gone after seven days (domain.md 4.1).

    The browser holds ``key`` in a cookie that is set when the first answer is sent, never before.
    """

    key = models.UUIDField(primary_key=True, default=uuid.uuid4)
    submit_token = models.UUIDField(default=uuid.uuid4, unique=True)
    answers = EncryptedJSONField(default=dict)
    sent_at = models.DateTimeField(
        null=True,
        blank=True,
        help_text=_("When it was sent; from then on it holds the receipt only, for a short while."),
    )
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True, db_index=True)

    class Meta:
        verbose_name = _("draft")
        verbose_name_plural = _("drafts")
        permissions = [("review_form", _("Can read the map of the form"))]

    def __str__(self) -> str:
        return str(self.key)[:8]
