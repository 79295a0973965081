"""What somebody wrote by hand among the answers, wherever it stands; to read danger in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

FREE_TEXTS = frozenset(
    {
        *("words", "seen_words", "called_name", "reporter_name"),
        *("not_times", "proxy_name", "proxy_relation", "name", "relation"),
        *("people", "who", "helpers", "strengths"),
        *("child_words", "child_name", "child_not_times", "grown_up_name"),
    }
)
"""Answers typed and not chosen, by the name they have in a draft or nested in a referral.

Not the address: streets are named after tigers and bridges."""


def written_by_hand(answers: Any) -> Iterator[str]:
    """Every free text of the answers, flat as in a draft or nested as ``Referral`` keeps them.

    Somebody names what happens to them where there is room to write, not where it was asked for.
    """
    if isinstance(answers, Mapping):
        for name, value in answers.items():
            if isinstance(value, str):
                if name in FREE_TEXTS and value:
                    yield value
            else:
                yield from written_by_hand(value)
    elif isinstance(answers, list | tuple):
        for each in answers:
            yield from written_by_hand(each)
