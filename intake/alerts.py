"""Telling station and room, by e-mail and by chat robot, that something came in.

The message names the reference, how fast it is and where to look: never a person, a need or a
place (domain.md 4.1). Each channel is reached once: what failed is tried again, later each time,
and what was reached is left in peace. An alert with nowhere to go is shown as not sent.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from urllib.request import Request, urlopen

from django.conf import settings
from django.core.mail import send_mail
from django.db.models import F, Min, Q
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from policy_pages.models import Station

from .models import NO_CHANNEL, Alert, AlertChannel, DutyDay, Referral
from .references import shown

logger = logging.getLogger(__name__)

BATCH = 50
MOST_ATTEMPTS = 8
FIRST_WAIT = timedelta(minutes=1)
WEBHOOK_TIMEOUT = 5
Kind = Alert.Kind
ABOUT_A_CASE = {Kind.ASSIGNED, Kind.SIGNATURE, Kind.URGENT_NOTE}
ABOUT_THE_DAY = {Kind.REPORT, Kind.CALL_TIME}
KEPT_AT_THE_STATION = {
    Kind.SIGNATURE,
    Kind.WITHDRAWN,
    Kind.CORRECTED,
    Kind.RIGHTS,
    Kind.REPORT,
    Kind.HEARD,
}
"""What only the station acts on; its rooms are not told."""


class ChannelRefused(Exception):
    """The robot answered, and said no."""


@dataclass(frozen=True, slots=True)
class Channel:
    """One place to send to. ``key`` is remembered once it was reached; it tells no address."""

    key: str
    kind: str
    address: str


def send_waiting(at: datetime | None = None) -> int:
    """Try every alert that is due. The number sent."""
    at = at or timezone.now()
    due = Alert.objects.to_send(at).order_by("next_try_at").values_list("pk", flat=True)
    return sum(_try_one(pk, at) for pk in list(due[:BATCH]))


def _try_one(pk: int, at: datetime) -> bool:
    """Claim it, send it with no transaction open (slow mail must lock nothing), note it."""
    alert = Alert.objects.select_related("referral").get(pk=pk)
    claimed = Alert.objects.to_send(at).filter(pk=pk, attempts=alert.attempts)
    wait = FIRST_WAIT * 2**alert.attempts
    if not claimed.update(attempts=F("attempts") + 1, next_try_at=at + wait):
        return False
    tries = Alert.objects.filter(pk=pk)
    channels = channels_for(alert)
    if not channels:
        tries.update(given_up_at=at, last_error=NO_CHANNEL)
        return False
    subject, text = message(alert)
    failed = ""
    for channel in channels:
        if channel.key in alert.reached:
            continue
        try:
            send(channel, subject, text)
        except Exception as error:  # noqa: BLE001  (mail and robots fail in many ways; all are tried again)
            logger.warning("Alert %s, %s: %s", pk, channel.key, type(error).__name__)
            failed = f"{channel.kind}: {type(error).__name__}"
        else:
            alert.reached.append(channel.key)
            tries.update(reached=alert.reached)
    if failed:
        given_up = at if alert.attempts + 1 >= MOST_ATTEMPTS else None
        tries.update(last_error=failed, given_up_at=given_up)
        return False
    tries.update(sent_at=at, last_error="")
    return True


def channels_for(alert: Alert) -> list[Channel]:
    """Where an alert goes: one mailbox, or its station and its room and whoever is on
    duty. Two queries."""
    if alert.only_to:
        return [Channel("person", AlertChannel.Kind.MAIL, alert.only_to)]
    return channels_of(alert.referral, room_too=alert.kind not in KEPT_AT_THE_STATION)


def channels_of(referral: Referral, *, room_too: bool) -> list[Channel]:
    """A room hears only of what it may see; a station without channels uses the deployment's."""
    places = Q(room__isnull=True)
    if room_too and referral.room_id and not referral.station_only:
        places |= Q(room=referral.room_id)
    kept = list(AlertChannel.objects.filter(places, station=referral.station_id))
    channels = _as_channels(kept)
    if all(row.room_id for row in kept):
        channels += own_channels()
    return channels + on_duty(referral.station_id, timezone.localdate())


def on_duty(station_id: int, day: date) -> list[Channel]:
    """The mailbox of whoever is on duty; one query."""
    duty = DutyDay.objects.filter(station=station_id, day=day).first()
    mailbox = duty.mailbox if duty else ""
    return [Channel("duty", AlertChannel.Kind.MAIL, mailbox)] if mailbox else []


def station_channels(station: Station) -> list[Channel]:
    """A station's own, without its rooms'."""
    return _as_channels(AlertChannel.objects.filter(station=station, room__isnull=True))


def _as_channels(rows: Iterable[AlertChannel]) -> list[Channel]:
    return [Channel(f"channel {row.pk}", row.kind, row.address) for row in rows]


def own_channels() -> list[Channel]:
    """Those of the deployment, from its environment."""
    channels = [
        Channel(f"mail {number}", AlertChannel.Kind.MAIL, address)
        for number, address in enumerate(getattr(settings, "ALERT_RECIPIENTS", []), start=1)
    ]
    if settings.ALERT_WEBHOOK_URL:
        channels.append(Channel("robot", AlertChannel.Kind.WEBHOOK, settings.ALERT_WEBHOOK_URL))
    return channels


def next_try() -> datetime | None:
    """When the next alert is to be tried, if any waits."""
    return Alert.objects.waiting().aggregate(first=Min("next_try_at"))["first"]


def message(alert: Alert) -> tuple[str, str]:
    """Subject and text, in Chinese, without anything personal."""
    with translation.override("zh-hans"):
        subject = _("%(what)s: %(reference)s (%(urgency)s)") % {
            "what": alert.get_kind_display(),
            "reference": shown(alert.referral.reference),
            "urgency": alert.referral.get_urgency_display(),
        }
        where = "cases" if alert.kind in ABOUT_A_CASE else "referrals"
        where = "today" if alert.kind in ABOUT_THE_DAY else where
        text = _("Please look at the desk: %(address)s") % {
            "address": f"{settings.SITE_URL}/staff/{where}/"
        }
    return subject, text


def send(channel: Channel, subject: str, text: str) -> None:
    """Send now, or raise."""
    if channel.kind == AlertChannel.Kind.MAIL:
        send_mail(subject, text, None, [channel.address])
        return
    body = json.dumps({"msgtype": "text", "text": {"content": f"{subject}\n{text}"}})
    request = Request(  # noqa: S310  (an address the station or the deployment entered)
        channel.address, data=body.encode(), headers={"Content-Type": "application/json"}
    )
    with urlopen(request, timeout=WEBHOOK_TIMEOUT) as answer:  # noqa: S310
        _check_answer(answer.read(10_000))


def _check_answer(answer: bytes) -> None:
    """WeCom and its like answer 200 also when they refuse; ``errcode`` tells."""
    try:
        said = json.loads(answer)
    except ValueError:
        return
    if isinstance(said, dict) and said.get("errcode") not in (None, 0):
        raise ChannelRefused(str(said["errcode"])[:20])
