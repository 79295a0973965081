"""An address as a code to scan: drawn here, so that no other service learns what is printed."""

from __future__ import annotations

import segno
from django.utils.safestring import SafeString, mark_safe


def drawn(address: str) -> SafeString:
    """The address as an in-line picture, scaled by the style sheet."""
    code = segno.make(address, error="m", micro=False)
    picture = code.svg_inline(border=2, svgclass="qr", lineclass=None, omitsize=True)
    return mark_safe(picture)  # noqa: S308  (drawn by segno; the address is not written out)
