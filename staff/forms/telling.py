"""Telling somebody outside the station: whom, what for, what, and on which ground."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from intake.models import Sharing

from .fields import Chips, ManyChips, lines


class TellingForm(forms.Form):
    """What one telling needs (PIPL Art. 23). Whether it is allowed, ``record_sharing`` says.

    Nothing is ticked beforehand: each part told is chosen.
    """

    recipient = forms.ChoiceField(
        label=_("Whom we tell"), required=False, choices=Sharing.Recipient.choices, widget=Chips
    )
    recipient_name = forms.CharField(
        label=_("Which one (may stay empty)"), required=False, max_length=100
    )
    purpose = forms.CharField(label=_("What for, in a line"), required=False, widget=lines(2))
    parts = forms.MultipleChoiceField(
        label=_("What we tell them"),
        required=False,
        choices=Sharing.Part.choices,
        widget=ManyChips,
        help_text=_("Only what they need for this."),
    )
    ground = forms.ChoiceField(
        label=_("May we tell them?"),
        required=False,
        choices=Sharing.Ground.choices,
        widget=Chips,
        help_text=_(
            "The person does not want it, and nobody is in danger? Tell them where to go, and "
            "choose “Advised”."
        ),
    )
    without_consent = forms.CharField(
        label=_("Why it could not wait for their yes"),
        required=False,
        widget=lines(2),
        help_text=_("Only for danger or a report the law requires. Tell the person afterwards."),
    )

    MISSING = {
        "recipient": _("Choose whom we tell."),
        "purpose": _("Say in a line what it is needed for."),
        "parts": _("Choose what we tell them."),
        "ground": _("Choose on which ground they are told."),
    }

    def ask_for_telling(self, data: dict) -> None:
        """Add an error to each field a telling cannot do without."""
        for name, message in self.MISSING.items():
            if not data.get(name):
                self.add_error(name, message)

    @property
    def telling(self) -> dict[str, object]:
        """What was filled in, as the actions take it."""
        return {name: self.cleaned_data[name] for name in TellingForm.base_fields}
