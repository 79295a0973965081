"""Counts as they stand on a page and in a spreadsheet, small ones hidden."""

from __future__ import annotations

from django.utils.translation import gettext as _

from .domain.small_numbers import Hidden, Told


def in_words(told: Told) -> str:
    """A number, or why there is none."""
    match told:
        case Hidden.FEW:
            return _("fewer than 5")
        case Hidden.KEPT_BACK:
            return _("not shown")
    return str(told)


def cell(words: str) -> str | int:
    """A number as a number, so that a spreadsheet can add it up."""
    return int(words) if words.isdecimal() else words


def never_a_formula(value: str) -> str:
    """Whatever somebody or something is called, a spreadsheet reads it as words."""
    return f"'{value}" if value[:1] in ("=", "+", "-", "@", "\t", "\r") else value
