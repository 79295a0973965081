"""A line in the chronology that is not a visit."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from .. import permissions
from ..models import Case, CaseNote, User
from .locking import check, lock_case, refuse, require, rules
from .mandatory import raise_duty


def write_line(case: Case, sentence: str, reason: str, actor: User, at: datetime) -> None:
    """Put the reason of an action on a locked case into its story; the action writes the log."""
    note = CaseNote(
        case=case,
        kind=CaseNote.Kind.NOTE,
        text=sentence % {"reason": reason.strip()},
        written_by=actor,
        written_at=at,
    )
    check(note)
    note.save()


@transaction.atomic
def add_note(
    case_id: int,
    *,
    kind: str,
    text: str,
    actor: User,
    explainer: str = "",
    harm: str = "",
    at: datetime | None = None,
) -> CaseNote:
    """Add a note. Notes are only ever added, so two people writing never conflict.

    ``explainer`` is the slug of the page that was explained; required for that kind (R-79).
    ``harm`` raises the red flag with it: whom the law protects (``domain.mandatory.Duty``).
    """
    at = at or timezone.now()
    with rules():
        case = lock_case(case_id)
        require(permissions.may_note(actor, case))
        if not text.strip():
            refuse("note_empty")
        if kind == CaseNote.Kind.EXPLAINED and not explainer:
            refuse("explainer_missing")
        note = CaseNote(
            case=case,
            kind=kind,
            text=text.strip(),
            explainer=explainer,
            written_by=actor,
            written_at=at,
        )
        check(note)
        note.save()
        case.save(update_fields=["updated_at"])
    log(case, "staff.add_note", user=actor, timestamp=at, data={"note": note.pk})
    if harm:
        raise_duty(case, duty=harm, seen=note.text, actor=actor, at=at)
    return note
