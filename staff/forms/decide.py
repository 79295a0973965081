"""Deciding on a referral."""

from __future__ import annotations

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from intake.models import Danger, Need, Referral
from intake.references import only_digits

from ..domain.stages import Stage
from ..models import Case, User, Visit
from .fields import Chips, PersonChoiceField, lines
from .telling import TellingForm


class DecideForm(TellingForm):
    """What becomes of a referral: three or four taps when the intake said enough."""

    TIER1, TIER2, JOIN, ADVISE, REFER_ON = "tier1", "tier2", "join", "advise", "refer_on"
    STAGES = {TIER1: Stage.T1_EMERGENCY_HANDLING, TIER2: Stage.T2_ACCOMPANIED_GROWTH}
    REASONS = [
        ("sudden", _("a sudden event")),
        ("extreme", _("extreme hardship")),
        ("several", _("several difficulties at once")),
        ("gap", _("falls between the policies")),
        ("lasting", _("a lasting difficulty")),
        ("same", _("the same household asked again")),
        ("question", _("only a question")),
        ("elsewhere", _("another body is in charge")),
    ]

    outcome = forms.ChoiceField(
        label=_("What to do"),
        choices=[
            (TIER1, _("Tier 1 urgent: emergency handling, from now")),
            (TIER2, _("Tier 2 easing: accompanied growth, after an assessment")),
            (JOIN, _("Join to a case that is open")),
            (ADVISE, _("Advised, no case needed")),
            (REFER_ON, _("Refer on to another body")),
        ],
        widget=Chips,
        error_messages={"required": _("Choose what to do with this referral.")},
    )
    why = forms.ChoiceField(
        label=_("Why"),
        choices=REASONS,
        widget=Chips,
        error_messages={"required": _("Choose the main reason.")},
    )
    reason = forms.CharField(
        label=_("In your own words (may stay empty)"), required=False, widget=lines(2)
    )
    worker = PersonChoiceField(label=_("Station worker"), queryset=User.objects.none())
    room_worker = PersonChoiceField(
        label=_("Room worker"),
        queryset=User.objects.none(),
        required=False,
        empty_label=_("nobody yet"),
    )
    difficulty = forms.CharField(label=_("How hard things are"), required=False, widget=lines(3))
    clients_words = forms.CharField(
        label=_("What the person says"), required=False, widget=lines(3)
    )
    life_after_help = forms.CharField(
        label=_("Life after the help given"),
        required=False,
        widget=lines(2),
        help_text=_("May stay empty when no help was given yet."),
    )
    assessment = forms.CharField(
        label=_("What the assessment found"),
        required=False,
        widget=lines(3),
        help_text=_("Tier 2 starts after an assessment; it is kept as the first visit."),
    )
    assessment_kind = forms.ChoiceField(
        label=_("How it was assessed"),
        choices=Visit.Kind.choices,
        required=False,
        initial=Visit.Kind.HOME,
        widget=Chips,
    )
    case_reference = forms.CharField(
        label=_("Reference of the open case"), required=False, max_length=20
    )

    def __init__(
        self,
        *args,
        referral: Referral,
        workers: QuerySet[User],
        room_workers: QuerySet[User],
        cases: QuerySet[Case],
        suggested_tier: int | None = None,
        **kwargs,
    ):
        super().__init__(*args, **kwargs)
        self._cases = cases
        self._suggested_tier = suggested_tier
        self.fields["worker"].queryset = workers
        self.fields["room_worker"].queryset = room_workers
        if referral.station_only or not referral.room_id:
            del self.fields["room_worker"]
        needs = dict(Need.choices)
        told = "、".join(str(needs.get(need, need)) for need in referral.needs)
        if referral.danger not in ("", Danger.NONE):
            told = "；".join(filter(None, [str(referral.get_danger_display()), told]))
        observed = (referral.observed or {}).get("words", "")
        known = "；".join(filter(None, [told, observed]))
        self.fields["difficulty"].initial = known or referral.get_channel_display()
        self.fields["clients_words"].initial = referral.words or gettext("We have not spoken yet.")

    def clean(self):
        data = super().clean()
        outcome = data.get("outcome")
        if outcome in self.STAGES:
            for name in ("difficulty", "clients_words"):
                if not data.get(name, "").strip():
                    self.add_error(name, _("Write one line here before opening the case."))
        if self._overrides(outcome) and not data.get("reason", "").strip():
            self.add_error(
                "reason", _("You decide otherwise than suggested. Write one line on why.")
            )
        if outcome == self.TIER2 and not data.get("assessment", "").strip():
            self.add_error("assessment", _("Write what was found, or choose tier 1."))
        if outcome == self.REFER_ON:
            self.ask_for_telling(data)
        if outcome == self.JOIN:
            reference = only_digits(data.get("case_reference", ""))
            data["case"] = self._cases.filter(reference=reference).first()
            if data["case"] is None:
                self.add_error(
                    "case_reference", _("There is no such open case. Check the eight digits.")
                )
        return data

    def _overrides(self, outcome: str | None) -> bool:
        """Another tier than suggested, or no case where tier 1 was suggested."""
        chosen = {self.TIER1: 1, self.TIER2: 2, self.ADVISE: 0, self.REFER_ON: 0}.get(outcome)
        if chosen is None or self._suggested_tier is None:
            return False
        return chosen != self._suggested_tier and (chosen != 0 or self._suggested_tier == 1)

    @property
    def full_reason(self) -> str:
        """The tapped reason and the typed one as one text, as the action stores it."""
        tapped = str(dict(self.REASONS)[self.cleaned_data["why"]])
        return "：".join(filter(None, [tapped, self.cleaned_data["reason"].strip()]))
