"""Keeping what readers say about pages."""

from __future__ import annotations

from datetime import date

from ..models import PageFeedback, PolicyPage
from ..scrubbing import scrubbed


def keep_feedback(page: PolicyPage, *, kind: str, section: str, words: str, day: date):
    """Store one reader's word. Numbers, addresses and names are taken out before it is written.

    A section the page does not have is taken as a word on the whole page.
    """
    found = page.section_at(section)
    about = found or page.section_at("")
    feedback = PageFeedback(
        page=page,
        kind=kind,
        section=section if found else "",
        words=scrubbed(words)[:300],
        text_hash=about.text_hash,
        day=day,
    )
    feedback.full_clean()
    feedback.save()
    return feedback
