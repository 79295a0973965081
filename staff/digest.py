"""The morning's numbers by e-mail and chat: promises due, reports the law asks for, saved lists.

Numbers and a link, never a name, a reference or the name somebody gave a list. Sent on working
days, once a day however often it is started.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from intake.alerts import own_channels, send, station_channels
from intake.models import Promise
from intake.workdays import is_workday
from policy_pages.models import Station

from .lists import LISTS
from .models import MorningMail, ReportDuty, SavedView
from .today.rows import end_of

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Sent:
    """How many stations and how many saved lists were told."""

    stations: int
    lists: int


def send_morning_mail(now: datetime | None = None) -> Sent:
    """Everything that is to go out this morning and has not yet. Nothing on a day off."""
    now = now or timezone.now()
    today = timezone.localdate(now)
    if not is_workday(today):
        return Sent(0, 0)
    with translation.override("zh-hans"):
        stations = sum(_tell_station(station, today, now) for station in Station.objects.all())
        views = SavedView.objects.filter(
            Q(mailed_on__isnull=True) | Q(mailed_on__lt=today),
            daily=True,
            owner__is_active=True,
        ).exclude(owner__email="")
        lists = sum(_tell_owner(view, today) for view in views.select_related("owner"))
    return Sent(stations, lists)


def promises_due(station: Station, now: datetime) -> tuple[int, int]:
    """Open promises of a station that end today, and those already late; one small index."""
    open_ones = Promise.objects.waiting().filter(referral__station=station)
    late = open_ones.filter(first_due_at__lt=now).count()
    until_tonight = end_of(timezone.localdate(now))
    today = open_ones.filter(first_due_at__gte=now, first_due_at__lt=until_tonight).count()
    return today, late


def _numbers(station: Station, now: datetime) -> str:
    """What waits at a station this morning, in one line; empty when nothing does."""
    due, late = promises_due(station, now)
    duties = ReportDuty.objects.unanswered().filter(station=station).count()
    parts = []
    if duties:
        parts.append(_("Reports by law to answer: %(count)s") % {"count": duties})
    if due or late:
        parts.append(_("Promises: %(due)s due today, %(late)s late") % {"due": due, "late": late})
    return " · ".join(parts)


def _tell_station(station: Station, today: date, now: datetime) -> bool:
    """The promises of the day and the duties to report, to the station's own channels."""
    subject = _numbers(station, now)
    channels = station_channels(station) or own_channels()
    if not channels or not subject:
        return False
    with transaction.atomic():
        _row, is_first = MorningMail.objects.get_or_create(station=station, day=today)
    if not is_first:
        return False
    text = _("Please look at the desk: %(address)s") % {
        "address": settings.SITE_URL + reverse("desk_today")
    }
    reached = 0
    for channel in channels:
        try:
            send(channel, subject, text)
        except Exception as error:  # noqa: BLE001  (one dead channel must not silence the others)
            logger.warning("Morning mail, %s: %s", channel.key, type(error).__name__)
        else:
            reached += 1
    if not reached:
        MorningMail.objects.filter(station=station, day=today).delete()
    return bool(reached)


def _tell_owner(view: SavedView, today: date) -> bool:
    """How many are on a saved list, to whoever keeps it; counted as that person sees it."""
    free = SavedView.objects.filter(pk=view.pk, mailed_on=view.mailed_on)
    if not free.update(mailed_on=today):
        return False
    desk_list = LISTS[view.list]
    number = desk_list.count(view.owner, view.params)
    subject = _("A list you keep: %(list)s, %(number)s today") % {
        "list": desk_list.title,
        "number": number,
    }
    text = _("Open it at the desk: %(address)s") % {
        "address": settings.SITE_URL + reverse("views:open", args=[view.pk])
    }
    try:
        send_mail(subject, text, None, [view.owner.email])
    except OSError as error:
        logger.warning("Morning mail, list %s: %s", view.pk, type(error).__name__)
        SavedView.objects.filter(pk=view.pk).update(mailed_on=view.mailed_on)
        return False
    return True
