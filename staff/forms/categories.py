"""How a household stands with the nine categories, and a need that no rule meets."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date

from django import forms
from django.utils.translation import gettext_lazy as _

from intake.models import Need

from ..domain.categories import OTHER_RULE, Category, label_on
from ..labels import (
    CATEGORY_PLAIN,
    CATEGORY_STATUS_CHOICES,
    GAP_END_CHOICES,
    GAP_OFFER_CHOICES,
    GAP_REASON_CHOICES,
)
from .fields import Chips, ManyChips, lines

CHOOSE = {
    "required": _("Choose from the list."),
    "invalid_choice": _("Choose from the list."),
}


class CategoriesForm(forms.Form):
    """A row of chips for each of the nine, under its label in law today.

    ``likely`` are those the rules read out of what was told; they choose nothing.
    """

    def __init__(self, *args, today: date, likely: Collection[str] = (), **kwargs):
        super().__init__(*args, **kwargs)
        for category in Category:
            help_text = CATEGORY_PLAIN[category]
            if category in likely:
                help_text = _("%(plain)s. What was told points here; please look.") % {
                    "plain": help_text
                }
            self.fields[category.value] = forms.ChoiceField(
                label=label_on(category, today),
                help_text=help_text,
                choices=[("", _("not looked at")), *CATEGORY_STATUS_CHOICES],
                required=False,
                widget=Chips,
                error_messages=CHOOSE,
            )

    @property
    def statuses(self) -> Mapping[str, str]:
        return {code: status for code, status in self.cleaned_data.items() if status}


class _OfferForm(forms.Form):
    offered = forms.MultipleChoiceField(
        label=_("What is offered instead"),
        help_text=_("Leave it empty while there is nothing yet."),
        choices=GAP_OFFER_CHOICES,
        required=False,
        widget=ManyChips,
        error_messages=CHOOSE,
    )
    words = forms.CharField(
        label=_("In own words"),
        help_text=_("Which rule exactly, and what was offered. No ID or card numbers."),
        required=False,
        widget=lines(3),
    )


class GapForm(_OfferForm):
    field_order = ("need", "rule", "reason", "offered", "words")
    need = forms.ChoiceField(
        label=_("What is needed"), choices=Need.choices, widget=Chips, error_messages=CHOOSE
    )
    rule = forms.ChoiceField(
        label=_("Which rule it misses"), widget=forms.Select, error_messages=CHOOSE
    )
    reason = forms.ChoiceField(
        label=_("Why no rule fits"),
        choices=GAP_REASON_CHOICES,
        widget=Chips,
        error_messages=CHOOSE,
    )

    def __init__(self, *args, today: date, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["rule"].choices = [
            ("", _("choose")),
            *((category.value, label_on(category, today)) for category in Category),
            (OTHER_RULE, _("another rule (name it below)")),
        ]


class ChangeGapForm(_OfferForm):
    field_order = ("offered", "words", "ended_how")
    ended_how = forms.ChoiceField(
        label=_("What became of it"),
        choices=[("", _("still a gap")), *GAP_END_CHOICES],
        required=False,
        widget=Chips,
        error_messages=CHOOSE,
    )
