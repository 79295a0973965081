"""What every action starts and ends with: the locked row, the rule's words, the log entry."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models
from wagtail.log_actions import log

from intake.models import Referral

from .. import disclosure, permissions
from ..audit import Change, changes_since
from ..domain.errors import RuleBroken
from ..labels import rule_message
from ..models import Case, ReferralDecision, User


class StaleCase(Exception):
    """The case has changed since this person saw it; nothing was written.

    ``case`` is as it stands now, ``changes`` says what changed since, who did it and when.
    """

    def __init__(self, case: Case, changes: list[Change]) -> None:
        super().__init__("The case has changed since it was seen.")
        self.case = case
        self.changes = changes


@contextmanager
def rules() -> Iterator[None]:
    """Turn a broken rule into the sentence a form shows."""
    try:
        yield
    except RuleBroken as broken:
        raise ValidationError(rule_message(broken), code=broken.code) from broken


def refuse(code: str, **params: str):
    raise RuleBroken(code, **params)


def require(allowed: bool) -> None:
    if not allowed:
        raise PermissionDenied


def lock_case(case_id: int, *, seen_version: int | None = None) -> Case:
    """The case, locked until the transaction ends. None as ``seen_version`` asks no question."""
    case = Case.objects.select_for_update().get(pk=case_id)
    if seen_version is not None and case.version != seen_version:
        raise StaleCase(case, changes_since(case, seen_version))
    return case


def lock_waiting(referral_id: int, actor: User) -> Referral:
    """A referral this person may decide on and nobody has yet, locked until the transaction ends.

    Refused once it is settled, erased, or its person has taken the consent back.
    """
    referral = (
        Referral.objects.select_for_update(of=("self",))
        .select_related("station", "room")
        .get(pk=referral_id)
    )
    require(permissions.may_triage(actor, referral))
    if ReferralDecision.objects.filter(referral=referral).exists():
        refuse("referral_settled")
    if referral.erased_at is not None:
        refuse("already_erased")
    if disclosure.is_withdrawn(referral):
        refuse("consent_withdrawn")
    return referral


def check(row: models.Model) -> None:
    """``full_clean`` without asking the database again for rows we already hold as objects."""
    held = [field.name for field in row._meta.fields if field.is_relation]
    row.full_clean(exclude=held, validate_unique=row._state.adding)


def save_case(
    case: Case, action: str, *, actor: User, at: datetime, data: dict | None = None, **changes
) -> None:
    """Write ``changes`` to a locked case as its next version, with one log entry.

    Raises ``ValidationError`` when the case would break a constraint.
    """
    fields = {}
    for name, value in changes.items():
        attribute = Case._meta.get_field(name).attname
        before = getattr(case, attribute)
        setattr(case, name, value)
        after = getattr(case, attribute)
        if before != after:
            fields[name] = ["" if each is None else str(each) for each in (before, after)]
    case.version += 1
    check(case)
    case.save(update_fields=[*changes, "version", "updated_at"])
    log(
        case,
        action,
        user=actor,
        timestamp=at,
        data={**(data or {}), "version": case.version, "fields": fields},
    )
