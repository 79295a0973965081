"""What a rule says when it refuses. Pure Python; ``staff.labels`` has the words."""

from __future__ import annotations


class RuleBroken(Exception):
    """A rule of the mechanism refused. ``code`` is stable; ``params`` fill the words."""

    def __init__(self, code: str, **params: str) -> None:
        super().__init__(code)
        self.code = code
        self.params = params
