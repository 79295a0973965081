"""How a call went: one button, perhaps a line."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from ..models import ContactTry


class CallForm(forms.Form):
    """The four answers are buttons that send; only a day agreed on needs the day as well."""

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
    result = forms.ChoiceField(
        label=_("How did the call go?"),
        choices=ContactTry.Result.choices,
        error_messages={"required": _("Choose how the call went.")},
    )

    def clean(self):
        data = super().clean()
        agreed = data.get("result") == ContactTry.Result.APPOINTMENT
        if agreed and not data.get("day") and "day" not in self.errors:
            self.add_error("day", _("Write the day you agreed on."))
        return data
