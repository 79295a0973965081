"""The account of a colleague."""

from __future__ import annotations

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from policy_pages.models import CommunityRoom

from ..models import User
from ..roles import GIVEN_BY_LEADS, ROOM_LEAD, ROOM_WORKER, SOCIAL_WORKER, STATION_LEAD
from .fields import Chips, ManyChips

ROLE_LABELS = {
    STATION_LEAD: _("station lead"),
    SOCIAL_WORKER: _("social worker of the station"),
    ROOM_LEAD: _("lead of a room"),
    ROOM_WORKER: _("worker of a room"),
}


class RoomsField(forms.ModelMultipleChoiceField):
    widget = ManyChips

    def label_from_instance(self, obj):
        return obj.name


class PersonForm(forms.Form):
    """Of an account that exists; its log-in name stays."""

    name = forms.CharField(
        label=pgettext_lazy("of a person", "Name"),
        max_length=30,
        error_messages={"required": _("Write the name colleagues know.")},
    )
    role = forms.ChoiceField(
        label=_("Role"),
        choices=[(role, ROLE_LABELS[role]) for role in GIVEN_BY_LEADS],
        widget=Chips,
        error_messages={"required": _("Choose one.")},
    )
    rooms = RoomsField(
        label=_("Rooms"),
        queryset=CommunityRoom.objects.none(),
        required=False,
        help_text=_("For people of a room only."),
    )
    email = forms.EmailField(
        label=_("E-mail (may stay empty)"),
        required=False,
        error_messages={"invalid": _("Write an e-mail address, or leave it empty.")},
    )

    def __init__(self, *args, rooms: QuerySet[CommunityRoom], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["rooms"].queryset = rooms


class NewPersonForm(PersonForm):
    username = forms.RegexField(
        r"^[A-Za-z0-9_.-]{3,30}\Z",
        label=_("Log-in name"),
        help_text=_("Letters, digits, dots and dashes; at least three."),
        error_messages={
            "required": _("Write a log-in name."),
            "invalid": _("Letters, digits, dots and dashes only; three to thirty."),
        },
    )
    field_order = ["username"]

    def clean_username(self):
        username = self.cleaned_data["username"]
        if User.objects.filter(username__iexact=username).exists():
            raise forms.ValidationError(_("This log-in name is taken. Choose another."))
        return username
