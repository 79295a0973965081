"""Read everything back, send it once, show the receipt; or leave without a trace."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import get_language
from django.views.decorators.csrf import csrf_exempt

from .. import actions, budgets
from ..actions.draft import RECEIPT_SHOWN_FOR
from ..call_times import parse
from ..call_words import call_in_words
from ..queries import explainers_for
from ..references import shown
from ..steps import (
    CallTimeStep,
    first_missing,
    is_childs_path,
    offered,
    on_the_way,
    to_send,
)
from .base import (
    DRAFT_COOKIE,
    RECEIPT_COOKIE,
    PrivatePage,
    draft_of,
    forget,
    is_from_here,
    receipt_of,
    remember,
    signed_key,
)
from .human import AsksASum
from .steps import SUSPECT, notices, step_url

HUMAN = "_human"
QUICKEST = 3
"""Seconds from the first answer to sending: no person fills in the form faster."""


class WithDraft(PrivatePage):
    """A page that needs a draft; without one the form begins again."""

    @property
    def may_leave(self) -> bool:
        return is_childs_path(self.draft.answers)

    def turned_away(self) -> HttpResponse | None:
        """Where to go when there is nothing to send: nothing begun, sent already, or not all."""
        self.draft = draft_of(self.request)
        if self.draft is None:
            return redirect("intake:start")
        if self.draft.sent_at:
            return redirect("intake:done")
        if missing := first_missing(self.draft.answers):
            return redirect(step_url(missing))
        return None

    def page_shown_again(self) -> HttpResponse:
        return remember(
            self.render_to_response(self.get_context_data(press_again=True)), self.draft
        )

    def get_context_data(self, **kwargs):
        return super().get_context_data(draft_key=signed_key(self.draft), **kwargs)

    def send(self) -> HttpResponse:
        try:
            draft = actions.send_draft(
                self.draft,
                station=self.station,
                language=get_language() or "zh-hans",
                to_send=to_send,
            )
        except actions.CallTimeGone:
            return redirect(step_url(CallTimeStep, changing=True))
        if draft is None:
            return redirect("intake:start")
        return remember(redirect("intake:done"), draft)


class CheckPage(WithDraft):
    """``/intake/check/``: nothing is sent before the button here."""

    template_name = "intake/check.html"

    def get_context_data(self, **kwargs):
        answers = self.draft.answers
        options = {
            "answers": answers,
            "station": self.station,
            "language": get_language() or "zh-hans",
        }
        sections = [
            {"step": step, "rows": step(**options).summary(), "url": step_url(step, changing=True)}
            for step in on_the_way(answers)
        ]
        more = [
            {"step": step, "rows": step(**options).summary(), "url": step_url(step, changing=True)}
            for step in offered(answers)
        ]
        return super().get_context_data(
            sections=sections, more=more, notices=notices(answers), **kwargs
        )

    def post(self, request, *args, **kwargs) -> HttpResponse:
        if self.station is None:
            return self.render_to_response(self.get_context_data(nobody_here=True))
        if self.looks_like_a_machine():
            return redirect("intake:check_human")
        return self.send()

    def looks_like_a_machine(self) -> bool:
        answers, sending = self.draft.answers, self.draft.submit_token
        network = budgets.SENDING.spend(budgets.network_of(self.request), sending=sending)
        phone = budgets.spend_for_phone(to_send(answers).get("phone") or "", sending=sending)
        if answers.get(HUMAN):
            return False
        age = (timezone.now() - self.draft.created_at).total_seconds()
        return bool(answers.get(SUSPECT)) or age < QUICKEST or not network or not phone


class CheckHumanPage(AsksASum, WithDraft):
    """``/intake/check-human/``: one sum in words, asked only when something looked odd."""

    template_name = "intake/check_human.html"

    def get(self, request, *args, **kwargs) -> HttpResponse:
        return self.ask_a_sum()

    def page_shown_again(self) -> HttpResponse:
        return remember(self.ask_a_sum(press_again=True), self.draft)

    def post(self, request, *args, **kwargs) -> HttpResponse:
        if not self.sum_is_right():
            return self.ask_a_sum()
        self.draft = actions.change_draft(self.draft.pk, lambda answers: {**answers, HUMAN: True})
        return self.send()


class DonePage(PrivatePage):
    """``/intake/done/``: the receipt, for half an hour, as often as it is reloaded.

    The newest one, of one's own form or of a report; the other one's number stays beside it.
    """

    template_name = "intake/done.html"

    @property
    def may_leave(self) -> bool:
        return is_childs_path(self.receipts[0].answers)

    def turned_away(self) -> HttpResponse | None:
        draft = draft_of(self.request)
        sent = [one for one in (draft, receipt_of(self.request)) if one and one.sent_at]
        self.receipts = sorted(sent, key=lambda one: one.sent_at, reverse=True)
        if not self.receipts:
            return redirect("intake:start" if draft is None else "intake:check")
        return None

    def call_in_words(self, code: str) -> str:
        chosen = parse(code)
        return call_in_words(*chosen, self.station) if chosen else ""

    def get_context_data(self, **kwargs):
        newest, *others = self.receipts
        receipt = newest.answers
        return super().get_context_data(
            receipt=receipt,
            reference=shown(receipt["reference"]),
            others=[(shown(one.answers["reference"]), one.answers["code"]) for one in others],
            due_at=datetime.fromisoformat(receipt["due_at"]),
            call=self.call_in_words(receipt.get("call_time", "")),
            shown_until=newest.sent_at + RECEIPT_SHOWN_FOR,
            explainers=[] if is_childs_path(receipt) else explainers_for(receipt, self.station),
            for_another=receipt["awareness"] != "willing",
            notices=notices(receipt),
            **kwargs,
        )


@method_decorator(csrf_exempt, name="dispatch")
class LeavePage(PrivatePage):
    """Quick exit: drafts and cookies go, and the browser is sent somewhere harmless.

    It must never fail, so it asks for no token. Another site can make nobody's draft go: its
    forms are answered with the harmless page alone.
    """

    template_name = "intake/leave.html"
    http_method_names = ["post"]

    def post(self, request, *args, **kwargs) -> HttpResponse:
        response = self.render_to_response({"address": settings.QUICK_EXIT_URL})
        response["Refresh"] = f"0; url={settings.QUICK_EXIT_URL}"
        if not is_from_here(request):
            return response
        for draft in (draft_of(request), receipt_of(request)):
            if draft:
                actions.destroy_draft(draft.pk)
        return forget(response, DRAFT_COOKIE, RECEIPT_COOKIE, settings.CSRF_COOKIE_NAME)


class RestartPage(PrivatePage):
    """Throw the draft away and begin again."""

    http_method_names = ["post"]

    def post(self, request, *args, **kwargs) -> HttpResponse:
        if draft := draft_of(request):
            actions.destroy_draft(draft.pk)
        return forget(redirect("intake:start"))
