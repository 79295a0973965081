"""Try the families of all live rules, today and on each coming day a number changes (nightly)."""

from __future__ import annotations

import sys
from datetime import date

from django.core.management.base import BaseCommand
from django.utils import timezone

from policy_pages.actions import rules as actions
from policy_pages.digest import tell_rules_failed
from policy_pages.models import RuleSet


class Command(BaseCommand):
    help = (
        "Run the test families of the self-check's rules. Ends with 1 when one comes out "
        "differently or a number of live rules is about to lapse."
    )

    def add_arguments(self, parser):
        parser.add_argument("--date", type=date.fromisoformat, help="as if it were this day")
        parser.add_argument(
            "--mail", action="store_true", help="mail what failed to editors and fact checkers"
        )
        parser.add_argument("--drafts", action="store_true", help="drafts and checked rules too")

    def handle(self, *args, date: date | None, drafts: bool, mail: bool, **options):
        found: list[str] = []
        today = date or timezone.localdate()
        rules = RuleSet.objects.exclude(state=RuleSet.State.RETIRED)
        rules = rules if drafts else rules.live()
        tried = failed = 0
        for ruleset in rules.with_criteria().prefetch_related("scenarios"):
            for scenario, runs in actions.run_scenarios(ruleset, today=today):
                for run in runs:
                    tried += 1
                    if run.passed:
                        continue
                    failed += 1
                    found.append(
                        f"✘ {ruleset.programme} {run.day}: {scenario.title} → {run.outcome.value}"
                        f" ({', '.join(sorted(run.failing)) or '-'})"
                    )
                    self.stdout.write(found[-1])
            for code, last_day in actions.lapsing_facts(ruleset, today=today):
                failed += 1
                found.append(f"✘ {ruleset.programme}: {code} ends on {last_day}")
                self.stdout.write(found[-1])
            untested = actions.untested_criteria(ruleset, today=today)
            if untested:
                self.stdout.write(
                    f"？ {ruleset.programme}: no family alone for {', '.join(untested)}"
                )
        self.stdout.write(f"{tried} runs, {failed} to look at")
        if found and mail:
            tell_rules_failed(found)
        if failed:
            sys.exit(1)
