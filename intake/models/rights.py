"""What the person asks of us about their own data: correct it, copy it, delete it, explain it."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ..encryption import EncryptedTextField
from .referral import Referral


class ContactCorrection(models.Model):
    """A newer phone number. The referral itself stays as it was sent."""

    referral = models.ForeignKey(Referral, on_delete=models.CASCADE, related_name="corrections")
    phone = EncryptedTextField()
    phone_hash = models.CharField(max_length=64, db_index=True)
    made_at = models.DateTimeField()

    class Meta:
        verbose_name = _("corrected contact")
        verbose_name_plural = _("corrected contacts")
        ordering = ["-made_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.referral} {self.made_at:%Y-%m-%d}"


class RightsRequest(models.Model):
    """A request under PIPL Arts. 44–48, with the dates that show when it was answered."""

    class Kind(models.TextChoices):
        COPY = "copy", _("a copy of my data")
        CORRECT = "correct", _("correct my data")
        DELETE = "delete", _("delete my data")
        EXPLAIN = "explain", _("explain what you do with it")

    class Outcome(models.TextChoices):
        DONE = "done", _("done as asked")
        REFUSED = "refused", pgettext_lazy("rights request", "refused, with the reason")

    class Refusal(models.TextChoices):
        """A refusal is answered with its reason (PIPL Art. 50)."""

        STILL_HELPING = "still_helping", _("help is still going on and needs it")
        KEPT_BY_LAW = "kept_by_law", _("law or archive rules ask us to keep it for now")
        NOT_THE_PERSON = "not_the_person", _("it is not clear that the person asks")
        OTHERS = "others", _("it would show what belongs to somebody else")

    referral = models.ForeignKey(Referral, on_delete=models.CASCADE, related_name="rights_requests")
    kind = models.CharField(_("kind"), max_length=20, choices=Kind.choices)
    words = EncryptedTextField(_("in their words"), blank=True)
    made_at = models.DateTimeField(_("made"))
    due_on = models.DateField(_("answer by"))
    outcome = models.CharField(
        _("outcome"), max_length=10, choices=Outcome.choices, blank=True, default=""
    )
    refusal = models.CharField(
        _("why refused"), max_length=20, choices=Refusal.choices, blank=True, default=""
    )
    answered_at = models.DateTimeField(pgettext_lazy("time", "answered"), null=True, blank=True)
    answer = EncryptedTextField(_("answer"), blank=True)

    class Meta:
        verbose_name = _("rights request")
        verbose_name_plural = _("rights requests")
        indexes = [
            models.Index(
                fields=["due_on"],
                name="rights_still_open",
                condition=models.Q(answered_at__isnull=True),
            ),
        ]
        constraints = [
            models.CheckConstraint(
                name="refused_with_a_reason",
                condition=models.Q(outcome="refused") & ~models.Q(refusal="")
                | ~models.Q(outcome="refused") & models.Q(refusal=""),
                violation_error_message=_("A refusal needs a reason, and only a refusal has one."),
            ),
            models.CheckConstraint(
                name="answered_with_an_outcome",
                condition=models.Q(answered_at__isnull=True, outcome="")
                | models.Q(answered_at__isnull=False) & ~models.Q(outcome=""),
            ),
        ]
        permissions = [("answer_rightsrequest", _("Can answer rights requests"))]
        ordering = ["due_on", "pk"]

    def __str__(self) -> str:
        return f"{self.referral} {self.kind}"


class HelpFeedback(models.Model):
    """Three faces and a few words after help (R-97): about us, never about the person."""

    class Face(models.TextChoices):
        GOOD = "good", _("good")
        MIDDLING = "middling", _("so-so")
        BAD = "bad", _("bad")

    referral = models.OneToOneField(Referral, on_delete=models.CASCADE, related_name="feedback")
    face = models.CharField(_("how it was"), max_length=10, choices=Face.choices)
    words = EncryptedTextField(_("in their words"), blank=True)
    given_at = models.DateTimeField(_("given"))

    class Meta:
        verbose_name = _("feedback after help")
        verbose_name_plural = _("feedback after help")
        ordering = ["-given_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.referral} {self.face}"
