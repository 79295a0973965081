"""How fast we promise to be in touch. It is not the tier, which a person decides later (R-58)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from policy_pages.danger_words import mention_self_harm, mention_violence

from .models import Awareness, Channel, Danger, Need, OnBehalf, Urgency
from .written import written_by_hand

SIGNS_FOR_TODAY = {"silent", "crying_out", "injured", "no_food", "child_alone"}


def urgency_of(answers: Mapping[str, Any], channel: str) -> Urgency:
    observed = answers.get("observed") or {}
    written = list(written_by_hand(answers))
    if (
        channel == Channel.CRISIS
        or answers.get("on_behalf") == OnBehalf.CHILD
        or answers.get("danger") in {Danger.HARM, Danger.SHELTER}
        or SIGNS_FOR_TODAY & set(observed.get("signs", []))
        or mention_self_harm(*written)
    ):
        return Urgency.TODAY
    if (
        answers.get("danger") == Danger.UNSURE
        or answers.get("awareness") == Awareness.CHILD
        or {Need.VIOLENCE, Need.LOW_MOOD} & set(answers.get("needs", []))
        or mention_violence(*written)
        or (answers.get("facts") or {}).get("event_when") == "days"
    ):
        return Urgency.SOON
    return Urgency.NORMAL
