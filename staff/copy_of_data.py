"""Everything stored of a referral as lines a person can read: the copy of PIPL Art. 45."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from intake.models import Need, Referral
from intake.steps.contact import TIMES
from intake.steps.home import ACCESS_NEEDS
from intake.steps.seen import SIGNS

from .check_answers import answered_lines
from .household_facts import in_lines
from .models import Case, CaseCategory, CaseGap
from .standing import gap_in_words


def as_text(referral: Referral) -> str:
    """The copy, in the language of whoever makes it. What colleagues wrote among themselves is not
    the person's and is left to the worker to explain; so is a report the law asked for."""
    lines = [f"{label}: {value}" for label, value in _lines(referral) if value]
    return "\n".join(lines) + "\n"


def _lines(referral: Referral) -> Iterator[tuple[str, str]]:
    yield _("Reference"), str(referral)
    yield _("Received"), _moment(referral.received_at)
    yield _("How it came"), referral.get_channel_display()
    yield _("For whom"), referral.get_on_behalf_display()
    yield _("Does the person know"), referral.get_awareness_display()
    if referral.is_childs_own:
        yield from _childs_own(referral)
    yield _("Danger"), referral.get_danger_display()
    yield _("Needs"), _names(referral.needs, Need.choices)
    yield _("In their words"), referral.words
    if referral.observed:
        signs = _names(referral.observed.get("signs", []), SIGNS)
        yield (
            _("What was noticed"),
            "；".join(filter(None, [signs, referral.observed.get("words")])),
        )
    yield _("Called"), referral.called_name
    yield _("Contact"), " ".join([referral.get_contact_method_display(), referral.phone]).strip()
    for correction in referral.corrections.all():
        yield _("Corrected phone"), f"{correction.phone} ({_moment(correction.made_at)})"
    yield from _safe_contact(referral.safe_contact or {})
    yield pgettext("of a household", "Place"), referral.place
    yield _("Needs when we meet"), _names(referral.access_needs, ACCESS_NEEDS)
    for line in in_lines(referral.facts or {}):
        yield line["label"], line["value"]
    yield _("Explainer read"), referral.source_page
    for line in answered_lines(referral.check_result or {}):
        yield f"{_('Self-check')} {line['question']}", line["answer"]
    for consent in referral.consents.select_related("text"):
        given = _("given %(when)s") % {"when": _moment(consent.given_at)}
        if consent.withdrawn_at:
            given += "; " + _("withdrawn %(when)s") % {"when": _moment(consent.withdrawn_at)}
        yield _("Consent"), f"{consent.text.text} ({given})"
    for sharing in referral.sharings.shown_to_person():
        told = f"{sharing.get_recipient_display()} {sharing.recipient_name}".strip()
        yield _("Told"), f"{told} ({_moment(sharing.shared_at)})"
    promise = getattr(referral, "promise", None)
    if promise:
        yield _("Promised"), _moment(promise.due_at)
        yield _("Asked to be called"), promise.call_in_words
        yield _("First contact"), _moment(promise.kept_at) if promise.kept_at else ""
    yield from _decided(referral)
    for request in referral.rights_requests.all():
        yield _("Request"), f"{request.get_kind_display()} ({_moment(request.made_at)})"
    if feedback := getattr(referral, "feedback", None):
        yield _("Feedback"), f"{feedback.get_face_display()} {feedback.words}".strip()


def _childs_own(referral: Referral) -> Iterator[tuple[str, str]]:
    """What a child said of itself. Its guardian's words are the guardian's, and not copied out."""
    child = referral.child
    yield pgettext("a child", "Age"), child.get_age_display()
    yield _("At home"), child.get_at_home_display()
    yield _("Ground"), f"{child.get_ground_display()}: {child.text.text}"
    for answer in referral.guardian_answers.all():
        yield _("Guardian's consent"), f"{answer.get_state_display()} ({_moment(answer.noted_at)})"


def _safe_contact(safe: dict) -> Iterator[tuple[str, str]]:
    if "say_who" in safe:
        yield _("May we say who is calling"), _("yes") if safe["say_who"] else _("no")
    if "others_may_answer" in safe:
        yield _("May others answer"), _("yes") if safe["others_may_answer"] else _("no")
    yield _("Good times"), _names(safe.get("good_times", []), TIMES)
    not_then = [_names(safe.get("bad_times", []), TIMES), safe.get("not_times", "")]
    yield _("Not then"), "；".join(filter(None, not_then))
    if proxy := safe.get("proxy"):
        yield _("Through"), " ".join(filter(None, proxy.values()))


def _decided(referral: Referral) -> Iterator[tuple[str, str]]:
    decision = getattr(referral, "decision", None)
    if decision is None:
        return
    yield _("Decided"), f"{decision.get_outcome_display()} ({_moment(decision.decided_at)})"
    if kept := getattr(decision, "suggestion", None):
        yield _("Suggested"), kept.get_tier_display() or _("No case")
    case: Case | None = decision.case
    if case is None:
        return
    yield _("Case"), f"{case} {case.get_stage_display()} ({_moment(case.opened_at)})"
    for move in case.moves.order_by("moved_at", "pk"):
        yield _("Stage"), f"{move.get_to_stage_display()} ({_moment(move.moved_at)})"
    for row in case.categories.order_by("set_at", "pk"):
        yield _("Category"), f"{row.label} {row.get_status_display()} {_held(row)}"
    for gap in case.gaps.order_by("set_at", "pk"):
        yield _("Policy gap"), f"{gap_in_words(gap)} {_held(gap)}"
    for visit in case.visits.order_by("planned_for", "pk"):
        yield (
            _("Visit"),
            f"{visit.planned_for:%Y-%m-%d} {visit.get_kind_display()} {visit.get_status_display()}",
        )


def _held(row: CaseCategory | CaseGap) -> str:
    return f"({_moment(row.set_at)}–{_moment(row.ended_at) if row.ended_at else ''})"


def _moment(at) -> str:
    return f"{timezone.localtime(at):%Y-%m-%d %H:%M}"


def _names(codes: list[str], choices) -> str:
    names = dict(choices)
    return "、".join(str(names.get(code, code)) for code in codes)
