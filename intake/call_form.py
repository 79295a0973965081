"""Choosing another half-day to be called in, on the status page."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from policy_pages.models import Station

from .call_times import ANY, CallTime, call_time, parse
from .call_words import lines_to_choose, what_choosing_means
from .models import Promise, Referral
from .queries import free_call_times
from .steps.base import CHOOSE_ONE
from .steps.call_time import CallTimeField
from .workdays import Workdays


class HalfDayForm(forms.Form):
    """Says only whether a line was chosen; ``actions.change_call_time`` says whether it is free."""

    call_time = CallTimeField(
        label=_("When shall we call you?"), error_messages={"required": CHOOSE_ONE}
    )
    is_offered = False
    """Whether there is anything to choose; also once a choice was refused, to read why."""

    def clean_call_time(self) -> str:
        chosen = self.cleaned_data["call_time"]
        if chosen != ANY and parse(chosen) is None:
            raise forms.ValidationError(CHOOSE_ONE)
        return chosen

    def offer(self, referral: Referral, promise: Promise, *, at: datetime, is_shown: bool) -> None:
        """List the half-days that are free now, and among them the one agreed, which is chosen
        already, also after another was refused. At most three queries. ``is_shown``: the page
        still tells the one agreed."""
        free = free_call_times(
            referral.station,
            at=at,
            promised=promise.due_at,
            workdays=Workdays(timezone.localdate(at)),
            not_in=(referral.safe_contact or {}).get("bad_times", ()),
        )
        field = self.fields["call_time"]
        field.choices = lines_to_choose(
            _with(free, promise, referral.station, at) if is_shown else free,
            referral.station,
            today=timezone.localdate(at),
        )
        field.initial = promise.call_code if is_shown else ANY
        # Of the bound field: one that was judged already keeps the words it had.
        self["call_time"].help_text = what_choosing_means(free=bool(free), promised=promise.due_at)
        if self.errors and self["call_time"].value() not in dict(field.choices):
            self.data = {self.add_prefix("call_time"): field.initial}
        self.is_offered = bool(free or promise.call_is_agreed or self.errors)


def _with(
    free: Sequence[CallTime], promise: Promise, station: Station, at: datetime
) -> list[CallTime]:
    """The half-days in order, the one agreed among them though all its places may be given."""
    agreed = call_time(
        promise.call_on,
        promise.call_period,
        station.opens_at,
        station.closes_at,
        like=timezone.localtime(at),
    )
    others = [one for one in free if one.code != agreed.code]
    return sorted([agreed, *others], key=lambda one: one.begins)
