"""A page read aloud: a file, and which text it reads."""

from __future__ import annotations

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import FileExtensionValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from .pages import PolicyPage

LARGEST_FILE = 12 * 1024 * 1024
_BEGINNINGS = (b"ID3", b"\xff\xfb", b"\xff\xf3", b"\xff\xf2", b"RIFF")


def refuse_large_or_foreign_files(file) -> None:
    """Only sound as phones play it, and small enough for a phone's data plan."""
    if file.size > LARGEST_FILE:
        raise ValidationError(
            _("This file is larger than %(most)s MB. Save it as mono, 64 kbit/s, and try again.")
            % {"most": LARGEST_FILE // 1024 // 1024}
        )
    file.seek(0)
    head = file.read(12)
    file.seek(0)
    if not head.startswith(_BEGINNINGS) and head[4:8] != b"ftyp":
        raise ValidationError(_("This is no sound file. Choose the mp3 or m4a of your recorder."))


class PageAudio(models.Model):
    """The recording of one explainer. ``text_hash`` is of the text as it was read."""

    class Made(models.TextChoices):
        RECORDED = "recorded", _("recorded by a person")
        ENGINE = "engine", _("read by a machine")

    page = models.OneToOneField(
        PolicyPage, on_delete=models.CASCADE, related_name="audio", verbose_name=_("explainer")
    )
    file = models.FileField(
        _("sound file"),
        upload_to="audio/",
        validators=[
            FileExtensionValidator(["mp3", "m4a", "wav"]),
            refuse_large_or_foreign_files,
        ],
    )
    made = models.CharField(_("how it was made"), max_length=10, choices=Made.choices)
    voice = models.CharField(_("voice"), max_length=60, blank=True)
    text_hash = models.CharField(_("text it reads"), max_length=16)
    made_on = models.DateField(_("made on"))
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("made by"),
    )

    class Meta:
        verbose_name = _("page read aloud")
        verbose_name_plural = _("pages read aloud")

    def __str__(self) -> str:
        return f"{self.page.title} · {self.get_made_display()}"
