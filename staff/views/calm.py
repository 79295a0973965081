"""Ticking the calm first response on the page of a household in tier 1 (R-61)."""

from __future__ import annotations

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.http import HttpResponseRedirect
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages

from .. import actions
from ..domain.calm import STEPS, CalmStep, arrival
from ..domain.tiers import Tier
from ..forms import CalmForm
from ..models import CalmTick, Case, StageMove, User
from .base import CasePart


def calm_list(case: Case, moves: Iterable[StageMove], ticks: Iterable[CalmTick]) -> dict | None:
    """The list of this arrival in tier 1, item by item; None in any other tier.

    The contact person counts while they hold the case: after a hand-over the item is open again.
    """
    if case.tier != Tier.TIER1_URGENT:
        return None
    made = sorted((m for m in moves if m.is_effective), key=lambda m: (m.effective_at, m.pk))
    came = arrival((move.pk, move.from_stage, move.to_stage) for move in made)
    holders = [holder for holder in (case.worker, case.room_worker) if holder]
    current = {
        tick.step: tick
        for tick in ticks
        if tick.arrival_id == came and (tick.contact is None or tick.contact in holders)
    }
    items = [
        {"step": step.value, "what": what, "how": how, "tick": current.get(step.value)}
        for step, (what, how) in STEPS.items()
    ]
    return {
        "items": items,
        "holders": holders,
        "names_contact": CalmStep.ONE_CONTACT_PERSON.value,
        "done": sum(1 for item in items if item["tick"]),
    }


class TickCalmView(CasePart):
    permission_required = "staff.add_calmtick"
    http_method_names = ["post"]

    def post(self, request, *args, **kwargs):
        case = self.case
        holders = {case.worker_id, case.room_worker_id} - {None}
        form = CalmForm(request.POST, holders=User.objects.filter(pk__in=holders))
        try:
            if not form.is_valid():
                raise ValidationError([text for field in form for text in field.errors])
            actions.tick_calm(case.pk, actor=request.user, **form.cleaned_data)
        except ValidationError as refusal:
            messages.error(request, " ".join(refusal.messages))
        else:
            messages.success(request, _("Ticked. It stands in the story with your name."))
        return HttpResponseRedirect(f"{self.case_url}#calm")
