"""``manage.py check_content``: plain language, links, sources, reviews and facts of every page."""

from __future__ import annotations

import json
from datetime import date

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from policy_pages.content_check import check_content


class Command(BaseCommand):
    help = (
        "Check the published content. Ends with an error where something must be mended; "
        "with --strict, also where something only should be."
    )

    def add_arguments(self, parser) -> None:
        parser.add_argument("--json", action="store_true", help="one JSON list instead of lines")
        parser.add_argument("--strict", action="store_true", help="warnings count as errors")
        parser.add_argument("--day", type=date.fromisoformat, help="check as of this day")

    def handle(self, *args, **options) -> None:
        findings = list(check_content(options["day"] or timezone.localdate()))
        if options["json"]:
            rows = [
                {
                    "kind": finding.kind,
                    "where": finding.where,
                    "message": finding.message,
                    "error": finding.is_error,
                }
                for finding in findings
            ]
            self.stdout.write(json.dumps(rows, ensure_ascii=False, indent=1))
        else:
            for finding in findings:
                mark = "✗" if finding.is_error else "·"
                self.stdout.write(f"{mark} {finding.kind:7} {finding.where}：{finding.message}")
        failing = [f for f in findings if f.is_error or options["strict"]]
        if failing:
            raise CommandError(f"{len(failing)} of {len(findings)} findings must be mended.")
        if not options["json"]:
            self.stdout.write(f"{len(findings)} findings, none that must be mended.")
