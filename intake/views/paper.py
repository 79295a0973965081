"""``/intake/paper/``: the same questions with empty boxes, for a pen."""

from __future__ import annotations

from django.utils.translation import get_language

from ..models import Awareness, OnBehalf
from ..steps import AccessStep, ConsentStep, HouseholdStep, Step, on_the_way
from .base import PrivatePage

FOR_ONESELF = {"on_behalf": OnBehalf.SELF, "contact_method": "phone", "consents": ["sensitive"]}
FOR_ANOTHER = {"on_behalf": OnBehalf.NEIGHBOUR, "awareness": Awareness.UNAWARE}


class PaperPage(PrivatePage):
    """Two sheets: for oneself or somebody who agrees, and for somebody who does not know yet."""

    template_name = "intake/paper.html"

    def get_context_data(self, **kwargs):
        full = self.screens(FOR_ONESELF, [*on_the_way(FOR_ONESELF), HouseholdStep, AccessStep])
        notice = next(screen.notice() for screen in full if isinstance(screen, ConsentStep))
        short = self.screens(
            FOR_ANOTHER, [step for step in on_the_way(FOR_ANOTHER) if step is not ConsentStep]
        )
        return super().get_context_data(
            notice=notice,
            questions=[_question(screen) for screen in full],
            short_questions=[_question(screen) for screen in short],
            **kwargs,
        )

    def screens(self, answers: dict, steps: list[type[Step]]) -> list[Step]:
        language = get_language() or "zh-hans"
        return [step(answers=answers, station=self.station, language=language) for step in steps]


def _question(screen: Step) -> dict:
    return {
        "title": screen.title,
        "consent": isinstance(screen, ConsentStep),
        "fields": [
            {"label": field.label, "choices": screen.on_paper(field)}
            for field in screen.shown_fields
        ],
    }
