"""Entering and checking the dated values of facts: by two people, never over each other."""

from __future__ import annotations

from datetime import date, timedelta

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.log_actions import log

from .. import fact_uses
from ..models import FactValue, PolicyFact, PolicySource


def _locked_fact(fact_id: int) -> PolicyFact:
    """The fact, held until the end of the transaction: its values are written one after another."""
    return PolicyFact.objects.select_for_update().get(pk=fact_id)


def _locked_value(value_id: int) -> FactValue:
    _locked_fact(FactValue.objects.values_list("fact_id", flat=True).get(pk=value_id))
    return FactValue.objects.select_related("fact").get(pk=value_id)


@transaction.atomic
def enter_value(
    fact: PolicyFact,
    *,
    place: str,
    value: str,
    valid_from: date,
    source: PolicySource,
    valid_to: date | None = None,
    article: str = "",
    confidence: str = "high",
    actor,
) -> FactValue:
    """A new value from a day on, for a second person to check.

    Until then it changes nothing: it is shown to nobody, and the value before it holds on. Raises
    ``ValidationError`` where a checked value begins on the same day or later.
    """
    _locked_fact(fact.pk)
    entered = FactValue(
        fact=fact,
        place=place,
        value=value,
        valid_from=valid_from,
        valid_to=valid_to,
        source=source,
        article=article,
        confidence=confidence,
        entered_by=actor,
    )
    entered.full_clean()
    entered.save()
    _log(entered, "policy_pages.enter_value", actor)
    return entered


@transaction.atomic
def check_value(value_id: int, *, actor) -> FactValue:
    """A second person confirms a value against its source; from now on pages may show it.

    Only now does the value that held until then end, on the day before.
    """
    value = _locked_value(value_id)
    if value.checked_by_id:
        raise ValidationError(_("This value has been checked already."))
    if value.entered_by_id == actor.pk:
        raise PermissionDenied(_("A second person must check the value."))
    value.full_clean()
    for earlier in value.overlapping():
        earlier.valid_to = value.valid_from - timedelta(days=1)
        earlier.save(update_fields=["valid_to"])
    value.checked_by = actor
    value.checked_on = timezone.localdate()
    value.full_clean()
    value.save(update_fields=["checked_by", "checked_on"])
    _log(value, "policy_pages.check_value", actor)
    return value


@transaction.atomic
def withdraw_value(value_id: int, *, actor) -> None:
    """Takes back a value nobody has checked yet. A checked one is ended by a newer one instead."""
    value = _locked_value(value_id)
    if value.checked_by_id:
        raise ValidationError(_("A checked value stays on record. Enter a newer one instead."))
    _log(value, "policy_pages.withdraw_value", actor)
    value.delete()


def reasons_to_keep(fact: PolicyFact) -> list[str]:
    """Why a fact cannot go, and its code, kind and unit cannot change: one line for each reason."""
    reasons = [
        f"{uses.heading}：" + "、".join(place.name for place in uses.places)
        for uses in fact_uses.uses_of(fact)
    ]
    if checked := fact.values.checked().count():
        reasons.append(
            ngettext(
                "%(count)s checked value is on record",
                "%(count)s checked values are on record",
                checked,
            )
            % {"count": checked}
        )
    return reasons


def _log(value: FactValue, action: str, actor) -> None:
    log(
        value.fact,
        action,
        user=actor,
        data={
            "value": value.value,
            "place": value.place,
            "valid_from": value.valid_from.isoformat(),
        },
    )
