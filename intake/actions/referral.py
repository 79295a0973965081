"""The one way a referral comes into being."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from policy_pages.models import CommunityRoom, Estate, Station

from ..call_times import parse
from ..masking import mask_answers
from ..matching import name_indexes, phone_indexes, place_indexes
from ..models import (
    Alert,
    Awareness,
    Channel,
    ChildRequest,
    Consent,
    ConsentText,
    ContactMethod,
    Danger,
    Need,
    OnBehalf,
    Promise,
    PublicStatus,
    Referral,
    ReporterLink,
    ground_for,
    reader_of,
)
from ..promises import due_at
from ..references import hash_status_code, new_reference, new_status_code
from ..tasks import send_soon
from ..urgency import urgency_of
from ..workdays import Workdays
from .call_time import call_fields

logger = logging.getLogger(__name__)

REFERENCE_TRIES = 5
WITHOUT_CONSENT = {Channel.CRISIS, Channel.REPORT, Channel.ROOM_SIGNAL}
"""Emergency, or a report about another person: PIPL Art. 13(3)(4); 社会救助法 Art. 39."""


@dataclass(frozen=True)
class Receipt:
    """What the sender gets. ``status_code`` is None when the referral had been sent before."""

    referral: Referral
    status_code: str | None
    promise: Promise


def submit_referral(
    answers: Mapping[str, Any],
    *,
    submit_token: UUID,
    station: Station,
    channel: str = Channel.ONLINE,
    language: str = "zh-hans",
    keyed_by_id: int | None = None,
    keyed_in_room: CommunityRoom | None = None,
    received_at: datetime | None = None,
    with_it: Callable[[Receipt], object] | None = None,
) -> Receipt:
    """Store what a person told us, with consent, promise, public status and an alert to send.

    One transaction, at most 15 queries, whatever the size of the tables. Sending the same
    ``submit_token`` again, even at the same moment, gives the first referral back. ``with_it``
    is done in the same transaction, for the one that was first.

    ``answers`` holds the cleaned answers of the form's steps by name: ``danger, on_behalf,
    awareness, consents`` (purposes ticked), ``consent_texts`` (ids of the texts shown), ``needs,
    words, observed, facts, called_name, contact_method, phone, safe_contact, estate`` (id),
    ``building, door, place`` (free text), ``access_needs, station_only, source_page,
    check_result, call_time`` (``call_times.code_of``) and ``child`` (of one who asks for itself:
    ``age, at_home`` and the id of the ``text`` it was shown); each may be absent.
    ``keyed_in_room``: the room that keyed it in, whose it is when no estate says otherwise.

    Raises ``ValidationError`` when consent is needed and missing, or a choice is unknown;
    ``CallTimeGone``, storing nothing, when the half-day chosen cannot be had any more.
    """
    received_at = received_at or timezone.now()
    answers = mask_answers(dict(answers))
    child = _child(answers)
    waits_for_consent = channel not in WITHOUT_CONSENT and not (child and child.is_heard_first)
    if waits_for_consent and "help" not in answers.get("consents", []):
        raise ValidationError(
            _("We may keep nothing before you agree. Please tick the first box."), code="consent"
        )
    if not set(answers.get("needs") or []) <= set(Need.values):
        raise ValidationError(_("Choose the help you need from the list."), code="needs")
    status_code = new_status_code()
    referral = _build(answers, station, channel, received_at)
    referral.room = referral.room or keyed_in_room
    referral.submit_token = submit_token
    referral.language = language
    referral.keyed_by_id = keyed_by_id
    referral.status_code_hash = hash_status_code(status_code)
    workdays = Workdays(timezone.localdate(received_at))
    promised = due_at(
        referral.urgency, received_at, station, same_day=child is not None, workdays=workdays
    )
    asks_for_a_call = parse(answers.get("call_time") or "") is not None
    # Whoever loses a place to another finds fewer left: it ends after as many tries as places.
    for _attempt in range(REFERENCE_TRIES + (station.calls_per_half_day if asks_for_a_call else 0)):
        referral.reference = new_reference()
        referral.full_clean(exclude=["station", "room", "reporter_link"], validate_unique=False)
        try:
            with transaction.atomic():
                promise = _store(referral, answers, promised, workdays, child)
                receipt = Receipt(referral, status_code, promise)
                if with_it:
                    with_it(receipt)
        except IntegrityError:
            if earlier := _sent_before(submit_token):
                return earlier
            taken = Referral.objects.filter(reference=referral.reference).exists()
            if not taken and not asks_for_a_call:
                raise
        else:
            return receipt
    raise RuntimeError("no free reference found")


def _store(
    referral: Referral,
    answers,
    promised: datetime,
    workdays: Workdays,
    child: ChildRequest | None,
) -> Promise:
    """The rows of one referral.

    ``IntegrityError`` when its token, its reference or the place of its call is taken.
    """
    received_at = referral.received_at
    referral.save(force_insert=True)
    if child:
        _record_child(referral, child, (answers.get("child") or {}).get("text"))
        answers = {**answers, "consent_texts": [child.text_id]}
    _record_consents(referral, answers)
    if referral.reporter_link_id:
        used = ReporterLink.objects.filter(pk=referral.reporter_link_id)
        used.update(last_used_at=received_at)
    call = call_fields(
        answers.get("call_time") or "",
        station=referral.station,
        at=received_at,
        promised=promised,
        workdays=workdays,
        not_in=(referral.safe_contact or {}).get("bad_times", ()),
        spread=int(referral.reference),
    )
    promise = Promise.objects.create(
        referral=referral, due_at=promised, first_due_at=promised, **call
    )
    PublicStatus.objects.create(referral=referral)
    Alert.objects.create(
        referral=referral,
        kind=Alert.Kind.ARRIVED,
        created_at=received_at,
        next_try_at=received_at,
    )
    send_soon()
    return promise


def _sent_before(submit_token: UUID) -> Receipt | None:
    referral = Referral.objects.select_related("promise").filter(submit_token=submit_token).first()
    return Receipt(referral, None, referral.promise) if referral else None


def _build(answers, station: Station, channel: str, received_at: datetime) -> Referral:
    estate = (
        Estate.objects.select_related("room")
        .filter(pk=answers.get("estate"), room__station=station)
        .first()
        if answers.get("estate")
        else None
    )
    home = " ".join(
        filter(None, [estate.name if estate else "", answers.get("building"), answers.get("place")])
    )
    place = " ".join(filter(None, [home, answers.get("door")]))
    name, phone = answers.get("called_name") or "", answers.get("phone") or ""
    return Referral(
        station=station,
        room=_room(answers, estate),
        received_at=received_at,
        channel=channel,
        on_behalf=answers.get("on_behalf") or OnBehalf.SELF,
        awareness=answers.get("awareness") or Awareness.WILLING,
        danger=answers.get("danger") or Danger.NONE,
        urgency=urgency_of(answers, channel),
        needs=answers.get("needs") or [],
        words=answers.get("words") or "",
        observed=answers.get("observed") or None,
        facts=answers.get("facts") or None,
        called_name=name,
        name_hash=name_indexes(name)[0],
        contact_method=answers.get("contact_method") or ContactMethod.COME,
        phone=phone,
        phone_hash=phone_indexes(phone)[0],
        safe_contact=answers.get("safe_contact") or None,
        place=place,
        reporter_link=answers.get("reporter_link"),
        place_hash=place_indexes(home)[0],
        access_needs=answers.get("access_needs") or [],
        station_only=bool(answers.get("station_only")),
        source_page=(answers.get("source_page") or "")[:100],
        check_result=answers.get("check_result") or None,
    )


def _room(answers, estate: Estate | None):
    """The room of the estate; without one, the room of the captain who reported."""
    if estate:
        return estate.room
    return link.room if (link := answers.get("reporter_link")) else None


def _child(answers) -> ChildRequest | None:
    """What a child said of itself; nothing said counts as under fourteen and telling nobody."""
    if answers.get("on_behalf") != OnBehalf.CHILD:
        return None
    said = answers.get("child") or {}
    age = said.get("age") or ChildRequest.Age.NOT_SAID
    at_home = said.get("at_home") or ChildRequest.AtHome.UNSURE
    child = ChildRequest(age=age, at_home=at_home, ground=ground_for(age))
    child.clean_fields(exclude=["referral", "text"])
    return child


def _record_child(referral: Referral, child: ChildRequest, text_id: int | None) -> None:
    child.referral, child.text_id = referral, text_id
    if text_id is None:
        texts = ConsentText.objects.in_force(
            timezone.localdate(referral.received_at), referral.language, reader_of(child.age)
        )
        child.text_id = texts.filter(purpose=ConsentText.Purpose.HELP).values_list("pk").get()[0]
    child.save(force_insert=True)


def _record_consents(referral: Referral, answers) -> None:
    if not (purposes := answers.get("consents")):
        return
    shown = answers.get("consent_texts")
    if not shown:
        texts = ConsentText.objects.in_force(
            timezone.localdate(referral.received_at), referral.language
        )
        shown = texts.filter(purpose__in=purposes).values_list("pk", flat=True)
    Consent.objects.bulk_create(
        Consent(referral=referral, text_id=text, given_at=referral.received_at) for text in shown
    )
