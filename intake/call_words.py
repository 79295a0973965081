"""A half-day to be called in, as people read it, and why one cannot be had."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime, timedelta

from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from policy_pages.models import Station

from .call_times import AFTERNOON, ANY, EVENING, MORNING, CallTime, call_time, parse, periods

PARTS = {
    MORNING: gettext_lazy("Morning"),
    AFTERNOON: gettext_lazy("Afternoon"),
    EVENING: gettext_lazy("Evening"),
}
NEXT_SHOWN = 3


def call_in_words(
    day: date, period: str, station: Station | None = None, *, today: date | None = None
) -> str:
    """``12月2日 星期三 上午``, with the station's hours where it is given.

    Where ``today`` is given, that day and the next are called by their names as well.
    """
    first, second = _two_parts(day, period, station, today)
    if today in _today_and_tomorrow(day):
        return _("%(when)s (%(day)s)") % {"when": first, "day": second}
    return " ".join(filter(None, [first, second]))


def call_in_two_lines(day: date, period: str, station: Station, *, today: date) -> str:
    """The same to choose from: what counts in the first line, whole also on a narrow screen."""
    return "\n".join(filter(None, _two_parts(day, period, station, today)))


def lines_to_choose(
    half_days: Sequence[CallTime], station: Station, *, today: date
) -> list[tuple[str, str]]:
    """(code, words) of each, with "any time" above them."""
    return [
        (ANY, _("Any time is fine")),
        *(
            (one.code, call_in_two_lines(one.day, one.period, station, today=today))
            for one in half_days
        ),
    ]


def what_choosing_means(*, free: bool, promised: datetime) -> str:
    """That nobody waits longer for it; and where no half-day is free, that none is."""
    return (_CHOOSE if free else _NONE_FREE) % {"when": _moment(promised)}


def _moment(moment: datetime) -> str:
    return formats.date_format(timezone.localtime(moment), _("j F Y, l, H:i"))


_CHOOSE = gettext_lazy("Whatever you choose, we call before %(when)s.")
_NONE_FREE = gettext_lazy(
    "All times until then are given away. We still call before %(when)s, and never when you asked "
    "us not to."
)


def _today_and_tomorrow(day: date) -> tuple[date, date]:
    """On which days that day is called today or tomorrow."""
    return day, day - timedelta(days=1)


def _two_parts(
    day: date, period: str, station: Station | None, today: date | None
) -> tuple[str, str]:
    dated = formats.date_format(day, _("l, j F"))
    hours = hours_in_words(period, station)
    if today not in _today_and_tomorrow(day):
        return _("%(day)s · %(period)s") % {"day": dated, "period": PARTS[period]}, hours
    named = _("Today · %(period)s") if day == today else _("Tomorrow · %(period)s")
    return " ".join(filter(None, [named % {"period": PARTS[period]}, hours])), dated


def hours_in_words(period: str, station: Station | None) -> str:
    hours = periods(station.opens_at, station.closes_at).get(period) if station else None
    return f"{hours[0]:%-H:%M}–{hours[1]:%-H:%M}" if hours else ""


def why_not(
    code: str,
    free: Sequence[CallTime],
    *,
    station: Station,
    at: datetime,
    promised: datetime,
    not_in: Collection[str] = (),
    held: str = "",
) -> str:
    """Why this half-day cannot be had, and which can: a few sentences for the person.

    ``held``: the one agreed before. While it is not over they read that it stays theirs, and are
    never told to choose "any time", which would give it up.
    """
    kept = _not_over(held, station, at)
    return _("%(why)s %(instead)s") % {
        "why": _why(code, station, at, promised, not_in),
        "instead": _or_keep(kept, free, station, at) if kept else _instead(free, station, at),
    }


def _not_over(code: str, station: Station, at: datetime) -> CallTime | None:
    day_and_period = parse(code)
    if day_and_period is None:
        return None
    like = timezone.localtime(at)
    one = call_time(*day_and_period, station.opens_at, station.closes_at, like=like)
    return one if one.ends > at else None


def _why(
    code: str, station: Station, at: datetime, promised: datetime, not_in: Collection[str]
) -> str:
    day_and_period = parse(code)
    if day_and_period is None:
        return _("Please choose one line.")
    day, period = day_and_period
    local = timezone.localtime(promised)
    asked = call_time(day, period, station.opens_at, station.closes_at, like=local)
    if asked.begins <= at:
        return _("The time you chose has begun or is over.")
    if period in not_in:
        return _("You asked us not to call at that time of the day.")
    if asked.ends > promised:
        return _("We call you sooner than that: before %(when)s.") % {"when": _moment(promised)}
    return _("The time you chose is not free any more.")


def _instead(free: Sequence[CallTime], station: Station, at: datetime) -> str:
    if not free:
        return _("No other time is free: choose “any time is fine”.")
    return _still_free(free, station, at)


def _or_keep(kept: CallTime, free: Sequence[CallTime], station: Station, at: datetime) -> str:
    others = [one for one in free if one.code != kept.code]
    return _("%(instead)s What was agreed before stays: %(when)s.") % {
        "instead": _still_free(others, station, at) if others else _("No other time is free."),
        "when": call_in_words(kept.day, kept.period, station, today=timezone.localdate(at)),
    }


def _still_free(free: Sequence[CallTime], station: Station, at: datetime) -> str:
    today = timezone.localdate(at)
    shown = [call_in_words(one.day, one.period, station, today=today) for one in free[:NEXT_SHOWN]]
    return _("Still free: %(times)s.") % {"times": "；".join(shown)}
