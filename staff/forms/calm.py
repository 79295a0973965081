"""The calm first response: what has been seen to, and who keeps in touch (R-61)."""

from __future__ import annotations

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from ..domain.calm import CalmStep
from ..labels import CALM_STEP_CHOICES
from ..models import User
from .fields import PersonChoiceField


class CalmForm(forms.Form):
    steps = forms.MultipleChoiceField(
        label=_("What has been seen to"),
        choices=CALM_STEP_CHOICES,
        error_messages={"required": _("Tick what has been seen to.")},
    )
    contact = PersonChoiceField(
        label=_("Who keeps in touch"), queryset=User.objects.none(), required=False
    )

    def __init__(self, *args, holders: QuerySet[User], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["contact"].queryset = holders

    def clean(self):
        data = super().clean()
        if CalmStep.ONE_CONTACT_PERSON in data.get("steps", ()) and not data.get("contact"):
            self.add_error("contact", _("Choose the one person who keeps in touch."))
        return data
