"""Ticking the calm first response of a household in tier 1 (R-61)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from .. import permissions
from ..domain.calm import CalmStep, arrival
from ..domain.tiers import Tier
from ..models import CalmTick, Case, StageMove, User
from .locking import check, lock_case, refuse, require, rules


def _arrival(case: Case) -> StageMove:
    """The move that brought the household into tier 1; every case in it has one."""
    moves = {
        move.pk: move
        for move in sorted(case.moves.effective(), key=lambda each: (each.effective_at, each.pk))
    }
    found = arrival((pk, move.from_stage, move.to_stage) for pk, move in moves.items())
    if found is None:
        refuse("calm_not_tier_1")
    return moves[found]


@transaction.atomic
def tick_calm(
    case_id: int,
    *,
    steps: Collection[str],
    actor: User,
    contact: User | None = None,
    at: datetime | None = None,
) -> list[CalmTick]:
    """Tick what has been seen to; what is ticked already keeps its first name and time.

    Ticks are only ever added, so two workers never overwrite each other. ``contact`` is the one
    person who keeps in touch, of those who hold the case.
    """
    at = at or timezone.now()
    with rules():
        case = lock_case(case_id)
        require(permissions.may_tick_calm(actor, case))
        if case.tier != Tier.TIER1_URGENT:
            refuse("calm_not_tier_1")
        if not steps or not set(steps) <= set(CalmStep):
            refuse("calm_steps_missing")
        holders = {case.worker_id, case.room_worker_id} - {None}
        if CalmStep.ONE_CONTACT_PERSON in steps and (contact is None or contact.pk not in holders):
            refuse("calm_contact_missing")
        move = _arrival(case)
        known = set(CalmTick.objects.filter(arrival=move).values_list("step", "contact"))
        ticks = []
        for step in CalmStep:
            person = contact if step is CalmStep.ONE_CONTACT_PERSON else None
            if step not in steps or (step.value, person and person.pk) in known:
                continue
            tick = CalmTick(
                case=case,
                arrival=move,
                step=step.value,
                contact=person,
                ticked_by=actor,
                ticked_at=at,
            )
            check(tick)
            tick.save()
            ticks.append(tick)
        case.save(update_fields=["updated_at"])
    if ticks:
        data = {"steps": [tick.step for tick in ticks]}
        log(case, "staff.tick_calm", user=actor, timestamp=at, data=data)
    return ticks
