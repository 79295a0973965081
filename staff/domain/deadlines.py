"""When a stage is looked at again, and how often somebody goes there. Pure Python.

The seed sets no numbers. These defaults are ours (domain.md 2.10); a deployment may replace any of
them in its settings, so every function takes the table as an argument.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from .stages import Stage


@dataclass(frozen=True, slots=True)
class Rhythm:
    """All in calendar days: look again after, visit every, and how long silence may last."""

    review_after: int
    visit_every: int
    silence_after: int


DEFAULT_RHYTHM: Mapping[Stage, Rhythm] = {
    Stage.T1_EMERGENCY_HANDLING: Rhythm(review_after=3, visit_every=1, silence_after=2),
    Stage.T1_JOINT_HELP: Rhythm(review_after=7, visit_every=7, silence_after=7),
    Stage.T1_STEP_DOWN_REFERRAL: Rhythm(review_after=7, visit_every=7, silence_after=10),
    Stage.T2_REFERRAL_OBSERVATION: Rhythm(review_after=14, visit_every=14, silence_after=21),
    Stage.T2_ACCOMPANIED_GROWTH: Rhythm(review_after=30, visit_every=30, silence_after=30),
    Stage.T2_STEP_DOWN_REFERRAL: Rhythm(review_after=14, visit_every=30, silence_after=30),
    Stage.T3_REFERRAL_OBSERVATION: Rhythm(review_after=30, visit_every=30, silence_after=45),
    Stage.T3_FOLLOW_UP: Rhythm(review_after=90, visit_every=90, silence_after=100),
}


def review_on(
    stage: Stage, today: date, rhythm: Mapping[Stage, Rhythm] = DEFAULT_RHYTHM
) -> date | None:
    """The day to look again at a household that enters ``stage`` today; none once closed."""
    if stage not in rhythm:
        return None
    return today + timedelta(days=rhythm[stage].review_after)


def next_visit_on(
    stage: Stage, last_contact: date, rhythm: Mapping[Stage, Rhythm] = DEFAULT_RHYTHM
) -> date | None:
    """The latest day for the next contact; none once closed."""
    if stage not in rhythm:
        return None
    return last_contact + timedelta(days=rhythm[stage].visit_every)


def try_again_on(today: date, next_workday: date, *, urgent: bool) -> date:
    """When to call again somebody who was not reached: today where it is urgent (ux_content 4)."""
    return today if urgent else next_workday


def contact_due_on(
    stage: Stage, last_contact: date, rhythm: Mapping[Stage, Rhythm] = DEFAULT_RHYTHM
) -> date | None:
    """The last day of bearable silence (R-46): after it somebody must ask; none once closed."""
    if stage not in rhythm:
        return None
    return last_contact + timedelta(days=rhythm[stage].silence_after)
