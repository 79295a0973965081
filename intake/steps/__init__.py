"""The screens of the form, in the order they are met. One class each; this table is the map.

``applies`` of each class decides from the answers so far whether it is on the way. See
docs/decisions/0003-one-class-per-screen.md.
"""

from __future__ import annotations

from typing import Any

from ..call_times import ANY, parse
from ..models import ContactMethod, Danger
from .base import Answers, Step
from .call_time import CallTimeStep
from .child import (
    ChildConsentStep,
    ChildContactStep,
    ChildNoticeStep,
    ChildStep,
    ChildTellStep,
    as_told,
    is_kept_from_home,
)
from .contact import ContactStep, NameStep, ProxyStep, SafeContactStep, nested
from .home import AccessStep, WhereStep
from .household import HouseholdStep, nested_facts
from .need import SENSITIVE_NEEDS, NeedsStep, WordsStep, may_note_sensitive
from .seen import ReporterStep, SeenStep, SeenWhereStep
from .start import (
    AwarenessStep,
    ConsentStep,
    DangerStep,
    ForWhomStep,
    is_childs_path,
    is_full_path,
    is_short_path,
)

STEPS: tuple[type[Step], ...] = (
    DangerStep,
    ForWhomStep,
    ChildStep,
    ChildNoticeStep,
    ChildConsentStep,
    ChildTellStep,
    ChildContactStep,
    AwarenessStep,
    ConsentStep,
    NeedsStep,
    WordsStep,
    NameStep,
    ContactStep,
    SafeContactStep,
    CallTimeStep,
    ProxyStep,
    WhereStep,
    SeenWhereStep,
    SeenStep,
    ReporterStep,
)
OFFERED: tuple[type[Step], ...] = (HouseholdStep, AccessStep, WhereStep)
"""Not on the way, offered on the page that reads everything back."""

BY_SLUG = {step.slug: step for step in (*STEPS, *OFFERED)}
DONE = "_done"
"""The slugs of the screens answered, kept among the answers."""
GIVEN = "_given"
"""The slugs of screens whose answer was brought along from the self-check: not asked again."""


def on_the_way(answers: Answers) -> list[type[Step]]:
    return [step for step in STEPS if step.applies(answers)]


def first_missing(answers: Answers) -> type[Step] | None:
    """The first screen on the way that was not answered yet; None when all were."""
    done = answers.get(DONE, [])
    return next((step for step in on_the_way(answers) if step.slug not in done), None)


def step_after(step: type[Step], answers: Answers) -> type[Step] | None:
    later = (later for later in STEPS[position(step) + 1 :] if later.applies(answers))
    return next((step for step in later if step.slug not in answers.get(GIVEN, [])), None)


def step_before(step: type[Step], answers: Answers) -> type[Step] | None:
    earlier = (found for found in reversed(STEPS[: position(step)]) if found.applies(answers))
    return next((found for found in earlier if found.slug not in answers.get(GIVEN, [])), None)


def goes_to_crisis(step: type[Step], answers: Answers) -> bool:
    """Somebody is hurt or may hurt: numbers to call come before anything else."""
    return step is DangerStep and answers.get("danger") == Danger.HARM


def position(step: type[Step]) -> int:
    return STEPS.index(step) if step in STEPS else len(STEPS)


def may_visit(step: type[Step], answers: Answers) -> bool:
    """Nothing personal is asked before danger, for whom and consent are answered (PIPL 14)."""
    missing = first_missing(answers)
    if not _exists(step, answers):
        return False
    return missing is None or position(missing) >= position(step)


def _exists(step: type[Step], answers: Answers) -> bool:
    if step is WhereStep:
        return is_full_path(answers)
    return step.applies(answers)


def offered(answers: Answers) -> list[type[Step]]:
    """What may still be added, and is not on the way anyway."""
    way = on_the_way(answers)
    return [step for step in OFFERED if step not in way and _exists(step, answers)]


def settle(answers: dict[str, Any]) -> dict[str, Any]:
    """Forget what a changed answer no longer allows to keep."""
    if ConsentStep.slug in answers.get(DONE, []) and not may_note_sensitive(answers):
        for name in HouseholdStep.own_fields():
            answers.pop(name, None)
        answers[DONE] = [slug for slug in answers[DONE] if slug != HouseholdStep.slug]
        answers.pop("check_result", None)
        if SENSITIVE_NEEDS & set(answers.get("needs") or []):
            answers.pop("needs")
            answers[DONE] = [slug for slug in answers[DONE] if slug != NeedsStep.slug]
    chosen = parse(answers.get("call_time") or "")
    if chosen and chosen[1] in (answers.get("bad_times") or []):
        answers[DONE] = [slug for slug in answers.get(DONE, []) if slug != CallTimeStep.slug]
    if answers.get("contact_method") == ContactMethod.VISIT and not (
        answers.get("estate") or answers.get("place")
    ):
        answers[DONE] = [slug for slug in answers.get(DONE, []) if slug != WhereStep.slug]
    if is_kept_from_home(answers) and answers.get("child_contact") == ContactMethod.PROXY:
        answers.pop("child_contact")
        answers[DONE] = [slug for slug in answers.get(DONE, []) if slug != ChildContactStep.slug]
    return answers


def to_send(answers: Answers) -> dict[str, Any]:
    """The answers of the branch taken, as ``submit_referral`` wants them; others stay behind."""
    kept: dict[str, Any] = {}
    for step in (*on_the_way(answers), *offered(answers)):
        kept |= {name: answers[name] for name in step.kept_fields() if name in answers}
    if is_childs_path(answers):
        return as_told(kept)
    if is_short_path(answers):
        kept["observed"] = {
            "signs": kept.pop("seen_signs", []),
            "words": kept.pop("seen_words", ""),
        }
        kept["called_name"] = kept.pop("reporter_name", "")
        kept["phone"] = kept.pop("reporter_phone", "")
        kept["contact_method"] = ContactMethod.PHONE if kept["phone"] else ContactMethod.NONE
    else:
        kept["safe_contact"] = nested(kept)
        kept["facts"] = nested_facts(kept)
        if kept.get("call_time") == ANY:
            del kept["call_time"]
        if kept.get("contact_method") not in {ContactMethod.PHONE, ContactMethod.SMS}:
            kept.setdefault("phone", "")
    if "check_result" in answers and is_full_path(answers) and may_note_sensitive(answers):
        kept["check_result"] = answers["check_result"]
    return kept
