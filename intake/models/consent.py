"""What people agreed to, in which words, and whether it still stands."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .referral import Referral


class ConsentTextQuerySet(models.QuerySet["ConsentText"]):
    def shown_in(self, language: str, reader: str = "anyone") -> ConsentTextQuerySet:
        """Today's texts for a reader, in the order they are asked."""
        order = models.Case(
            *(
                models.When(purpose=purpose, then=place)
                for place, purpose in enumerate(ConsentText.Purpose.values)
            )
        )
        return self.in_force(timezone.localdate(), language, reader).order_by(order)

    def in_force(self, day: date, language: str, reader: str = "anyone") -> ConsentTextQuerySet:
        """The newest version of each purpose on that day. Purposes come in the order asked."""
        newest = self.filter(
            purpose=models.OuterRef("purpose"),
            reader=reader,
            language=language,
            in_force_from__lte=day,
        ).order_by("-version")
        return self.filter(pk=models.Subquery(newest.values("pk")[:1]))


class ConsentText(models.Model):
    """One version of the words a person consents to (PIPL Arts. 14, 17, 29, 31)."""

    class Purpose(models.TextChoices):
        HELP = "help", _("use this information to help me")
        SENSITIVE = "sensitive", _("note health, disability, children and other sensitive matters")
        SHARE = "share", _("tell the sub-district office or the community when needed")

    class Reader(models.TextChoices):
        """A child reads words of its own; under fourteen they ask for no consent (PIPL 31)."""

        ANYONE = "anyone", _("everybody else")
        CHILD = "child", _("a child of 14 to 17 who asks for itself")
        YOUNG_CHILD = "young_child", _("a child under 14 who asks for itself")

    purpose = models.CharField(_("purpose"), max_length=20, choices=Purpose.choices)
    reader = models.CharField(
        _("for whom"), max_length=20, choices=Reader.choices, default=Reader.ANYONE
    )
    version = models.PositiveSmallIntegerField(_("version"))
    language = models.CharField(_("language"), max_length=10)
    text = models.TextField(_("what the box says"))
    notice = models.TextField(
        _("what stands above the boxes"),
        blank=True,
        help_text=_("One line each, heading and text parted by “：”. For the first box only."),
    )
    in_force_from = models.DateField(_("in force from"))

    objects = ConsentTextQuerySet.as_manager()

    class Meta:
        verbose_name = _("consent text")
        verbose_name_plural = _("consent texts")
        ordering = ["purpose", "-version"]
        constraints = [
            models.UniqueConstraint(
                fields=["purpose", "reader", "version", "language"],
                name="one_consent_text_per_version",
            ),
        ]

    def __str__(self) -> str:
        whose = "" if self.reader == self.Reader.ANYONE else f" {self.reader}"
        return f"{self.purpose}{whose} v{self.version} {self.language}"

    @property
    def notice_lines(self) -> list[tuple[str, str]]:
        """(heading, text) of each line of the notice."""
        parted = (line.partition("：") for line in self.notice.splitlines() if line.strip())
        return [(heading, text) for heading, _colon, text in parted]


class ConsentQuerySet(models.QuerySet["Consent"]):
    def help_taken_back(self) -> ConsentQuerySet:
        """Withdrawn consents to be helped: whose they are wants us to stop (PIPL Art. 15)."""
        return self.filter(text__purpose=ConsentText.Purpose.HELP, withdrawn_at__isnull=False)

    def help_taken_back_of(self, referral: str = "pk") -> models.Exists:
        """Whether the consent to help of a row's referral was taken back; read with the row."""
        return models.Exists(self.help_taken_back().filter(referral=models.OuterRef(referral)))


class Consent(models.Model):
    """That one purpose was agreed to, with which words, when, and whether it still stands."""

    referral = models.ForeignKey(Referral, on_delete=models.CASCADE, related_name="consents")
    text = models.ForeignKey(ConsentText, on_delete=models.PROTECT, related_name="+")
    given_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = ConsentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["referral", "text"], name="one_consent_per_text"),
        ]

    def __str__(self) -> str:
        return f"{self.referral} {self.text}"

    @property
    def is_help_taken_back(self) -> bool:
        """As ``help_taken_back``, of one consent."""
        return self.withdrawn_at is not None and self.text.purpose == ConsentText.Purpose.HELP
