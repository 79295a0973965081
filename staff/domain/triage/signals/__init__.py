"""What is listened for in free words: for each signal its ways of saying it. Pure Python.

A way is a regular expression; short ones stand together with ``|``. The order means nothing.
"""

from __future__ import annotations

from . import circumstances, danger, hardship

PATTERNS: dict[str, tuple[str, ...]] = {
    **danger.PATTERNS,
    **hardship.PATTERNS,
    **circumstances.PATTERNS,
}
