"""One row a figure, one table for all. Every trial of ``bench`` answers in these rows.

Timings depend on the machine and the hour, so a figure stands beside a baseline that the same run
measured, and is read as a ratio. A budget, where there is one, comes from the design.
"""

from __future__ import annotations

import json
import sys
import unicodedata
from collections.abc import Iterable
from dataclasses import asdict, dataclass

HEAD = ("what", "where", "figure", "baseline", "ratio", "budget", "")


@dataclass(frozen=True)
class Row:
    """``figure`` and ``baseline`` are in ``unit``; ``budget`` is the most (or least) allowed."""

    what: str
    where: str
    figure: float
    unit: str = ""
    baseline: float | None = None
    budget: float | None = None
    at_least: bool = False
    """The budget is a floor, as for recall or requests a second."""

    @property
    def ratio(self) -> float | None:
        return self.figure / self.baseline if self.baseline else None

    @property
    def within_budget(self) -> bool:
        if self.budget is None:
            return True
        return self.figure >= self.budget if self.at_least else self.figure <= self.budget

    def cells(self) -> tuple[str, ...]:
        sign = "≥" if self.at_least else "≤"
        return (
            self.what,
            self.where,
            f"{_short(self.figure)} {self.unit}".strip(),
            "" if self.baseline is None else _short(self.baseline),
            "" if self.ratio is None else f"×{self.ratio:.2f}",
            "" if self.budget is None else f"{sign} {_short(self.budget)}",
            "" if self.within_budget else "OVER",
        )


def _short(number: float) -> str:
    if number == int(number) or abs(number) >= 1000:
        return f"{number:,.0f}"
    return f"{number:.3g}" if abs(number) < 100 else f"{number:.1f}"


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text)


def draw(rows: Iterable[Row]) -> str:
    lines = [HEAD, *(row.cells() for row in rows)]
    widths = [max(_width(line[column]) for line in lines) for column in range(len(HEAD))]
    return "\n".join(
        "  ".join(
            cell + " " * (width - _width(cell)) for cell, width in zip(line, widths, strict=True)
        ).rstrip()
        for line in lines
    )


def finish(rows: list[Row], arguments: list[str]) -> int:
    """Print the rows, for a person or (``--json``) for ``python -m bench``; 1 if one is over."""
    if "--json" in arguments:
        for row in rows:
            sys.stdout.write(json.dumps(asdict(row), ensure_ascii=False) + "\n")
    else:
        sys.stdout.write(draw(rows) + "\n")
    return 0 if all(row.within_budget for row in rows) else 1


def read(lines: str) -> list[Row]:
    return [Row(**json.loads(line)) for line in lines.splitlines() if line.startswith("{")]


def percentile(times: list[float], share: float) -> float:
    """The value below which ``share`` (0…1) of ``times`` lie."""
    ordered = sorted(times)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]
