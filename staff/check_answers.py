"""The self-check's answers a person handed on, as lines a worker reads."""

from __future__ import annotations

from django.utils.translation import get_language

from policy_pages import eligibility
from policy_pages.eligibility.questions import QUESTIONS
from policy_pages.eligibility.values import Unknown
from policy_pages.self_check import answer_text


def answered_lines(check_result: dict) -> list[dict[str, str]]:
    """``{"question", "answer"}`` of each question answered, in the order of the check. No query.

    An answer today's questions no longer know is no error for the reader: it is left out.
    """
    try:
        answers = eligibility.read_answers(check_result.get("answers", {}))
    except eligibility.AnswerError:
        return []
    language = get_language() or "zh-hans"
    return [
        {
            "question": question.text.in_language(language),
            "answer": answer_text(question, answers[question.code], language),
        }
        for question in QUESTIONS
        if answers.get(question.code, Unknown.NOT_ASKED) is not Unknown.NOT_ASKED
    ]
