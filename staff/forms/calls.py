"""How a call went: one button, perhaps a line."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from ..domain.safe_contact import Wishes
from ..models import ContactTry, Visit
from .fields import lines
from .mandatory import HarmField
from .safe_contact import NOTHING_ASKED, meeting_place

PLACES = [kind for kind in Visit.Kind.choices if kind[0] != Visit.Kind.PHONE]


class CallForm(forms.Form):
    """The four answers are buttons that send; only a day agreed on needs the day as well, and
    where to meet if others at home must not know. ``wishes``: of the household's case."""

    line = forms.CharField(
        label=_("In a line (may stay empty)"),
        required=False,
        max_length=200,
        widget=forms.TextInput,
    )
    day = forms.DateField(
        label=_("The day agreed, if you agreed on one"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": _("Write the day, for example 2026-12-01.")},
    )
    place = meeting_place(_("Where you meet then"), PLACES)
    although = forms.CharField(
        label=_("If at home all the same: why, and how it stays safe"),
        required=False,
        widget=lines(2),
    )
    harm = HarmField()
    result = forms.ChoiceField(
        label=_("How did the call go?"),
        choices=ContactTry.Result.choices,
        error_messages={"required": _("Choose how the call went.")},
    )

    def __init__(self, *args, wishes: Wishes = NOTHING_ASKED, **kwargs):
        super().__init__(*args, **kwargs)
        if wishes.home_is_open:
            del self.fields["place"], self.fields["although"]

    def clean(self):
        data = super().clean()
        agreed = data.get("result") == ContactTry.Result.APPOINTMENT
        if agreed and not data.get("day") and "day" not in self.errors:
            self.add_error("day", _("Write the day you agreed on."))
        return data
