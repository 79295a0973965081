"""The amounts, days and hours the rules need; the seed sets none, so each is given. Pure Python."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import time

from .facts import Event
from .keys import SUDDEN


@dataclass(frozen=True, slots=True)
class Parameters:
    """Yuan a month per head, how many days an event counts as sudden, when the station is open.

    ``dibao_line`` is None where no checked value holds today: money then decides nothing, since an
    old number is never used (DESIGN §4). ``received_on_workday`` is None where nobody looked into
    the working calendar: then Monday to Friday are worked.
    """

    dibao_line: float | None = 1114
    margin_times: float = 1.5
    far_below_share: float = 0.5
    sudden_days: dict[str, int] = field(
        default_factory=lambda: {
            "child_lost": 365,
            "death": 120,
            "illness": 100,
            "accident": 100,
            "disability": 180,
            "disaster": 120,
            "violence": 180,
            "eviction": 60,
        }
    )
    opens: time = time(8, 30)
    closes: time = time(17, 30)
    received_on_workday: bool | None = None

    @property
    def line(self) -> float:
        """The line for arithmetic; without one ``suggest`` has put incomes aside before."""
        return self.dibao_line or 0.0


def is_sudden(event: Event, parameters: Parameters) -> bool:
    """A grave event, recent enough; one without a date counts, until somebody asks (R-58)."""
    if event.kind not in SUDDEN:
        return False
    return event.days_ago is None or event.days_ago <= parameters.sudden_days[event.kind]
