"""``/check/``: nine questions, one a page, by plain forms; then what may be possible, and why.

Each page sends itself to the next one and carries all answers along (``self_check``), so that
reload and back lose nothing. Nothing is written and no cookie is needed, hence no CSRF token.
"""

from __future__ import annotations

import io

import segno
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.safestring import mark_safe
from django.utils.translation import get_language
from django.views import View
from django.views.decorators.csrf import csrf_exempt

from policy_pages import eligibility, self_check
from policy_pages.display import COOKIE, Display
from policy_pages.eligibility import BY_CODE, QUESTIONS, Kind, Question, Result
from policy_pages.models import PolicyPage
from policy_pages.queries import current_station, urgent_contacts
from policy_pages.self_check import AnswerMissing

from .display import A_YEAR

CODES = [question.code for question in QUESTIONS]
STAYING = {"back", "stay"}


def start(request: HttpRequest) -> HttpResponse:
    """What the check is and is not; the way to the first question."""
    return render(request, "pages/check_start.html", {"first": QUESTIONS[0], "total": len(CODES)})


class CheckPage(View):
    """What all pages of a running check share: the state, the language, the headers."""

    http_method_names = ["get", "head", "post"]

    @method_decorator(csrf_exempt)
    def dispatch(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        self.station = current_station(request)
        self.ground = self_check.ground(self.station, timezone.localdate())
        self.language = get_language() or settings.LANGUAGE_CODE
        self.context: dict[str, object] = {}
        response = super().dispatch(request, *args, **kwargs)
        # Kept by the reader's own browser alone, so that its back button can show the page again.
        response["Cache-Control"] = "private, no-cache"
        response["X-Robots-Tag"] = "noindex, nofollow"
        return response

    def take(self, request: HttpRequest) -> HttpResponse | None:
        """Read the state and the answer of the page left. A page to show again, or None."""
        self.answers, lost = self_check.read_state(request.POST.get("state", ""))
        self.context["lost"] = lost
        left = BY_CODE.get(request.POST.get("from", ""))
        if left is None:
            return None
        if request.POST.get("go") == "work_out" and left.kind is Kind.MONEY:
            return self._work_out(request, left)
        try:
            self.answers[left.code] = self_check.read_posted(left, request.POST)
        except AnswerMissing as error:
            if request.POST.get("go") not in STAYING and not self._changes_display(request):
                return self.question_page(request, left, error=str(error))
        return None

    def question_page(
        self, request: HttpRequest, question: Question, *, error: str = "", **more: object
    ) -> HttpResponse:
        position = CODES.index(question.code)
        bands = self.ground.bands if question.kind is Kind.MONEY else ()
        answer = self.answers[question.code]
        context = {
            "question": question,
            "title": question.text.in_language(self.language),
            "why": question.why.in_language(self.language),
            "choices": self_check.choices(question, answer, bands, self.language),
            "is_many": question.kind is Kind.MANY,
            "in_columns": question.kind is Kind.COUNT,
            "bands": bands,
            "lines": self._lines() if bands else [],
            "number": position + 1,
            "total": len(CODES),
            "state": self_check.sign_state(self.answers),
            "next_url": address(CODES[position + 1] if position + 1 < len(CODES) else "result"),
            "back_url": address(CODES[position - 1]) if position else reverse("policy_pages:check"),
            "here_url": address(question.code),
            "error": error,
            "emergency": [one for one in urgent_contacts() if one.is_emergency][:3]
            if question.code == "urgent"
            else [],
        }
        return self._rendered(request, "pages/check_question.html", context | self.context | more)

    def _lines(self) -> list[eligibility.DatedValue]:
        """The numbers the bands of the money question are made of, with date and source."""
        book = self.ground.book
        values = (book.get(code) for code in eligibility.bands.LINES)
        return [value for value in values if value is not None]

    def _work_out(self, request: HttpRequest, question: Question) -> HttpResponse:
        typed = {
            "total_typed": request.POST.get("total", "")[:12],
            "heads": request.POST.get("heads", "")[:4],
        }
        try:
            band, words = self_check.worked_out(request.POST, self.ground.bands)
        except AnswerMissing as error:
            return self.question_page(request, question, sum_error=str(error), **typed)
        self.answers[question.code] = band
        return self.question_page(request, question, sum_words=words, **typed)

    @staticmethod
    def _changes_display(request: HttpRequest) -> bool:
        return bool(request.POST.get("size") or request.POST.get("contrast"))

    def _rendered(self, request: HttpRequest, template: str, context: dict) -> HttpResponse:
        if not self._changes_display(request):
            return render(request, template, context)
        chosen = Display.from_cookie(request.COOKIES.get(COOKIE, "")).changed(
            size=request.POST.get("size", ""), contrast=request.POST.get("contrast", "")
        )
        response = render(request, template, context | {"display": chosen})
        response.set_cookie(
            COOKIE,
            chosen.to_cookie(),
            max_age=A_YEAR,
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )
        return response


class QuestionPage(CheckPage):
    """``/check/<question>/``: opened fresh by its address, or reached with the answers so far."""

    def get(self, request: HttpRequest, code: str) -> HttpResponse:
        self.answers, _lost = self_check.read_state("")
        return self.question_page(request, self._question(code))

    def post(self, request: HttpRequest, code: str) -> HttpResponse:
        question = self._question(code)
        return self.take(request) or self.question_page(request, question)

    @staticmethod
    def _question(code: str) -> Question:
        if code not in BY_CODE:
            raise Http404
        return BY_CODE[code]


class ResultPage(CheckPage):
    """``/check/result/``: urgent first, then may, unclear, and not now; each with its reasons."""

    def get(self, request: HttpRequest) -> HttpResponse:
        return HttpResponseRedirect(reverse("policy_pages:check"))

    def post(self, request: HttpRequest) -> HttpResponse:
        if page := self.take(request):
            return page
        outcome = self_check.result(self.answers, self.ground)
        context = {
            "result": outcome,
            "cards": ResultCards(outcome, request, self.language),
            "state": self_check.sign_state(self.answers),
            "handover": self_check.sign_handover(outcome),
            "answered": answered(self.answers, self.language),
            "urgent_numbers": _numbers_for(outcome),
            "here_url": address("result"),
            "back_url": address(CODES[-1]),
            "station": self.station,
        }
        if request.POST.get("code"):
            context |= self._code()
        return self._rendered(request, "pages/check_result.html", context | self.context)

    def _code(self) -> dict[str, object]:
        digits = eligibility.replay_code(self.answers, day=self.ground.day, bands=self.ground.bands)
        drawn = io.BytesIO()
        segno.make(digits, error="m").save(
            drawn, kind="svg", xmldecl=False, svgns=False, scale=6, light="#fff", omitsize=False
        )
        groups = [digits[start : start + 6] for start in range(0, len(digits), 6)]
        picture = drawn.getvalue().decode()
        return {"code_groups": groups, "code_picture": mark_safe(picture)}  # noqa: S308  (ours)


class ResultCards:
    """The result's programmes with the words and addresses a page needs; one query for all."""

    SECTIONS = ("urgent", "may", "unclear", "not_now", "already")

    def __init__(self, outcome: Result, request: HttpRequest, language: str) -> None:
        self._outcome = outcome
        self._language = language
        slugs = {
            slug
            for one in outcome.programmes
            for slug in (one.ruleset.explainer, *one.ruleset.also_look_at)
        }
        pages = (
            PolicyPage.objects.live()
            .public()
            .filter(slug__in=slugs, locale__language_code__iexact=language)
        )
        self._pages = {
            page.slug: (page.title, page.get_url(request)) for page in pages.defer_streamfields()
        }

    def __getitem__(self, section: str) -> list[dict[str, object]]:
        if section not in self.SECTIONS:
            raise KeyError(section)
        return [self._card(one) for one in getattr(self._outcome, section)]

    def _card(self, one: eligibility.ProgrammeResult) -> dict[str, object]:
        _title, url = self._pages.get(one.ruleset.explainer, ("", ""))
        return {
            "title": one.ruleset.title,
            "url": url,
            "outcome": one.outcome.value,
            "next_step": one.ruleset.next_step,
            "why": one.why,
            "why_unclear": [self._reason(reason) for reason in one.why_unclear],
            "why_not": [self._reason(reason) for reason in one.why_not],
            "notes": one.notes,
            "not_asked": one.not_asked,
            "also": [self._pages[s] for s in one.ruleset.also_look_at if s in self._pages],
        }

    def _reason(self, reason: eligibility.Reason) -> dict[str, object]:
        """The four parts: the condition, your answer, the number, what would change it."""
        answers = self._outcome.answers
        return {
            "text": reason.text,
            "condition": reason.criterion.condition,
            "source": f"{reason.criterion.source}{reason.criterion.article}",
            "answers": [
                self_check.answer_text(BY_CODE[code], answers[code], self._language)
                for code in reason.questions
            ],
            "numbers": reason.numbers,
            "change": reason.criterion.what_would_change_it,
        }


def answered(answers: eligibility.Answers, language: str) -> list[tuple[str, str, str]]:
    """Each question, what was answered, and where it can be changed."""
    return [
        (
            question.text.in_language(language),
            self_check.answer_text(question, answers[question.code], language),
            address(question.code),
        )
        for question in QUESTIONS
    ]


def address(code: str) -> str:
    if code == "result":
        return reverse("policy_pages:check_result")
    return reverse("policy_pages:check_question", kwargs={"code": code})


def _numbers_for(outcome: Result) -> list:
    """The numbers to call when something was ticked as urgent."""
    return [one for one in urgent_contacts() if one.is_emergency] if outcome.urgent_needs else []
