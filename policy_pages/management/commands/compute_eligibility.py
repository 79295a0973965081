"""The self-check from outside: JSON in, JSON out, with the whole trace (docs/rules.md)."""

from __future__ import annotations

import json
import sys
from datetime import date
from pathlib import Path

from django.core.management.base import BaseCommand
from django.utils import timezone

from policy_pages import eligibility, self_check
from policy_pages.models import Station, places_for

LARGEST = 1_000_000
KEYS = {"answers", "date", "place"}


class InputError(ValueError):
    """What was sent cannot be read; the message says what to write instead."""


class Command(BaseCommand):
    help = (
        "Read answers as JSON from a file or standard input, print the outcome and its reasons: "
        '{"answers": {"hukou": "here"}, "date": "2026-11-24", "place": "槐荫区"}.'
    )

    def add_arguments(self, parser):
        parser.add_argument("file", nargs="?", default="-", help="a file, or - for standard input")

    def handle(self, *args, file: str, **options):
        try:
            asked = read_input(_text(file))
            result = compute(asked)
        except InputError as error:
            self.stderr.write(f"compute_eligibility: {error}")
            sys.exit(2)
        self.stdout.write(json.dumps(result.as_json(), ensure_ascii=False, indent=2))


def read_input(text: str) -> dict[str, object]:
    """Raises ``InputError``."""
    try:
        asked = json.loads(text)
    except (ValueError, RecursionError):
        raise InputError('not JSON. Write {"answers": {…}}') from None
    if not isinstance(asked, dict) or "answers" not in asked or not set(asked) <= KEYS:
        raise InputError("write an object with answers and, if you like, date and place")
    return asked


def compute(asked: dict[str, object]) -> eligibility.Result:
    """The result on the rules live now and the numbers of the day asked. Raises ``InputError``."""
    try:
        answers = eligibility.read_answers(asked["answers"])
    except eligibility.AnswerError as error:
        raise InputError(str(error)) from None
    station = Station.objects.order_by("pk").first()
    on = self_check.ground(station, _day(asked.get("date")), places=_places(asked, station))
    return self_check.result(answers, on, rules_of=timezone.localdate())


def _text(file: str) -> str:
    try:
        if file == "-":
            text = sys.stdin.read(LARGEST + 1)
        else:
            with Path(file).open(encoding="utf-8") as opened:
                text = opened.read(LARGEST + 1)
    except (OSError, UnicodeDecodeError, ValueError):
        raise InputError("the file cannot be read as UTF-8 text") from None
    if len(text) > LARGEST:
        raise InputError(f"more than {LARGEST} characters")
    return text


def _day(written: object) -> date:
    if written is None:
        return timezone.localdate()
    try:
        return date.fromisoformat(written)
    except (TypeError, ValueError):
        raise InputError("date: write it as 2026-11-24") from None


def _places(asked: dict[str, object], station: Station | None) -> list[str]:
    """The place asked for before the station's own, or in place of the narrower ones it knows."""
    own = places_for(station)
    place = asked.get("place")
    if place is None:
        return own
    if not isinstance(place, str) or not 0 < len(place) <= 50 or "\x00" in place:
        raise InputError("place: write a name of at most 50 characters, such as 槐荫区")
    return own[own.index(place) :] if place in own else [place, *own]
