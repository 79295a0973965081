"""What a form that plans a visit asks where the household said how it may be approached."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ..domain.safe_contact import Wishes
from ..models import Visit
from .fields import Chips, ManyChips, lines

NOTHING_ASKED = Wishes()


class SafeContactMixin(forms.Form):
    """Asks nothing more of a plan that may be made without a question; what may be planned, the
    action decides (``actions.plan_visit``)."""

    time_agreed = forms.MultipleChoiceField(
        label=_("The times that do not suit them"),
        choices=[("yes", _("agreed with the person, or outside those times"))],
        required=False,
        widget=ManyChips,
    )
    although = forms.CharField(
        label=_("If against their wish: why, and how it stays safe"),
        required=False,
        widget=lines(2),
        help_text=_("Whoever goes reads this. Write no more than they must know."),
    )

    def __init__(self, *args, wishes: Wishes = NOTHING_ASKED, **kwargs):
        super().__init__(*args, **kwargs)
        if not wishes.names_times:
            del self.fields["time_agreed"]
        if not wishes:
            del self.fields["although"]

    @property
    def safe_plan(self) -> dict[str, Any]:
        """What the actions that plan a visit take."""
        return {
            "although": self.cleaned_data.get("although", ""),
            "time_agreed": bool(self.cleaned_data.get("time_agreed")),
        }


def meeting_place(label, kinds=Visit.Kind.choices) -> forms.ChoiceField:
    """Where to meet; asked beside the day where the home is not open to everybody."""
    return forms.ChoiceField(label=label, choices=kinds, required=False, widget=Chips)
