"""Once a week, by mail, to the people who look after the content: what they should look at.

Page titles, names of facts, words searched for and counts; no reader, no worker, no household,
and never what a reader wrote. Nothing to say: no mail.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import date, timedelta

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.mail import EmailMessage
from django.db import IntegrityError, transaction
from django.db.models import Sum
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from .content_work import content_work
from .models import SearchLog, WeeklyDigest
from .permissions import EDITOR, FACT_CHECKER

logger = logging.getLogger(__name__)

MOST_LINES = 10
ASKED_AT_LEAST = 2


@dataclass(frozen=True)
class Part:
    """One kind of work, in lines."""

    heading: str
    lines: list[str]


def parts(day: date) -> list[Part]:
    """What there is to say on a day; empty where everything is in order."""
    work = content_work(day)
    found = [
        Part(
            _("Reviews overdue"),
            [_dated(page.title, page.next_review_due) for page in work.overdue],
        ),
        Part(
            _("Values that end within 30 days"),
            [_dated(value.fact.label, value.valid_to) for value in work.lapsing],
        ),
        Part(_("Values to check"), [value.fact.label for value in work.unchecked]),
        Part(
            _("Numbers pages ask for that nobody has entered"),
            [fact.label for fact in work.unanswered],
        ),
        Part(_("Links that lead nowhere"), [f"{b.where}：{b.message}" for b in work.broken_links]),
        Part(_("Searched and not found"), _not_found(day)),
        Part(
            _("Readers stumble here"),
            [f"{stumble}：{stumble.complaints}" for stumble in work.feedback],
        ),
        Part(
            _("Translations older than the Chinese page"),
            [f"{page.title}（{page.locale.language_code}）" for page in work.stale_translations],
        ),
        Part(
            _("Recordings that read an older text"),
            [audio.page.title for audio in work.stale_recordings],
        ),
    ]
    return [part for part in found if part.lines]


def _dated(name: str, day: date | None) -> str:
    return f"{name}（{day:%Y-%m-%d}）" if day else name


def _not_found(day: date) -> list[str]:
    """Words asked for more than once in the last seven days that found nothing."""
    asked = SearchLog.objects.filter(found=SearchLog.Found.NOTHING, day__gt=day - timedelta(days=7))
    counted = asked.values("query").annotate(total=Sum("times")).order_by("-total", "query")
    often = counted.filter(total__gte=ASKED_AT_LEAST)
    return [f"{row['query']} × {row['total']}" for row in often]


def message(day: date) -> tuple[str, str] | None:
    """Subject and text in Chinese; nothing where there is nothing to say."""
    with translation.override(settings.LANGUAGE_CODE):
        found = parts(day)
        if not found:
            return None
        blocks = []
        for part in found:
            lines = [f"· {line}" for line in part.lines[:MOST_LINES]]
            if more := len(part.lines) - MOST_LINES:
                lines += [_("… and %(more)s more") % {"more": more}] if more > 0 else []
            blocks.append("\n".join([f"{part.heading}（{len(part.lines)}）", *lines]))
        desk = settings.SITE_URL.rstrip("/") + reverse("wagtailadmin_home")
        blocks.append(_("Look after it at the desk: %(address)s") % {"address": desk})
        total = sum(len(part.lines) for part in found)
        subject = _("Content to look after: %(total)s") % {"total": total}
        return subject, "\n\n".join(blocks)


def recipients() -> list[str]:
    """The mail addresses of editors and fact checkers, each once."""
    people = get_user_model().objects.filter(
        is_active=True, groups__name__in=(EDITOR, FACT_CHECKER)
    )
    return sorted(set(people.exclude(email="").values_list("email", flat=True)))


def tell_rules_failed(lines: list[str]) -> int:
    """At once, not weekly: the self-check's rules no longer do what their families expect.

    Programmes, days and invented families; nothing of a reader. How many people it went to.
    """
    people = recipients()
    if people:
        with translation.override(settings.LANGUAGE_CODE):
            subject = _("The self-check's rules need a look: %(total)s") % {"total": len(lines)}
        EmailMessage(subject, "\n".join(lines), bcc=people).send()
    return len(people)


def send(day: date) -> int:
    """Send the digest of the week of ``day``, once. The number of people it went to."""
    people, text = recipients(), message(day)
    if not people or not text or not (claim := _claim(day - timedelta(days=day.weekday()))):
        return 0
    subject, body = text
    try:
        EmailMessage(subject, body, bcc=people).send()
    except Exception as error:
        logger.warning("Weekly digest not sent: %s", type(error).__name__)
        claim.delete()
        raise
    WeeklyDigest.objects.filter(pk=claim.pk).update(sent_at=timezone.now())
    return len(people)


def _claim(week: date) -> WeeklyDigest | None:
    """The row of this week if it is ours to send: no lock is held while mail is slow."""
    now = timezone.now()
    try:
        with transaction.atomic():
            return WeeklyDigest.objects.create(week=week, claimed_at=now)
    except IntegrityError:
        pass
    with transaction.atomic():
        row = WeeklyDigest.objects.select_for_update().get(week=week)
        if row.is_taken(now):
            return None
        row.claimed_at = now
        row.save(update_fields=["claimed_at"])
        return row
