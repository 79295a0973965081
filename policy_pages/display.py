"""How the reader wants the pages shown: text size and contrast, without JavaScript (R-19).

A cookie holds the choice, and only once a choice was made. Pages say ``Vary: Cookie`` nowhere:
a request that carries this cookie is to be answered past any shared cache (docs/operations.md).
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from django.http import HttpRequest

COOKIE = "display"
SIZES = (18, 24, 30)


@dataclass(frozen=True)
class Display:
    """Text size in pixels at the browser's own setting, and whether contrast is raised."""

    size: int = 18
    high_contrast: bool = False

    @classmethod
    def from_cookie(cls, value: str) -> Display:
        """Read ``24`` or ``24h``; anything else is the standard display."""
        size = value.removesuffix("h")
        if size not in {str(known) for known in SIZES}:
            return cls()
        return cls(size=int(size), high_contrast=value.endswith("h"))

    def to_cookie(self) -> str:
        return f"{self.size}{'h' if self.high_contrast else ''}"

    def changed(self, *, size: str = "", contrast: str = "") -> Display:
        """The display after a press on one button; an unknown value changes nothing."""
        display = self
        if size in {str(known) for known in SIZES}:
            display = replace(display, size=int(size))
        if contrast in {"high", "standard"}:
            display = replace(display, high_contrast=contrast == "high")
        return display

    @property
    def is_standard(self) -> bool:
        return self == Display()


def display(request: HttpRequest) -> dict[str, object]:
    """Context processor: ``display`` for base.html. Reads one cookie, touches no database."""
    return {"display": Display.from_cookie(request.COOKIES.get(COOKIE, ""))}
