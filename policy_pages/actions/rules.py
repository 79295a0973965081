"""From a draft to rules the public is checked against: two people, passing families, no lapse.

Arguments after the first are keyword-only, ``actor`` last. A refusal is a ``ValidationError``
with one sentence for each thing to put right; then nothing is written.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import formats, timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from .. import eligibility, queries
from ..models import Criterion, RuleSet, Scenario, Station, places_for

COPIED = (
    "programme",
    "title",
    "explainer",
    "place",
    "section",
    "order",
    "valid_from",
    "valid_to",
    "urgent_when",
    "received_as",
    "next_step",
    "also_look_at",
)


def places_for_rules() -> Sequence[str]:
    """The places whose numbers the rules are tested with: the first station's."""
    return places_for(Station.objects.order_by("pk").first())


def run_scenarios(
    ruleset: RuleSet, *, today: date
) -> list[tuple[Scenario, tuple[eligibility.ScenarioRun, ...]]]:
    """Each family of a rule set with what came out, today and on each coming fact day.

    Raises ``ExpressionError`` or ``AnswerError`` only for rows that were never validated.
    """
    rules, places = ruleset.as_rules(), places_for_rules()
    facts = queries.dated_values(places)
    return [
        (
            scenario,
            eligibility.run_scenario(
                scenario.as_scenario(), rules, today=today, places=places, facts=facts
            ),
        )
        for scenario in ruleset.scenarios.all()
    ]


def untested_criteria(ruleset: RuleSet, *, today: date) -> tuple[str, ...]:
    """The criteria for which no family shows what they alone decide."""
    places = places_for_rules()
    return eligibility.undecided_criteria(
        ruleset.as_rules(),
        [scenario.as_scenario() for scenario in ruleset.scenarios.all()],
        today=today,
        places=places,
        facts=queries.dated_values(places),
    )


def lapsing_facts(ruleset: RuleSet, *, today: date) -> tuple[tuple[str, date], ...]:
    """The numbers of the rules that end within 30 days with nothing following, and when."""
    places = places_for_rules()
    return eligibility.lapsing_facts(
        ruleset.as_rules(), today=today, places=places, facts=queries.dated_values(places)
    )


def reasons_not_to_go_live(ruleset: RuleSet, *, today: date) -> list[ValidationError]:
    """Everything that stands in the way, in words; empty when the rules may go live."""
    reasons = []
    if ruleset.checked_by_id is None:
        reasons.append(ValidationError(_("A second person must check the rules first.")))
    if not ruleset.criteria.exists():
        reasons.append(ValidationError(_("There is no criterion yet.")))
    if not ruleset.scenarios.exists():
        reasons.append(ValidationError(_("There is no family to test the rules with yet.")))
    for scenario, runs in run_scenarios(ruleset, today=today):
        reasons += [
            ValidationError(
                _("The family “%(title)s” comes out differently on %(day)s: %(outcome)s."),
                params={
                    "title": scenario.title,
                    "day": formats.date_format(run.day),
                    "outcome": Scenario.Outcome(run.outcome.value).label,
                },
                code="scenario",
            )
            for run in runs
            if not run.passed
        ]
    labels = queries.fact_labels()
    for code, last_day in lapsing_facts(ruleset, today=today):
        reasons.append(
            ValidationError(
                _("“%(fact)s” ends on %(day)s and nothing follows. Enter the next number first."),
                params={"fact": labels.get(code, code), "day": formats.date_format(last_day)},
                code="lapses",
            )
        )
    return reasons


@transaction.atomic
def check_rules(ruleset_id: int, *, actor) -> RuleSet:
    """A second person says that the rules say what the sources say."""
    ruleset = _locked(ruleset_id)
    if ruleset.state != RuleSet.State.DRAFT:
        raise ValidationError(_("Only a draft can be checked."))
    if ruleset.author_id == actor.pk:
        raise ValidationError(_("You wrote these rules. Ask somebody else to check them."))
    ruleset.checked_by = actor
    ruleset.state = RuleSet.State.CHECKED
    ruleset.fingerprint = ruleset.as_rules().fingerprint
    return _saved(ruleset, "policy_pages.check_rules", actor)


@transaction.atomic
def put_rules_live(
    ruleset_id: int, *, today: date | None = None, although_lapsed: bool = False, actor
) -> RuleSet:
    """From now on the public is checked against these rules; the version before is retired.

    A number that has ended or is about to blocks it. ``although_lapsed`` is for the demo alone,
    whose last published numbers are of years ago: its results say that the station is asked.
    """
    today = today or timezone.localdate()
    ruleset = _locked(ruleset_id)
    if ruleset.state != RuleSet.State.CHECKED:
        raise ValidationError(_("A second person must check the rules first."))
    if ruleset.fingerprint != ruleset.as_rules().fingerprint:
        raise ValidationError(_("The rules were changed after the check. Check them again."))
    reasons = reasons_not_to_go_live(ruleset, today=today)
    if although_lapsed:
        reasons = [reason for reason in reasons if reason.code != "lapses"]
    if reasons:
        raise ValidationError(reasons)
    for earlier in RuleSet.objects.live().filter(programme=ruleset.programme, place=ruleset.place):
        retire_rules(earlier.pk, today=today, actor=actor)
    ruleset.state = RuleSet.State.LIVE
    ruleset.went_live_on = today
    return _saved(ruleset, "policy_pages.put_rules_live", actor)


@transaction.atomic
def retire_rules(ruleset_id: int, *, today: date | None = None, actor) -> RuleSet:
    """The check no longer uses these rules; results of earlier days can still be replayed."""
    ruleset = _locked(ruleset_id)
    if ruleset.state != RuleSet.State.LIVE:
        raise ValidationError(_("Only live rules can be retired."))
    ruleset.state = RuleSet.State.RETIRED
    ruleset.retired_on = today or timezone.localdate()
    return _saved(ruleset, "policy_pages.retire_rules", actor)


@transaction.atomic
def back_to_draft(ruleset_id: int, *, actor) -> RuleSet:
    """Rules that were checked but are not live yet may be written again; the check is void."""
    ruleset = _locked(ruleset_id)
    if ruleset.state != RuleSet.State.CHECKED:
        raise ValidationError(_("Live rules are never edited. Make a new version of them."))
    ruleset.state = RuleSet.State.DRAFT
    ruleset.checked_by = None
    ruleset.fingerprint = ""
    return _saved(ruleset, "policy_pages.redraft_rules", actor)


@transaction.atomic
def new_version(ruleset_id: int, *, actor) -> RuleSet:
    """A draft that starts as a copy, with its criteria and families."""
    earlier = RuleSet.objects.get(pk=ruleset_id)
    siblings = RuleSet.objects.select_for_update().filter(
        programme=earlier.programme, place=earlier.place
    )
    if siblings.filter(state__in=[RuleSet.State.DRAFT, RuleSet.State.CHECKED]).exists():
        raise ValidationError(_("There is a version being written already. Go on with that one."))
    latest = max(siblings.values_list("version", flat=True))
    copy = RuleSet(
        **{name: getattr(earlier, name) for name in COPIED}, version=latest + 1, author=actor
    )
    copy.criteria.set([_copied(one) for one in earlier.criteria.all()])
    copy.scenarios.set([_copied(one) for one in earlier.scenarios.all()])
    return _saved(copy, "policy_pages.new_rules_version", actor)


def _copied(row: Criterion | Scenario) -> Criterion | Scenario:
    """The same row, not saved yet and not tied to a version."""
    fields = {
        field.attname: getattr(row, field.attname)
        for field in row._meta.concrete_fields
        if field.name not in {"id", "ruleset"}
    }
    return type(row)(**fields)


def _locked(ruleset_id: int) -> RuleSet:
    return RuleSet.objects.select_for_update().get(pk=ruleset_id)


def _saved(ruleset: RuleSet, action: str, actor) -> RuleSet:
    ruleset.full_clean()
    ruleset.save()
    log(ruleset, action, user=actor, data={"version": ruleset.version, "state": ruleset.state})
    return ruleset
