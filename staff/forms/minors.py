"""A child's data: asking to read them, and what the guardian says."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from ..models import GuardianAnswer
from .fields import Chips, lines


class AskMinorsForm(forms.Form):
    """Opening a child's sensitive data, with a lead's yes or at once for danger."""

    purpose = forms.CharField(
        label=_("What do you need it for?"),
        max_length=300,
        widget=lines(2),
        error_messages={"required": _("Say in a line what it is needed for.")},
    )
    emergency = forms.BooleanField(
        label=_("Somebody is in danger now: open it at once. The lead is told and answers after."),
        required=False,
    )


class GuardianForm(forms.Form):
    """Whether the guardian of a child who asked for itself agrees."""

    state = forms.ChoiceField(
        label=_("What about the guardian's consent?"),
        choices=GuardianAnswer.State.choices,
        widget=Chips,
        error_messages={"required": _("Choose one."), "invalid_choice": _("Choose one.")},
    )
    who = forms.CharField(
        label=_("Which guardian?"),
        max_length=40,
        required=False,
        help_text=_("For example: the grandmother. No full name is needed."),
    )
    words = forms.CharField(
        label=_("Why, in a line"),
        max_length=300,
        required=False,
        widget=lines(2),
        help_text=_("Needed for a refusal, and where nobody is asked."),
    )
