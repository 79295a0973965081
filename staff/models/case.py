"""What we decided about a household: its case, every move it made, what was written down."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from intake.encryption import EncryptedTextField
from intake.models import Referral
from policy_pages.models import CommunityRoom, Station

from ..domain.stages import Stage
from ..domain.tiers import Tier
from ..labels import CLOSE_REASON_CHOICES, MOVE_KIND_CHOICES, STAGE_CHOICES, TIER_CHOICES


class CaseQuerySet(models.QuerySet["Case"]):
    def active(self) -> CaseQuerySet:
        return self.exclude(stage=Stage.CLOSED)

    def held_by(self, user) -> CaseQuerySet:
        return self.filter(Q(worker=user) | Q(room_worker=user))


class Case(models.Model):
    """One household we accompany. Its words and contact live on its referrals, encrypted."""

    reference = models.CharField(
        max_length=8, unique=True, help_text=_("That of the referral it was opened from.")
    )
    station = models.ForeignKey(Station, on_delete=models.PROTECT, related_name="cases")
    room = models.ForeignKey(
        CommunityRoom, on_delete=models.PROTECT, null=True, blank=True, related_name="cases"
    )
    worker = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="cases",
        verbose_name=_("station worker"),
    )
    room_worker = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="room_cases",
        verbose_name=_("room worker"),
    )
    tier = models.CharField(_("tier"), max_length=20, choices=TIER_CHOICES, blank=True)
    stage = models.CharField(_("stage"), max_length=30, choices=STAGE_CHOICES)
    provisional = models.BooleanField(
        _("provisional"), default=False, help_text=_("Tier 1 at once, to be confirmed by a visit.")
    )
    station_only = models.BooleanField(
        _("kept from the room"), default=False, help_text=_("The client asked for this (R-42).")
    )
    opened_at = models.DateTimeField(_("opened"))
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)
    anonymised_at = models.DateTimeField(
        _("nobody is in it since"), null=True, blank=True, editable=False
    )
    close_reason = models.CharField(
        _("why closed"), max_length=30, choices=CLOSE_REASON_CHOICES, blank=True
    )
    review_on = models.DateField(_("look again on"), null=True, blank=True)
    last_contact_at = models.DateTimeField(_("last contact"), null=True, blank=True)
    contact_due_on = models.DateField(
        _("contact due"),
        null=True,
        blank=True,
        help_text=_("Last contact plus the silence its stage allows; kept by the actions."),
    )
    updated_at = models.DateTimeField(_("updated"), auto_now=True)
    version = models.PositiveIntegerField(default=1)

    objects = CaseQuerySet.as_manager()

    class Meta:
        verbose_name = _("case")
        verbose_name_plural = _("cases")
        ordering = ["-updated_at", "-pk"]
        permissions = [
            ("move_case", _("Can move a case between stages")),
            ("view_counts", _("Can see counts without names")),
            ("lead_case", _("Can open any household of the own place without a reason")),
        ]
        indexes = [
            models.Index(fields=["station", "-updated_at", "-id"], name="case_by_station"),
            models.Index(fields=["room", "-updated_at", "-id"], name="case_by_room"),
            models.Index(fields=["worker", "-updated_at", "-id"], name="case_by_worker"),
            models.Index(
                fields=["station", "tier", "-updated_at", "-id"], name="case_by_station_tier"
            ),
            models.Index(
                fields=["station", "stage", "-updated_at", "-id"], name="case_by_station_stage"
            ),
            models.Index(fields=["station", "review_on", "id"], name="case_by_review"),
            models.Index(fields=["station", "contact_due_on", "id"], name="case_by_silence"),
            models.Index(fields=["worker", "contact_due_on", "id"], name="case_by_worker_silence"),
        ]
        constraints = [
            models.CheckConstraint(
                name="case_tier_follows_its_stage",
                condition=Q(stage__startswith="t1_", tier=Tier.TIER1_URGENT)
                | Q(stage__startswith="t2_", tier=Tier.TIER2_EASING)
                | Q(stage__startswith="t3_", tier=Tier.TIER3_STABLE)
                | Q(stage=Stage.CLOSED, tier=""),
                violation_error_message=_("The tier must be the one the stage belongs to."),
            ),
            models.CheckConstraint(
                name="case_closed_with_date_and_reason",
                condition=(Q(stage=Stage.CLOSED, closed_at__isnull=False) & ~Q(close_reason=""))
                | (~Q(stage=Stage.CLOSED) & Q(closed_at__isnull=True, close_reason="")),
                violation_error_message=_("A closed case needs a date and a reason."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reference[:4]} {self.reference[4:]}"


class ReferralDecision(models.Model):
    """What was done with a referral. One without a row here is still waiting."""

    class Outcome(models.TextChoices):
        OPENED = "opened", _("a case was opened")
        JOINED = "joined", _("joined to an open case")
        ADVISED = "advised", _("advised, no case needed")
        REFERRED_ON = "referred_on", _("referred on to another body")
        WITHDRAWN = "withdrawn", _("consent taken back; kept because the law asks for it")
        SAME = "same", _("the same matter as another referral")

    referral = models.OneToOneField(Referral, on_delete=models.PROTECT, related_name="decision")
    case = models.ForeignKey(
        Case, on_delete=models.PROTECT, null=True, blank=True, related_name="decisions"
    )
    same_as = models.ForeignKey(
        Referral,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="merged",
        help_text=_("What is decided on that one holds for this one too."),
    )
    outcome = models.CharField(_("outcome"), max_length=20, choices=Outcome.choices)
    reason = EncryptedTextField(_("reason"), blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    decided_at = models.DateTimeField(_("decided"))

    class Meta:
        verbose_name = _("decision on a referral")
        verbose_name_plural = _("decisions on referrals")
        permissions = [("triage_referraldecision", _("Can decide on referrals"))]
        constraints = [
            models.CheckConstraint(
                name="decision_has_a_case_when_it_needs_one",
                condition=Q(outcome__in=["opened", "joined"], case__isnull=False)
                | Q(outcome__in=["advised", "referred_on", "withdrawn"], case__isnull=True)
                | Q(outcome="same"),
            ),
            models.CheckConstraint(
                name="decision_of_the_same_names_the_other",
                condition=Q(outcome="same", same_as__isnull=False)
                | (~Q(outcome="same") & Q(same_as__isnull=True)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.referral} {self.outcome}"


class StageMoveQuerySet(models.QuerySet["StageMove"]):
    def waiting(self) -> StageMoveQuerySet:
        """Proposed, and neither signed nor declined."""
        return self.filter(needs_signature=True, signed_at__isnull=True, declined_at__isnull=True)

    def effective(self) -> StageMoveQuerySet:
        """The moves that were made, without those waiting or declined."""
        return self.exclude(declined_at__isnull=False).filter(
            Q(needs_signature=False) | Q(signed_at__isnull=False)
        )


class StageMove(models.Model):
    """One move of a case, with its three grounds (R-55). Written once, signed at most once."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="moves")
    from_stage = models.CharField(_("from"), max_length=30, choices=STAGE_CHOICES, blank=True)
    to_stage = models.CharField(_("to"), max_length=30, choices=STAGE_CHOICES)
    kind = models.CharField(_("kind of move"), max_length=20, choices=MOVE_KIND_CHOICES)
    difficulty = EncryptedTextField(_("how hard things are"))
    life_after_help = EncryptedTextField(_("life after the help given"))
    clients_words = EncryptedTextField(_("what the person says"))
    criteria_met = models.JSONField(
        _("what was checked"), default=list, blank=True, help_text=_("Codes of ExitCriterion.")
    )
    close_reason = models.CharField(
        _("why closed"), max_length=30, choices=CLOSE_REASON_CHOICES, blank=True
    )
    review_on = models.DateField(_("look again on"), null=True, blank=True)
    evidence = models.ManyToManyField("staff.Visit", blank=True, related_name="supports_moves")
    evidence_notes = models.ManyToManyField(
        "staff.CaseNote", blank=True, related_name="supports_moves"
    )
    moved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    moved_at = models.DateTimeField(_("proposed"))
    needs_signature = models.BooleanField(default=False)
    signed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    signed_at = models.DateTimeField(_("signed"), null=True, blank=True)
    declined_at = models.DateTimeField(_("declined"), null=True, blank=True)
    decline_reason = EncryptedTextField(_("why declined"), blank=True)

    objects = StageMoveQuerySet.as_manager()

    class Meta:
        verbose_name = _("stage move")
        verbose_name_plural = _("stage moves")
        ordering = ["moved_at", "pk"]
        permissions = [("sign_stagemove", _("Can sign a step-down or a closure"))]
        constraints = [
            models.CheckConstraint(
                name="move_signed_by_another_person",
                condition=Q(signed_by__isnull=True) | ~Q(signed_by=models.F("moved_by")),
                violation_error_message=_("A second person must sign."),
            ),
            models.UniqueConstraint(
                fields=["case"],
                name="one_move_waiting_per_case",
                condition=Q(needs_signature=True, signed_at__isnull=True, declined_at__isnull=True),
                violation_error_message=_("Another move of this case is waiting for a signature."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case} {self.to_stage}"

    @property
    def is_effective(self) -> bool:
        """Made, and neither waiting for a signature nor declined."""
        return self.declined_at is None and (not self.needs_signature or self.signed_at is not None)

    @property
    def effective_at(self) -> datetime:
        """When the household came to stand there: with the signature, where one was needed."""
        return self.signed_at or self.moved_at


class CaseNote(models.Model):
    """A line in the chronology that is not a visit: something changed, was explained, was said."""

    class Kind(models.TextChoices):
        CHANGE = "change", _("something has changed")
        EXPLAINED = "explained", _("explained a policy")
        WILLINGNESS = "willingness", _("what the person wants")
        NOTE = "note", pgettext_lazy("on a case", "note")

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="notes")
    kind = models.CharField(_("kind"), max_length=20, choices=Kind.choices)
    text = EncryptedTextField(pgettext_lazy("on a case", "text"))
    explainer = models.CharField(_("explainer"), max_length=100, blank=True)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    written_at = models.DateTimeField(_("written"))

    class Meta:
        verbose_name = pgettext_lazy("on a case", "note")
        verbose_name_plural = _("notes")
        ordering = ["written_at", "pk"]

    def __str__(self) -> str:
        return f"{self.case} {self.kind}"
