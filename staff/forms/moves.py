"""Moving a case, and refusing to sign a move."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from ..domain.stages import CLOSING, Move, MoveKind
from ..labels import CLOSE_REASON_CHOICES, CRITERION_LABELS
from ..models import CaseNote, Visit
from .fields import Chips, ManyChips, lines


class MoveForm(forms.Form):
    """One legal move: exit criteria, three grounds, evidence ticked rather than typed again."""

    criteria_met = forms.MultipleChoiceField(
        label=_("Check before leaving this stage"), required=False, widget=ManyChips
    )
    close_reason = forms.ChoiceField(
        label=_("Why the case is closed"), choices=CLOSE_REASON_CHOICES, widget=Chips
    )
    difficulty = forms.CharField(label=_("How hard things are"), widget=lines(3))
    life_after_help = forms.CharField(label=_("Life after the help given"), widget=lines(3))
    clients_words = forms.CharField(label=_("What the person says"), widget=lines(3))
    evidence = forms.MultipleChoiceField(
        label=_("What this rests on"),
        required=False,
        widget=ManyChips,
        help_text=_("Tick visits and notes of this case; nothing is typed twice."),
    )
    review_on = forms.DateField(
        label=_("Look again on"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def __init__(self, *args, move: Move, pieces: dict[str, Visit | CaseNote], labels, **kwargs):
        super().__init__(*args, **kwargs)
        self._pieces = pieces
        if move.exit_criteria:
            self.fields["criteria_met"].choices = [
                (criterion.value, CRITERION_LABELS[criterion]) for criterion in move.exit_criteria
            ]
        else:
            del self.fields["criteria_met"]
        if move.kind is MoveKind.CLOSE:
            del self.fields["review_on"]
            self._ask_by_reason(move)
        else:
            del self.fields["close_reason"]
        if pieces:
            self.fields["evidence"].choices = [(key, labels[key]) for key in pieces]
        else:
            del self.fields["evidence"]

    def _ask_by_reason(self, move: Move) -> None:
        """The reasons this stage allows, and what each of them asks to be checked."""
        allowed = {
            reason.value: closing
            for reason, closing in CLOSING.items()
            if move.from_stage in closing.from_stages
        }
        self.fields["close_reason"].choices = [
            (value, label) for value, label in CLOSE_REASON_CHOICES if value in allowed
        ]
        for reason, closing in allowed.items():
            if closing.criteria:
                self.fields[f"criteria_{reason}"] = forms.MultipleChoiceField(
                    label=_("Check before closing"),
                    required=False,
                    widget=ManyChips,
                    choices=[(each.value, CRITERION_LABELS[each]) for each in closing.criteria],
                )
        order = ["close_reason", *(name for name in self.fields if name.startswith("criteria_"))]
        self.order_fields(order)

    @property
    def by_reason(self) -> list[tuple[str, forms.BoundField]]:
        """(reason, its list to check), for the template to show with the reason."""
        return [
            (name.removeprefix("criteria_"), self[name])
            for name in self.fields
            if name.startswith("criteria_") and name != "criteria_met"
        ]

    def clean_evidence(self):
        return [self._pieces[key] for key in self.cleaned_data["evidence"]]

    def clean(self):
        data = super().clean()
        if reason := data.get("close_reason"):
            data["criteria_met"] = data.get(f"criteria_{reason}", [])
        return data


class DeclineForm(forms.Form):
    reason = forms.CharField(
        label=_("Why not"),
        widget=lines(2),
        error_messages={"required": _("Say why, so that your colleague can go on.")},
    )
