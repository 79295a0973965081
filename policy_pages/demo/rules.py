"""The rules of the eleven explainers, written and checked by two sample people, and put live."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

from django.contrib.auth import get_user_model
from django.db import transaction

from ..actions import rules as actions
from ..models import WHOLE_COUNTRY, Criterion, PolicySource, RuleSet, Scenario

HERE = Path(__file__).parent


def read() -> list[dict]:
    """The rows of ``rules.json``: programmes with their criteria and families."""
    return json.loads((HERE / "rules.json").read_text(encoding="utf-8"))


@transaction.atomic
def load() -> list[str]:
    """Write the rules and put them live. Rules an editor has taken over are left alone.

    Needs the facts and sources of ``load.load()``. Raises ``ValidationError`` when a family of
    the file comes out otherwise than the file says.
    """
    author, checker = _person("bianji", "样例编辑"), _person("hedui", "样例核对人")
    sources = _sources_by_key()
    written = 0
    for row in read():
        if RuleSet.objects.filter(programme=row["programme"], place=WHOLE_COUNTRY).exists():
            continue
        ruleset = write(row, sources=sources, author=author)
        actions.check_rules(ruleset.pk, actor=checker)
        actions.put_rules_live(ruleset.pk, actor=checker, although_lapsed=True)
        written += 1
    return [f"rules of {RuleSet.objects.live().count()} programmes live, {written} new"]


def write(row: dict, *, sources: dict[str, PolicySource], author) -> RuleSet:
    """One programme of the file as a draft, every row checked like an editor's."""
    fields = {name: value for name, value in row.items() if name not in {"criteria", "scenarios"}}
    fields["valid_from"] = date.fromisoformat(fields["valid_from"])
    ruleset = RuleSet(**fields, place=WHOLE_COUNTRY, author=author)
    criteria = [
        Criterion(**{**one, "source": sources[one["source"]]}, sort_order=order)
        for order, one in enumerate(row["criteria"])
    ]
    scenarios = [Scenario(**one, sort_order=order) for order, one in enumerate(row["scenarios"])]
    for one in (*criteria, *scenarios):
        one.full_clean(exclude=["ruleset"])
    ruleset.criteria.set(criteria)
    ruleset.scenarios.set(scenarios)
    ruleset.full_clean()
    ruleset.save()
    return ruleset


def _sources_by_key() -> dict[str, PolicySource]:
    rows = json.loads((HERE / "sources.json").read_text(encoding="utf-8"))
    by_title = {source.title: source for source in PolicySource.objects.all()}
    return {row["key"]: by_title[row["title"]] for row in rows}


def _person(username: str, name: str):
    person, is_new = get_user_model().objects.get_or_create(
        username=username, defaults={"first_name": name}
    )
    if is_new:
        person.set_unusable_password()
        person.save(update_fields=["password"])
    return person
