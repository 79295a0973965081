"""A triage suggestion as plain data: what the command prints and a screen may show."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from intake.models import Referral

from .domain.triage import (
    Facts,
    Parameters,
    Suggestion,
    UnreadableFacts,
    read_facts,
    suggest,
)
from .domain.triage.texts import OUTCOME_LABELS, STAGE_LABELS, TIER_LABELS
from .models import Case
from .queries import triage_parameters

NOTE = "这是建议，不是决定。级别由社工定，电脑不替人做决定。"


def report(answers: Any, *, today: date, parameters: Parameters | None = None) -> dict[str, Any]:
    """Read the answers, apply the rules, and give everything a worker needs to judge.

    Raises ``UnreadableFacts`` when the answers are no household.
    """
    parameters = parameters or Parameters()
    facts = read_facts(answers, today=today, line=parameters.line)
    return as_data(facts, suggest(facts, parameters), parameters)


def answers_of(referral: Referral, earlier: Case | None = None) -> dict[str, Any]:
    """What a referral says, as triage reads it; ``earlier`` is where the household stands."""
    answers = {
        "words": referral.words,
        "danger": referral.danger,
        "needs": referral.needs,
        "on_behalf": referral.on_behalf,
        "awareness": referral.awareness,
        "channel": referral.channel,
        "received_at": timezone.localtime(referral.received_at).isoformat(),
        "observed": referral.observed,
        "facts": referral.facts,
        "prior_stage": earlier.stage if earlier else "",
        "prior_tier": earlier.tier if earlier else "",
    }
    return {key: value for key, value in answers.items() if value}


def suggestion_for(referral: Referral, *, earlier: Case | None, now: datetime) -> dict[str, Any]:
    """What the rules say of a referral with today's facts of its station; never a decision.

    An empty answer when the referral cannot be read as a household.
    """
    try:
        return report(
            answers_of(referral, earlier),
            today=timezone.localdate(referral.received_at),
            parameters=triage_parameters(
                referral.station, timezone.localdate(now), received_at=referral.received_at
            ),
        )
    except UnreadableFacts:
        return {}


def heard_in(referral: Referral) -> list[dict[str, str]]:
    """The signals heard in a referral, or in what somebody may read of one."""
    today = timezone.localdate(referral.received_at)
    facts = read_facts(answers_of(referral), today=today, line=Parameters().line)
    return [asdict(signal) for signal in facts.heard]


def as_data(facts: Facts, suggestion: Suggestion, parameters: Parameters) -> dict[str, Any]:
    tier, stage = suggestion.tier, suggestion.stage
    return {
        "tier": tier.value if tier else None,
        "tier_number": tier.number if tier else None,
        "tier_label": TIER_LABELS[tier.value] if tier else None,
        "stage": stage.value if stage else None,
        "stage_label": STAGE_LABELS[stage.value] if stage else None,
        "outcome": suggestion.outcome.value,
        "outcome_label": OUTCOME_LABELS[suggestion.outcome.value],
        "alerts": [asdict(alert) for alert in suggestion.alerts],
        "reasons": [asdict(reason) for reason in suggestion.reasons],
        "categories": [asdict(category) for category in suggestion.categories],
        "policy_gap": {
            "likely": bool(suggestion.gap_reasons),
            "reasons": suggestion.gap_reasons,
        },
        "signals": [asdict(signal) for signal in facts.heard],
        "missing": suggestion.missing,
        "would_change": suggestion.would_change,
        "not_understood": facts.not_understood,
        "dibao_line": parameters.dibao_line,
        "note": NOTE,
    }
