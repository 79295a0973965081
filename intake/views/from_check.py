"""``/intake/from-check/``: from the self-check's result to the form, with or without the answers.

With the tick, what the person answered goes into the encrypted draft and nothing is asked twice.
The check's pages set no cookie, so there is no CSRF token; what they hand over is signed instead,
and a hand-over from another site is not taken. Only a draft is written: nothing is sent.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.csrf import csrf_exempt

from policy_pages.self_check import read_handover

from .. import actions
from ..models import Danger, OnBehalf
from ..steps import DONE, GIVEN, ForWhomStep
from .base import as_private, draft_of, is_from_here, remember

NO_FOOD_OR_SHELTER = {"no_food", "no_shelter"}
# What the check asked already, in the words of the page about the household (sensitive: it is
# sent with the second tick only, ``steps.to_send``).
ILLNESS = {
    "illness": "chronic_illness",
    "disability_severe": "disability",
    "disability_mental3": "disability",
    "disability_other": "disability",
}
BENEFITS = {
    "dibao": "dibao",
    "margin": "low_margin",
    "tekun": "tekun",
    "disability_living": "disability",
    "disability_care": "disability",
    "temporary": "temporary_relief",
}


@method_decorator(csrf_exempt, name="dispatch")
class FromCheckPage(View):
    """A POST only; whatever it holds, the person reaches the form."""

    http_method_names = ["post", "get"]

    def dispatch(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        return as_private(super().dispatch(request, *args, **kwargs))

    def get(self, request: HttpRequest) -> HttpResponse:
        return redirect("intake:start")

    def post(self, request: HttpRequest) -> HttpResponse:
        response = redirect("intake:start")
        handed = None
        if request.POST.get("agreed") == "yes" and is_from_here(request):
            handed = read_handover(request.POST.get("check", ""))
        if handed is None:
            return response
        draft = draft_of(request)
        if draft is not None and not draft.sent_at:
            draft = actions.change_draft(draft.pk, lambda answers: taken_over(answers, handed))
        if draft is None or draft.sent_at:
            draft = actions.start_draft(taken_over({}, handed))
        return remember(response, draft)


def taken_over(answers: Mapping[str, Any], handed: Mapping[str, Any]) -> dict[str, Any]:
    """The draft with the check in it; what the form asked already is left as it was answered."""
    taken = {**answers, "check_result": dict(handed)}
    told = handed["answers"]
    done = list(taken.get(DONE, []))
    if told.get("for_whom") == "self" and ForWhomStep.slug not in done:
        taken["on_behalf"] = OnBehalf.SELF
        done.append(ForWhomStep.slug)
        taken[GIVEN] = [ForWhomStep.slug]
    urgent = told.get("urgent")
    if isinstance(urgent, list) and NO_FOOD_OR_SHELTER & set(urgent):
        taken.setdefault("danger", Danger.SHELTER)
    taken[DONE] = done
    for field, question, words in (
        ("illness", "household", ILLNESS),
        ("benefits", "receiving", BENEFITS),
    ):
        said = told.get(question)
        if isinstance(said, list) and (known := sorted({words[c] for c in said if c in words})):
            taken.setdefault(field, known)
    return taken
