"""What intake needs to run: the texts people consent to. Safe to load again."""

from __future__ import annotations

from .actions import ensure_consent_texts


def load() -> None:
    ensure_consent_texts()
