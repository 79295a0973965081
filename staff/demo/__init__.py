"""Invented people, referrals and households over all stages. Safe to load again."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial

from django.db.models import F
from django.utils import timezone

from intake.actions import (
    ask_for_right,
    correct_contact,
    ensure_consent_texts,
    give_feedback,
)
from intake.models import NO_CHANNEL, Alert, Referral, ReporterLink, RightsRequest
from policy_pages.models import Station

from ..actions import give_reporter_link, hear_referral, take_reporter_link_back
from ..queries import waiting_referrals
from .households import SETTLED, WAITING, WALKED
from .people import LOGINS, load_people
from .player import Player, play, walk
from .stories import STORIES
from .zheng import KEY as ZHENG
from .zheng import zheng

__all__ = ["LOGINS", "load"]


def _waiting(asked: dict, player: Player) -> None:
    answers = dict(asked)
    player.asks(answers.pop("key"), **answers)


def _settled(asked: dict, reason: str, telling: dict | None, player: Player) -> None:
    _waiting(asked, player)
    day = asked["hours_ago"] / 24 - 1
    if telling:
        player.refers_on(day, reason, **telling)
    else:
        player.advises(day, reason)


def _alerts_went_out(station: Station) -> None:
    """The alerts of the stories were heard, but for the newest, which had nowhere to go."""
    alerts = Alert.objects.filter(referral__station=station)
    alerts.update(sent_at=F("created_at"), given_up_at=None, last_error="", attempts=1)
    newest = alerts.order_by("-created_at").values_list("pk", flat=True).first()
    alerts.filter(pk=newest).update(
        sent_at=None, given_up_at=F("created_at"), last_error=NO_CHANNEL
    )


def load() -> list[str]:
    """Load what is missing. Returns lines for the command to print, log-ins included."""
    station = Station.objects.order_by("pk").first()
    if station is None:
        return ["no station yet: load the demo content of policy_pages first"]
    people = load_people(station)
    ensure_consent_texts()
    now = timezone.now()
    stories = {
        ZHENG: zheng,
        **STORIES,
        **{household["key"]: partial(_walked, household) for household in WALKED},
        **{asked["key"]: partial(_waiting, asked) for asked in WAITING},
        **{settled[0]["key"]: partial(_settled, *settled) for settled in SETTLED},
    }
    told = sum(
        play(lambda: Player(station, people, now), key, story) for key, story in stories.items()
    )
    _give_links(station, people)
    _ask_afterwards(station, now)
    if told:
        for referral in waiting_referrals(Referral.objects.filter(station=station)):
            hear_referral(referral, at=now - timedelta(hours=2))
        _alerts_went_out(station)
    return [
        f"{told} of {len(stories)} stories told, the rest were there",
        *(f"log in as {username} / {password}  ({role})" for username, password, role in LOGINS),
    ]


CAPTAINS = (
    ("营市东街社区", "3号楼张楼长（样例）", "东街小区1到4号楼"),
    ("营市东街社区", "志愿者小李（样例）", "营市东街1号院"),
    ("营市西街社区", "西街网格志愿者老马（样例）", "西街小区"),
)


def _give_links(station: Station, people: dict) -> None:
    """Building captains with a link of their own; the last one's was taken back."""
    if ReporterLink.objects.filter(room__station=station).exists():
        return
    rooms = {room.community: room for room in station.rooms.all()}
    lead = people["zhanzhang"]
    for community, holder, watches in CAPTAINS:
        if room := rooms.get(community):
            link = give_reporter_link(room=room, holder=holder, watches=watches, actor=lead)
    if rooms:
        take_reporter_link_back(link, actor=lead)


def _ask_afterwards(station: Station, now: datetime) -> None:
    """What people asked and said after sending: an overdue request, an open one, a new number."""
    told = Referral.objects.filter(station=station, awareness="willing").exclude(phone_hash="")
    told = list(told.order_by("received_at", "pk")[:4])
    if len(told) < 4 or RightsRequest.objects.filter(referral__station=station).exists():
        return
    ask_for_right(told[0], kind="copy", at=now - timedelta(days=40))
    ask_for_right(told[1], kind="delete", words="（样例）孩子不想让人知道。", at=now)
    correct_contact(told[2], phone="13000000099", at=now - timedelta(days=1))
    give_feedback(told[3], face="good", words="（样例）小周来得很快。", at=now - timedelta(days=2))
    give_feedback(told[2], face="middling", words="（样例）等了好几天。", at=now)
    Alert.objects.filter(referral__in=told, sent_at__isnull=True).update(sent_at=now)


def _walked(household: dict, player: Player) -> None:
    walk(player, household)
