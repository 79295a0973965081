"""What the desk does in the background."""

from __future__ import annotations

from django_tasks import task

from .digest import send_morning_mail


@task()
def morning_mail() -> dict[str, int]:
    """The morning's numbers; started by ``manage.py digest`` each morning."""
    sent = send_morning_mail()
    return {"stations": sent.stations, "lists": sent.lists}
