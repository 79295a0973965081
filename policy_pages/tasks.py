"""Work for the task worker: nothing here keeps a reader or an editor waiting."""

from __future__ import annotations

from django.contrib.auth import get_user_model
from django.utils import timezone
from django_tasks import task

from . import digest, links, queries
from .actions import audio
from .models import PolicyPage, Station


@task()
def read_page_aloud(page_id: int, station_id: int | None, user_id: int) -> bool:
    """Have the server's engine read a page; false where there is none."""
    page = PolicyPage.objects.get(pk=page_id)
    station = Station.objects.filter(pk=station_id).first()
    actor = get_user_model().objects.get(pk=user_id)
    return audio.read_by_machine(page, station, actor=actor) is not None


@task()
def check_links() -> int:
    """Ask every address content leads to."""
    return links.check(links.addresses(queries.live_checked_pages()))


@task()
def send_weekly_digest() -> int:
    """The digest of this week, if it has not gone out yet."""
    return digest.send(timezone.localdate())
