"""Work done after the answer has gone out: nothing here can fail a resident's request."""

from __future__ import annotations

import logging

from django.db import transaction
from django.dispatch import Signal
from django_tasks import task

from .alerts import next_try, send_waiting

logger = logging.getLogger(__name__)


before_alerts = Signal()
"""Sent before alerts go out: the desk reads what came in, and may add alerts."""


def hear_and_send() -> int:
    """What the worker does, and ``manage.py send_alerts`` without one. The number sent."""
    before_alerts.send_robust(sender=None)  # a fault in reading holds no alert back; it is logged
    return send_waiting()


@task()
def send_alerts() -> int:
    """Send every alert that is due, and come back for those that could not be sent."""
    sent = hear_and_send()
    again = next_try()
    if again and send_alerts.get_backend().supports_defer:
        send_alerts.using(run_after=again).enqueue()
    return sent


def send_soon() -> None:
    """Ask the worker to send alerts once the transaction is committed."""
    transaction.on_commit(_enqueue, robust=True)


def _enqueue() -> None:
    send_alerts.enqueue()
