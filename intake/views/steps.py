"""One screen at a time: show it, keep what was answered, go to the next."""

from __future__ import annotations

from django.forms import CharField
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import get_language

from policy_pages.danger_words import mention_self_harm, mention_violence

from .. import actions
from ..models import Danger, Draft, Need
from ..steps import (
    BY_SLUG,
    DONE,
    ChildContactStep,
    DangerStep,
    NameStep,
    NeedsStep,
    ReporterStep,
    SeenStep,
    Step,
    first_missing,
    goes_to_crisis,
    is_childs_path,
    may_visit,
    settle,
    step_after,
    step_before,
)
from ..written import written_by_hand
from .base import PrivatePage, draft_of, remember, signed_key

SUSPECT = "_suspect"
RIGHT_AFTER_WORDS = (NameStep, ReporterStep, ChildContactStep)
MOST_SHOWN_AGAIN = 2_000
WAY_OUT_ON = (NeedsStep, SeenStep)
"""Screens that speak of violence themselves, before anybody names it."""


def step_url(step: type[Step] | None, *, changing: bool = False) -> str:
    """The address of a screen; without one, of the page that reads everything back."""
    if step is None:
        return reverse("intake:check")
    return reverse("intake:step", args=[step.slug]) + ("?change=1" if changing else "")


def notices(answers, *, briefly: bool = False) -> dict[str, bool]:
    """What must be said on every later screen because of an earlier answer.

    ``briefly``: the numbers were shown in full on the screen before; one line is enough here.
    """
    childs_own = is_childs_path(answers)
    needs = [*(answers.get("needs") or []), *(answers.get("child_needs") or [])]
    written = list(written_by_hand(answers))
    self_harm = answers.get("self_harm") or mention_self_harm(*written)
    return {
        "violence": (
            Need.VIOLENCE in needs or answers.get("violence") or mention_violence(*written)
        ),
        "low_mood": Need.LOW_MOOD in needs or self_harm,
        "self_harm": self_harm and not briefly,
        "shelter": answers.get("danger") == Danger.SHELTER,
        "unsure": answers.get("danger") == Danger.UNSURE,
        "child": answers.get("awareness") == "child" and not childs_own,
        "childs_own": childs_own,
    }


class StepPage(PrivatePage):
    """GET shows the screen with what was answered before; POST keeps it and moves on."""

    step: type[Step]

    def turned_away(self) -> HttpResponse | None:
        """Where to go instead when this screen cannot be shown yet, or not any more."""
        self.draft = draft_of(self.request)
        sent = bool(self.draft and self.draft.sent_at)
        self.answers = self.draft.answers if self.draft and not sent else {}
        if sent and self.step is not DangerStep:
            return self.way_on("sent", reverse("intake:done"))
        if may_visit(self.step, self.answers):
            return None
        return self.way_on(
            "changed" if self.draft else "gone", step_url(first_missing(self.answers))
        )

    def way_on(self, why: str, onwards: str) -> HttpResponse:
        """On to ``onwards``; with what was written by hand and cannot be kept shown first.

        ``why``: ``gone`` (the draft), ``sent`` (from another tab), ``changed`` (an answer before
        this one, or never given, so that this screen is not asked).
        """
        typed = self.typed_words() if self.request.method == "POST" else []
        if not typed:
            return redirect(onwards)
        page = {**PrivatePage.get_context_data(self), "typed": typed}
        page |= {"why": why, "onwards": onwards}
        return TemplateResponse(self.request, "intake/too_late.html", page)

    def typed_words(self) -> list[tuple[str, str]]:
        """What was written by hand on this screen: label and text."""
        return [
            (bound.label, str(bound.value())[:MOST_SHOWN_AGAIN])
            for bound in self.get_form(self.request.POST).shown_fields
            if isinstance(bound.field, CharField) and str(bound.value() or "").strip()
        ]

    def page_shown_again(self) -> HttpResponse:
        form = self.get_form(self.request.POST)
        response = self.render_to_response(self.get_context_data(form=form, press_again=True))
        return remember(response, self.draft) if self.draft else response

    @property
    def may_leave(self) -> bool:
        return self.step in WAY_OUT_ON or is_childs_path(self.answers)

    @property
    def changing(self) -> bool:
        return "change" in self.request.GET

    def get_template_names(self):
        return [self.step.template]

    def get_form(self, data=None) -> Step:
        form = self.form_of(data)
        return self.form_of(form.initial) if data is None and form.is_out_of_date else form

    def form_of(self, data) -> Step:
        return self.step(
            data, answers=self.answers, station=self.station, language=get_language() or "zh-hans"
        )

    def back_url(self) -> str:
        if self.changing:
            return reverse("intake:check")
        before = step_before(self.step, self.answers)
        return step_url(before) if before else ""

    def get_context_data(self, **kwargs):
        form = kwargs.pop("form", None) or self.get_form()
        return super().get_context_data(
            form=form,
            step=self.step,
            back_url=self.back_url(),
            notices=notices(self.answers, briefly=self.step not in RIGHT_AFTER_WORDS),
            draft_key=signed_key(self.draft) if self.answers else "",
            **kwargs,
        )

    def post(self, request, *args, **kwargs) -> HttpResponse:
        form = self.get_form(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        draft = self.keep(form)
        return remember(redirect(self.next_url(draft.answers)), draft)

    def keep(self, form: Step) -> Draft:
        def change(answers: dict) -> dict:
            done = answers.get(DONE, [])
            if form.slug not in done:
                done = [*done, form.slug]
            suspect = answers.get(SUSPECT, False) or form.caught_by_honeypot()
            return settle({**answers, **form.answers(), DONE: done, SUSPECT: suspect})

        if self.answers and (draft := actions.change_draft(self.draft.pk, change)):
            return draft
        return actions.start_draft(change({}))

    def next_url(self, answers) -> str:
        if goes_to_crisis(self.step, answers):
            return reverse("intake:crisis")
        if self.changing:
            return step_url(first_missing(answers), changing=True)
        return step_url(step_after(self.step, answers))


class StartPage(StepPage):
    """``/intake/``: what this is, and the first question."""

    step = DangerStep

    def get_form(self, data=None) -> Step:
        form = super().get_form(data)
        if source := self.request.GET.get("from"):
            form.initial["source_page"] = source
        return form

    def get_context_data(self, **kwargs):
        missing = first_missing(self.answers) if self.answers else None
        return super().get_context_data(
            is_start=True, resume_url=step_url(missing) if self.answers else "", **kwargs
        )


class NamedStepPage(StepPage):
    """``/intake/<step>/``."""

    def turned_away(self) -> HttpResponse | None:
        if self.kwargs["slug"] not in BY_SLUG:
            raise Http404
        self.step = BY_SLUG[self.kwargs["slug"]]
        return super().turned_away()
