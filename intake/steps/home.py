"""Where, and what would make it easier."""

from __future__ import annotations

from itertools import groupby

from django import forms
from django.utils.translation import gettext_lazy as _

from policy_pages.models import Estate

from ..models import ContactMethod
from .base import Answers, LimitedText, Step, some_of
from .contact import NEEDS_NUMBER
from .start import is_full_path

ACCESS_NEEDS = [
    ("hearing", _("I hear badly")),
    ("sight", _("I see badly")),
    ("walking", _("I walk badly")),
    ("dialect", _("I speak a dialect or another language")),
    ("woman", _("I would like a woman social worker")),
    ("man", _("I would like a man social worker")),
    ("dog", _("There is a dog at home")),
    ("day_sleep", _("I sleep in the daytime")),
]


def estate_choices(station, *, rooms=None) -> list:
    """The estates of a station's rooms, or of some, grouped by community, in one query."""
    estates = Estate.objects.none()
    if station:
        estates = Estate.objects.filter(room__station=station).select_related("room")
        estates = estates.order_by("room__community", "name")
    if rooms is not None:
        estates = estates.filter(room__in=rooms)
    return [
        ("", _("Choose, or leave empty")),
        *(
            (community, [(str(estate.pk), estate.name) for estate in group])
            for community, group in groupby(estates, key=lambda estate: estate.room.community)
        ),
    ]


class PlaceFields(forms.Form):
    estate = forms.ChoiceField(
        label=_("Housing estate"),
        required=False,
        error_messages={"invalid_choice": _("Please choose an estate from the list.")},
    )
    place = LimitedText(label=_("Not on the list? Write the place"), limit=80)
    building = LimitedText(label=_("Building"), limit=20, help_text=_("for example: Building 3"))


class WhereStep(PlaceFields, Step):
    slug = "where"
    title = _("Where do you live?")
    lead = _("The building is enough. It tells us which community room is nearest.")
    needed_when = dict.fromkeys(("estate", "place"), _("a visit was chosen: one of the two"))
    skippable = True
    door = LimitedText(label=_("Door"), limit=20, help_text=_("You can leave this empty."))

    def prepare(self) -> None:
        self.fields["estate"].choices = estate_choices(self.station)

    def clean(self):
        cleaned = super().clean()
        if (
            self.answers_so_far.get("contact_method") == ContactMethod.VISIT
            and not cleaned.get("estate")
            and not cleaned.get("place")
            and "estate" not in self.errors
        ):
            self.add_error(
                "estate", _("You asked us to come. Please choose the estate or write the place.")
            )
        return cleaned

    @classmethod
    def applies(cls, answers: Answers) -> bool:
        return is_full_path(answers) and (
            answers.get("contact_method") in {*NEEDS_NUMBER, ContactMethod.VISIT}
        )


class AccessStep(Step):
    slug = "access"
    title = _("What should we look out for?")
    skippable = True
    access_needs = some_of(ACCESS_NEEDS, _("What should we look out for?"))

    @classmethod
    def applies(cls, answers: Answers) -> bool:
        return is_full_path(answers)
