"""The same questions on one page, for a caller, a visitor at the desk, or a room's signal."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Mapping
from typing import Any

from django import forms
from django.forms.utils import ErrorDict
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from policy_pages.models import Station

from .models import Awareness, Channel, ContactMethod, Danger, OnBehalf
from .steps import (
    AccessStep,
    AwarenessStep,
    CallTimeStep,
    ChildConsentStep,
    ChildContactStep,
    ChildNoticeStep,
    ChildStep,
    ChildTellStep,
    ConsentStep,
    ContactStep,
    DangerStep,
    ForWhomStep,
    HouseholdStep,
    NameStep,
    NeedsStep,
    ProxyStep,
    ReporterStep,
    SafeContactStep,
    SeenStep,
    SeenWhereStep,
    Step,
    WhereStep,
    WordsStep,
    is_childs_path,
    is_full_path,
    is_short_path,
    may_note_sensitive,
    to_send,
)
from .steps.base import LimitedText, one_of, phone_field, some_of
from .steps.home import PlaceFields, estate_choices
from .steps.need import NEED_LABELS, SENSITIVE_NEEDS, no_more_than_three
from .steps.phones import clean_phone
from .steps.seen import SIGNS


class KeyedNeedsStep(NeedsStep):
    """All needs are on the page, since the tick that allows some of them is on it too."""

    def prepare(self) -> None:
        pass

    def clean_needs(self):
        needs = self.cleaned_data["needs"]
        if SENSITIVE_NEEDS & set(needs) and not may_note_sensitive(self.answers_so_far):
            self.add_error(
                "needs",
                _(
                    "Illness, disability, mood or trouble at home: ask first whether it may be "
                    "noted and tick that line, or tick “hard to say” here."
                ),
            )
        return needs


class KeyedExtras(forms.Form):
    """What only whoever keys it in can say. ``rooms``: theirs, when they belong to rooms."""

    use_required_attribute = False

    channel = one_of(
        [(Channel.PHONE, _("On the phone")), (Channel.DESK, _("At the desk"))],
        _("Where are they?"),
        initial=Channel.PHONE,
    )
    room = forms.ChoiceField(label=_("For which room?"), required=False)
    token = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def __init__(self, data=None, *, rooms=None):
        super().__init__(data, initial={"token": uuid.uuid4()}, auto_id="id_%s")
        if rooms is None or len(rooms) == 1:
            del self.fields["room"]
        else:
            self.fields["room"].choices = [(str(room.pk), room.community) for room in rooms]


def _name_of(screen_class: type[Step]) -> str:
    return screen_class.slug.replace("-", "_")


class KeyedReferralForm:
    """代填: the very screens of the online form, on one page, keyed while the person speaks.

    Each screen checks its own part, in the order people meet them, and the branch taken decides
    what is sent (``steps.to_send``), so that the two forms cannot ask or keep different things.
    """

    SCREENS: tuple[type[Step], ...] = (
        DangerStep,
        ForWhomStep,
        ChildStep,
        ChildNoticeStep,
        ChildConsentStep,
        ChildTellStep,
        ChildContactStep,
        AwarenessStep,
        ConsentStep,
        KeyedNeedsStep,
        WordsStep,
        NameStep,
        ContactStep,
        SafeContactStep,
        CallTimeStep,
        ProxyStep,
        WhereStep,
        SeenWhereStep,
        SeenStep,
        ReporterStep,
        HouseholdStep,
        AccessStep,
    )

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        station: Station,
        language: str,
        rooms: list | None = None,
    ):
        self.data, self.station, self.language, self.rooms = data, station, language, rooms
        self.extras = KeyedExtras(data, rooms=rooms)
        self.refused: list[str] = []

    @cached_property
    def screens(self) -> dict[str, Step]:
        """Every screen by name; those the branch passes by keep what was typed and complain not."""
        answers: dict[str, Any] = {} if self.data is not None else {"on_behalf": OnBehalf.SELF}
        found = {}
        for screen_class in self.SCREENS:
            if self.data is None and screen_class is HouseholdStep:
                answers["consents"] = ["sensitive"]
            screen = screen_class(
                self.data, answers=answers, station=self.station, language=self.language
            )
            # A browser refuses to send a form over a field it does not show and cannot point at.
            screen.use_required_attribute = False
            if self.rooms is not None and "estate" in screen.fields:
                choices = estate_choices(self.station, rooms=self.rooms)
                screen.fields["estate"].choices = choices
            if self.rooms is not None and screen_class is ConsentStep:
                del screen.fields["station_only"]  # the room hears it as it is said
            if self.data is not None:
                if self._is_asked(screen_class, answers):
                    screen.full_clean()
                    answers |= screen.answers()
                else:
                    screen._errors, screen.cleaned_data = ErrorDict(), {}
            found[_name_of(screen_class)] = screen
        self._answers = answers
        return found

    @staticmethod
    def _is_asked(screen_class: type[Step], answers: Mapping[str, Any]) -> bool:
        if screen_class is WhereStep:
            return is_full_path(answers)
        return screen_class.applies(answers)

    @property
    def is_short(self) -> bool:
        """The person does not know or does not want it, so no name is kept (R-42)."""
        return bool(self.screens) and is_short_path(self._answers)

    @property
    def is_childs(self) -> bool:
        """A child asks for itself: only its own questions are on the page."""
        return bool(self.screens) and is_childs_path(self._answers)

    @property
    def where(self) -> Step:
        return self.screens[_name_of(SeenWhereStep if self.is_short else WhereStep)]

    def __iter__(self) -> Iterator[forms.BoundField]:
        yield from self.extras
        for screen in self.screens.values():
            if not isinstance(screen, (WhereStep, SeenWhereStep)) or screen is self.where:
                yield from screen.shown_fields

    @property
    def errors(self) -> list[str]:
        found = [error for field in self for error in field.errors]
        return [*self.refused, *found]

    def non_field_errors(self) -> list[str]:
        return self.refused

    def add_refusal(self, sentence: str) -> None:
        self.refused.append(sentence)

    def is_valid(self) -> bool:
        household = self.screens[_name_of(HouseholdStep)]
        written = any(self.data.get(name) for name in household.own_fields())
        if written and is_full_path(self._answers) and not may_note_sensitive(self._answers):
            self.add_refusal(
                _(
                    "Something about the household is written, but not agreed to. Ask, and tick "
                    "the second line; or empty those lines."
                )
            )
        return self.extras.is_valid() and not self.errors

    def answers(self) -> dict[str, Any]:
        """What ``submit_referral`` takes; only what the branch taken asks."""
        answers = to_send(self._answers)
        if self.rooms is not None:
            answers.pop("station_only", None)  # the room hears it as it is said
        return answers

    @property
    def channel(self) -> str:
        return self.extras.cleaned_data["channel"]

    @property
    def keyed_in_room(self):
        """The room that keyed it, when it is a room that did."""
        return _chosen_room(self.rooms, self.extras.cleaned_data.get("room"))

    @property
    def submit_token(self) -> uuid.UUID:
        return self.extras.cleaned_data.get("token") or uuid.uuid4()


def _chosen_room(rooms: list | None, typed: str | None):
    if not rooms:
        return None
    return next((room for room in rooms if str(room.pk) == typed), rooms[0])


class RoomSignalForm(PlaceFields):
    """需求信号: what a room noticed, in under a minute (R-16): three taps and a button.

    Without the household's agreement it holds a place and what was noticed: no name, no number,
    and the words are the room's, never the household's (domain.md 4.1).
    """

    channel = Channel.ROOM_SIGNAL
    field_order = ("room", "estate", "building", "place", "needs", "seen_signs", "words")

    needs = some_of(
        list(NEED_LABELS.items()),
        _("What help is needed?"),
        required=True,
        validators=[no_more_than_three],
    )
    seen_signs = some_of(SIGNS, _("What was noticed?"))
    words = LimitedText(label=_("A few words (may stay empty)"), limit=300, lines=3)
    danger = one_of(Danger.choices, _("Is anyone in danger right now?"), initial=Danger.NONE)
    agrees = forms.BooleanField(
        label=_("The household knows and agrees that the station is told"), required=False
    )
    called_name = LimitedText(label=_("What to call them"), limit=40)
    phone = phone_field(_("Phone number"))
    room = forms.ChoiceField(label=_("From which room?"), required=False)
    token = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def __init__(self, data=None, *, station: Station, language: str = "", rooms=None):
        super().__init__(data, initial={"token": uuid.uuid4()})
        self.rooms = rooms
        self.fields["estate"].choices = estate_choices(station, rooms=rooms)
        if rooms is None or len(rooms) == 1:
            del self.fields["room"]
        else:
            self.fields["room"].choices = [(str(room.pk), room.community) for room in rooms]

    def clean_phone(self):
        typed = self.cleaned_data["phone"]
        return clean_phone(typed) if typed else ""

    def clean(self):
        cleaned = super().clean()
        if not cleaned.get("estate") and not cleaned.get("place") and "estate" not in self.errors:
            self.add_error("estate", _("Please choose the estate or write the place."))
        if not cleaned.get("agrees"):
            for name in ("called_name", "phone"):
                if cleaned.get(name):
                    self.add_error(
                        name,
                        _("Ask the household first and tick that it agrees, or empty this line."),
                    )
        return cleaned

    def add_refusal(self, sentence: str) -> None:
        self.add_error(None, sentence)

    def answers(self) -> dict[str, Any]:
        data = self.cleaned_data
        agrees, words = data["agrees"], data["words"]
        return {
            "estate": data["estate"],
            "building": data["building"],
            "place": data["place"],
            "needs": data["needs"],
            "danger": data["danger"],
            "observed": {"signs": data["seen_signs"], "words": words},
            "called_name": data["called_name"],
            "phone": data["phone"],
            "on_behalf": OnBehalf.CAPTAIN,
            "awareness": Awareness.WILLING if agrees else Awareness.UNAWARE,
            "consents": ["help"] if agrees else [],
            "contact_method": ContactMethod.PHONE if data["phone"] else ContactMethod.NONE,
        }

    @property
    def keyed_in_room(self):
        return _chosen_room(self.rooms, self.cleaned_data.get("room"))

    @property
    def submit_token(self) -> uuid.UUID:
        return self.cleaned_data.get("token") or uuid.uuid4()
