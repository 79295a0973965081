"""What the desk does in the background."""

from __future__ import annotations

from django.dispatch import receiver
from django_tasks import task

from intake.tasks import before_alerts

from .actions import hear_waiting
from .digest import send_morning_mail


@task()
def morning_mail() -> dict[str, int]:
    """The morning's numbers; started by ``manage.py digest`` each morning."""
    sent = send_morning_mail()
    return {"stations": sent.stations, "lists": sent.lists}


@receiver(before_alerts)
def hear_arrivals(**_signal) -> None:
    """What came in is read by the rules before the station is told that it came in."""
    hear_waiting()
