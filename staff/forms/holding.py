"""Who holds a case, when to look again, and a visit that will not be."""

from __future__ import annotations

from datetime import date, timedelta

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from ..models import User
from .fields import PersonChoiceField, lines

LOOK_AGAIN_WITHIN = timedelta(days=400)


class HandOverForm(forms.Form):
    worker = PersonChoiceField(label=_("Station worker"), queryset=User.objects.none())
    room_worker = PersonChoiceField(
        label=_("Room worker"),
        queryset=User.objects.none(),
        required=False,
        empty_label=_("nobody yet"),
    )
    reason = forms.CharField(
        label=_("Why it is handed over"),
        widget=lines(2),
        error_messages={"required": _("Say why, so that the household can be told.")},
        help_text=_("It stands in the story. Visits that are planned go along."),
    )

    def __init__(self, *args, workers: QuerySet[User], room_workers: QuerySet[User], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["worker"].queryset = workers
        self.fields["room_worker"].queryset = room_workers


class ReviewForm(forms.Form):
    review_on = forms.DateField(
        label=_("Look again on"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={
            "required": _("Write the day, for example 2026-12-01."),
            "invalid": _("Write the day, for example 2026-12-01."),
        },
    )

    def __init__(self, *args, today: date, **kwargs):
        super().__init__(*args, **kwargs)
        self._today = today

    def clean_review_on(self):
        day = self.cleaned_data["review_on"]
        if day > self._today + LOOK_AGAIN_WITHIN:
            raise ValidationError(_("Choose a day within the next year."))
        return day


class CancelVisitForm(forms.Form):
    reason = forms.CharField(
        label=_("Why the visit is cancelled"),
        widget=lines(2),
        error_messages={"required": _("Say why the visit is cancelled.")},
    )
