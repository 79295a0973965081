"""The demo content of the public side: the station of 营市街街道, explainers, their rules."""

from __future__ import annotations

from . import load as content
from . import rules


def load() -> list[str]:
    """Write everything, as often as one likes. One line for each kind of thing."""
    return [*content.load(), *rules.load()]


__all__ = ["load"]
