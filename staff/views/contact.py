"""For how long phone and address stay in clear after somebody asked to see them."""

from __future__ import annotations

from django.utils import timezone

SHOWN_SECONDS = 15 * 60


def show_contact(request, reference: str) -> None:
    shown = request.session.get("contact_shown", {})
    now = timezone.now().timestamp()
    shown = {each: at for each, at in shown.items() if now - at < SHOWN_SECONDS}
    request.session["contact_shown"] = {**shown, reference: now}


def contact_is_shown(request, reference: str) -> bool:
    at = request.session.get("contact_shown", {}).get(reference, 0)
    return timezone.now().timestamp() - at < SHOWN_SECONDS
