"""Planning a visit and writing its note."""

from __future__ import annotations

from datetime import date, timedelta

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ..domain.safe_contact import Wishes
from ..labels import GROWTH_CHECK_CHOICES, MET_CHOICES, ROOM_CHECK_CHOICES
from ..models import User, Visit
from .fields import Chips, ManyChips, PersonChoiceField, lines
from .mandatory import HarmField
from .safe_contact import NOTHING_ASKED, SafeContactMixin, meeting_place

OTHER_DAY = "other"


def day_choices(today: date) -> list[tuple[str, str]]:
    """The usual next days, as real dates, and a way to name another."""
    return [
        (today.isoformat(), _("today")),
        ((today + timedelta(days=1)).isoformat(), _("tomorrow")),
        ((today + timedelta(days=7)).isoformat(), _("in 1 week")),
        ((today + timedelta(days=14)).isoformat(), _("in 2 weeks")),
        ((today + timedelta(days=30)).isoformat(), _("in 1 month")),
        (OTHER_DAY, _("another day")),
    ]


SANE_DAYS = (timedelta(days=-1), timedelta(days=400))


def plausible_day(typed: str, today: date) -> date | None:
    """A day written as 2026-12-01 that a plan could mean, or None."""
    try:
        day = date.fromisoformat(typed) if len(typed) == len("2026-12-01") else None
    except ValueError:
        return None
    earliest, latest = SANE_DAYS
    return day if day and today + earliest <= day <= today + latest else None


class DayChipsMixin(forms.Form):
    """A day by one tap, or written out.

    The taps carry real dates. A form opened before midnight and sent after still means the day it
    showed, so a plausible day is taken although it is no longer one of the taps.
    """

    day = forms.ChoiceField(label=_("When"), widget=Chips)
    other_day = forms.DateField(
        label=_("Another day"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    no_day: tuple[str, str] | None = None

    def __init__(self, *args, today: date, **kwargs):
        super().__init__(*args, **kwargs)
        self._today = today
        choices = day_choices(today)
        choices = [self.no_day, *choices[2:]] if self.no_day else choices
        typed = self.data.get(self.add_prefix("day"), "") if self.is_bound else ""
        if typed not in dict(choices) and (day := plausible_day(typed, today)):
            shown = gettext("%(month)s/%(day)s") % {"month": day.month, "day": day.day}
            choices = [(typed, shown), *choices]
        self.fields["day"].choices = choices

    def clean_other_day(self):
        day = self.cleaned_data["other_day"]
        if day and day > self._today + SANE_DAYS[1]:
            raise ValidationError(_("Choose a day within the next year."))
        return day

    def clean(self):
        data = super().clean()
        day = data.get("day", "")
        if day == OTHER_DAY or (not day and data.get("other_day")):
            data["chosen_day"] = data.get("other_day")
            if data["chosen_day"] is None and "other_day" not in self.errors:
                self.add_error("other_day", _("Write the day, for example 2026-12-01."))
        else:
            data["chosen_day"] = plausible_day(day, self._today)
        return data


class PlanVisitForm(DayChipsMixin, SafeContactMixin):
    kind = forms.ChoiceField(
        label=_("How"), choices=Visit.Kind.choices, initial=Visit.Kind.HOME, widget=Chips
    )
    visitor = PersonChoiceField(label=_("Who goes"), queryset=User.objects.none())
    purpose = forms.CharField(
        label=_("What to ask or bring (may stay empty)"), required=False, widget=lines(2)
    )
    field_order = [
        *("day", "other_day", "time_agreed", "kind", "although"),
        *("visitor", "purpose"),
    ]

    def __init__(self, *args, visitors: QuerySet[User], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["visitor"].queryset = visitors
        self.fields["day"].error_messages["required"] = _("Choose a day.")


NOBODY = "nobody"


class VisitNoteForm(DayChipsMixin, SafeContactMixin):
    """The note of a visit, at the doorstep: taps first, words where they matter."""

    SEEN = [
        ("tidy", _("the home is in order")),
        ("untidy", _("the home is neglected")),
        ("no_food", _("little food in the house")),
        ("in_spirits", _("in good spirits")),
        ("low", _("low in spirits")),
        ("unwell", _("looks unwell")),
        ("company", _("somebody looks after them")),
    ]
    DONE = [
        ("listened", _("listened and comforted")),
        ("explained", _("explained a policy")),
        ("papers", _("helped with papers")),
        ("goods", _("brought goods")),
        ("accompanied", _("went along to an office or hospital")),
        ("linked", _("brought in another helper")),
    ]
    no_day = ("none", _("not fixed yet"))

    met = forms.MultipleChoiceField(
        label=_("Who was met"),
        choices=[*MET_CHOICES, (NOBODY, _("nobody"))],
        widget=ManyChips,
        error_messages={"required": _("Choose who was met, or “nobody”.")},
    )
    said = forms.CharField(label=_("What they said"), required=False, widget=lines(3))
    seen_chips = forms.MultipleChoiceField(
        label=_("What was seen"), choices=SEEN, required=False, widget=ManyChips
    )
    seen = forms.CharField(
        label=_("What was seen, in your own words"), required=False, widget=lines(2)
    )
    done_chips = forms.MultipleChoiceField(
        label=_("What was done"), choices=DONE, required=False, widget=ManyChips
    )
    done = forms.CharField(
        label=_("What was done, in your own words"), required=False, widget=lines(2)
    )
    growth_checks = forms.MultipleChoiceField(
        label=_("The person's growth: tick what holds"),
        choices=GROWTH_CHECK_CHOICES,
        required=False,
        widget=ManyChips,
        help_text=_("The case can close after two visits in a row with everything ticked."),
    )
    room_checks = forms.MultipleChoiceField(
        label=_("The room's service: tick what is well"),
        choices=ROOM_CHECK_CHOICES,
        required=False,
        widget=ManyChips,
    )
    room_feedback = forms.CharField(
        label=_("What to tell the room (may stay empty)"), required=False, widget=lines(2)
    )
    next_kind = meeting_place(_("Where next time"))
    urgent = forms.ChoiceField(
        label=_("Is anything urgent?"),
        choices=[("no", _("no, it can wait")), ("yes", _("yes, today"))],
        initial="no",
        widget=Chips,
    )
    harm = HarmField()
    field_order = [
        "met",
        "said",
        "seen_chips",
        "seen",
        "done_chips",
        "done",
        "growth_checks",
        "room_checks",
        "room_feedback",
        "day",
        "other_day",
        "time_agreed",
        "next_kind",
        "although",
        "urgent",
        "harm",
    ]

    def __init__(self, *args, in_tier_3: bool = False, wishes: Wishes = NOTHING_ASKED, **kwargs):
        super().__init__(*args, wishes=wishes, **kwargs)
        if wishes.home_is_open:
            del self.fields["next_kind"]
        if not in_tier_3:
            for name in ("growth_checks", "room_checks", "room_feedback"):
                del self.fields[name]
        self.fields["day"].label = _("Next time")
        self.fields["day"].required = False

    def clean(self):
        data = super().clean()
        for name, words in (("seen", self.SEEN), ("done", self.DONE)):
            tapped = [str(dict(words)[code]) for code in data.get(f"{name}_chips", [])]
            data[name] = "；".join(filter(None, [*tapped, data.get(name, "").strip()]))
        data["nobody"] = NOBODY in data.get("met", [])
        if data["nobody"] and len(data["met"]) > 1:
            self.add_error("met", _("Choose either “nobody” or who was met."))
        written = data.get("said", "").strip() or data["seen"] or data["done"]
        if not data["nobody"] and not written and "met" in data:
            self.add_error("said", _("Write or tap at least one thing: said, seen or done."))
        if data["nobody"] and data.get("harm") and not data["seen"]:
            self.add_error("seen", _("Write in a line what was seen or heard."))
        return data
