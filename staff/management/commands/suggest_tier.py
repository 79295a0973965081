"""Read the answers of a household as JSON, print the suggested tier with its reasons as JSON.

Reads a file, or standard input. A list of households gives a list of suggestions. What may stand
in the answers is in docs/triage.md. Nothing is stored.
"""

from __future__ import annotations

import json
import sys
from datetime import date, time
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from ...domain.triage import Parameters
from ...triage_report import report


class Command(BaseCommand):
    help = __doc__
    requires_system_checks = []

    def add_arguments(self, parser):
        given = Parameters()
        parser.add_argument("answers", nargs="?", default="-", help="a JSON file; - reads stdin")
        parser.add_argument("--today", type=date.fromisoformat, default=None, help="YYYY-MM-DD")
        parser.add_argument(
            "--dibao-line",
            type=float,
            default=given.dibao_line,
            help="the 低保 standard per head, yuan a month",
        )
        parser.add_argument(
            "--no-line",
            action="store_true",
            help="no checked 低保 standard holds today: money decides nothing",
        )
        parser.add_argument("--margin-times", type=float, default=given.margin_times)
        parser.add_argument("--far-below-share", type=float, default=given.far_below_share)
        parser.add_argument("--opens", type=time.fromisoformat, default=given.opens, help="HH:MM")
        parser.add_argument("--closes", type=time.fromisoformat, default=given.closes, help="HH:MM")
        parser.add_argument(
            "--workday",
            choices=["yes", "no"],
            help="whether the day of receipt was worked; left out, Monday to Friday are",
        )

    def handle(self, *args, answers, today, dibao_line, **options):
        text = self._read(answers)
        try:
            data = json.loads(text)
        except json.JSONDecodeError as broken:
            raise CommandError(
                f"This is not JSON (line {broken.lineno}, column {broken.colno}): {broken.msg}.",
                returncode=2,
            ) from broken
        except RecursionError as broken:
            raise CommandError("This JSON is nested too deep.", returncode=2) from broken
        today = today or timezone.localdate()
        parameters = Parameters(
            dibao_line=None if options["no_line"] else dibao_line,
            margin_times=options["margin_times"],
            far_below_share=options["far_below_share"],
            opens=options["opens"],
            closes=options["closes"],
            received_on_workday={"yes": True, "no": False}.get(options["workday"]),
        )
        try:
            if isinstance(data, list):
                result = [report(each, today=today, parameters=parameters) for each in data]
            else:
                result = report(data, today=today, parameters=parameters)
        except (ValueError, TypeError, OverflowError, RecursionError) as unreadable:
            raise CommandError(
                f"These answers cannot be read: {unreadable}. See docs/triage.md.", returncode=2
            ) from unreadable
        self.stdout.write(json.dumps(result, ensure_ascii=False, indent=2))

    def _read(self, answers: str) -> str:
        try:
            if answers == "-":
                return sys.stdin.buffer.read().decode("utf-8-sig")
            return Path(answers).read_text(encoding="utf-8-sig")
        except (OSError, UnicodeDecodeError) as unreadable:
            raise CommandError(
                f"The answers cannot be read: {type(unreadable).__name__}.", returncode=2
            ) from unreadable
