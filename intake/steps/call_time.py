"""When to call, among the half-days the station can still give."""

from __future__ import annotations

from collections.abc import Sequence

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ..call_times import ANY, CallTime, parse, periods
from ..call_words import (
    PARTS,
    call_in_words,
    hours_in_words,
    lines_to_choose,
    what_choosing_means,
    why_not,
)
from ..models import Channel, ContactMethod, Urgency
from ..promises import due_at
from ..queries import free_call_times
from ..urgency import urgency_of
from ..workdays import Workdays
from .base import Answers, Step
from .household import nested_facts
from .start import is_full_path


class CallTimeField(forms.ChoiceField):
    """Any line may be sent: whether it still stands for something is for the screen to say."""

    widget = forms.RadioSelect

    def valid_value(self, value) -> bool:
        return True


class CallTimeStep(Step):
    """Asked of whoever wants a call and need not be called within hours.

    "Any time" comes first and is chosen already. The others end before the promised date, so that
    nobody who chooses waits longer for it. Empty counts as "any time".
    """

    slug = "call-time"
    title = _("When shall we call you?")
    call_time = CallTimeField(
        label=_("When shall we call you?"),
        choices=[(ANY, _("Any time is fine"))],
        required=False,
        initial=ANY,
    )

    @classmethod
    def applies(cls, answers: Answers) -> bool:
        return (
            is_full_path(answers)
            and answers.get("contact_method") == ContactMethod.PHONE
            and _urgency(answers) != Urgency.TODAY
        )

    def prepare(self) -> None:
        self.free: Sequence[CallTime] = []
        if self.station is None:
            return
        self.at = timezone.now()
        self.not_in = self.answers_so_far.get("bad_times") or []
        workdays = Workdays(timezone.localdate(self.at))
        urgency = _urgency(self.answers_so_far)
        self.promised = due_at(urgency, self.at, self.station, workdays=workdays)
        self.free = free_call_times(
            self.station,
            at=self.at,
            promised=self.promised,
            workdays=workdays,
            not_in=self.not_in,
        )
        field, today = self.fields["call_time"], timezone.localdate(self.at)
        field.choices = lines_to_choose(self.free, self.station, today=today)
        field.help_text = what_choosing_means(free=bool(self.free), promised=self.promised)

    def clean_call_time(self) -> str:
        chosen = self.cleaned_data["call_time"] or ANY
        if chosen != ANY and self.station and chosen not in {one.code for one in self.free}:
            raise forms.ValidationError(
                why_not(
                    chosen,
                    self.free,
                    station=self.station,
                    at=self.at,
                    promised=self.promised,
                    not_in=self.not_in,
                )
            )
        return chosen

    @property
    def is_out_of_date(self) -> bool:
        """What was chosen before cannot be had any more."""
        chosen = self.initial.get("call_time", ANY)
        return chosen != ANY and chosen not in {one.code for one in self.free}

    def summary(self) -> list[tuple[str, str]]:
        chosen = parse(self.initial.get("call_time") or ANY)
        if chosen is None:
            return super().summary()
        words = call_in_words(*chosen, self.station, today=timezone.localdate())
        gone = str(_("not free any more; please change it")) if self.is_out_of_date else ""
        return [(str(self.title), "\n".join(filter(None, [words, gone])))]

    def on_paper(self, bound: forms.BoundField) -> list[str]:
        """The days are not known when it is printed; whoever keys it in looks them up."""
        if self.station is None:
            return super().on_paper(bound)
        parts = periods(self.station.opens_at, self.station.closes_at)
        day = _("On this day: __________")
        return [
            str(_("Any time is fine")),
            *(f"{day} {PARTS[part]} {hours_in_words(part, self.station)}" for part in parts),
        ]


def _urgency(answers: Answers) -> str:
    """As sending will find it, of the flat answers of a draft."""
    given = {name: value for name, value in answers.items() if value}
    return urgency_of({**given, "facts": nested_facts(given)}, Channel.ONLINE)
