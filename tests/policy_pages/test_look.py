"""The public face as a machine can judge it: contrast of the palette, size, no inline code."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

import pytest
from django.conf import settings

CSS = Path(settings.BASE_DIR / "portal/static/portal/main.css").read_text()
SCREENS = ["/rooms/", "/privacy/", "/privacy-children/", "/accessibility/", "/en/rooms/"]

TEXT_ON_BACKGROUND = [
    ("ink", "paper"),
    ("ink", "sheet"),
    ("ink", "accent-wash"),
    ("ink", "attention-wash"),
    ("ink", "danger-wash"),
    ("ink", "mark"),
    ("ink-soft", "paper"),
    ("ink-soft", "sheet"),
    ("ink-soft", "accent-wash"),
    ("accent", "paper"),
    ("accent", "sheet"),
    ("accent", "accent-wash"),
    ("accent-deep", "accent-wash"),
    ("on-accent", "accent"),
    ("on-accent", "accent-deep"),
    ("attention", "paper"),
    ("attention", "attention-wash"),
    ("danger", "paper"),
    ("danger", "danger-wash"),
    ("on-danger", "danger"),
    ("on-help", "help"),
    ("tier1", "sheet"),
    ("tier2", "sheet"),
    ("tier3", "sheet"),
]
EDGES_ON_BACKGROUND = [("edge", "paper"), ("edge", "sheet"), ("focus", "paper")]


def palettes() -> dict[str, dict[str, str]]:
    """The colours of each mode, with what a mode leaves out taken from the mode below it."""

    def colours(block: str) -> dict[str, str]:
        return dict(re.findall(r"--([a-z0-9-]+): (#[0-9a-f]{6})", block))

    tokens = CSS[CSS.index("@layer tokens {") : CSS.index("@layer base {")]
    light, dark = tokens.split("@media (prefers-color-scheme: dark)")
    standard, high = light.split(':root[data-contrast="high"]')
    dark_standard, dark_high = dark.split(':root[data-contrast="high"]')
    base = colours(standard)
    modes = {"light": base, "light high": base | colours(high)}
    modes["dark"] = base | colours(dark_standard)
    modes["dark high"] = modes["light high"] | colours(dark_standard) | colours(dark_high)
    return modes


def contrast(one: str, other: str) -> float:
    """WCAG 2 contrast ratio of two #rrggbb colours."""

    def luminance(colour: str) -> float:
        channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
        return sum(weight * c for weight, c in zip((0.2126, 0.7152, 0.0722), linear, strict=True))

    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("mode", ["light", "light high", "dark", "dark high"])
def test_text_stands_out_seven_to_one_in_every_mode(mode):
    palette = palettes()[mode]

    too_faint = {
        (text, ground): round(contrast(palette[text], palette[ground]), 2)
        for text, ground in TEXT_ON_BACKGROUND
        if contrast(palette[text], palette[ground]) < 7
    }

    assert too_faint == {}


@pytest.mark.parametrize("mode", ["light", "light high", "dark", "dark high"])
def test_edges_of_boxes_and_the_focus_ring_stand_out_three_to_one(mode):
    palette = palettes()[mode]

    assert all(contrast(palette[a], palette[b]) >= 3 for a, b in EDGES_ON_BACKGROUND)


def test_the_stylesheet_is_small_and_asks_nobody_else():
    assert len(gzip.compress(CSS.encode())) < 10_000
    assert "url(" not in CSS
    assert "@import" not in CSS


@pytest.mark.django_db
@pytest.mark.parametrize("path", SCREENS)
def test_a_screen_is_light_and_carries_no_inline_code_cookie_or_third_party(client, path):
    response = client.get(path)
    html = response.content.decode()

    assert response.status_code == 200
    assert not response.cookies
    assert len(gzip.compress(response.content)) <= 14_000
    assert not re.search(r"<style|\sstyle=|\son[a-z]+=|<script(?![^>]*(?:\ssrc=|ld\+json))", html)
    asked_for = re.sub(r'<link rel="(?:canonical|alternate)"[^>]*>', "", html)  # names, not loads
    assert not re.search(r'(?:src|href|action)="(?:https?:)?//', asked_for)


@pytest.mark.django_db
@pytest.mark.parametrize("path", SCREENS)
def test_a_screen_has_its_landmarks_one_heading_and_a_person_to_call(client, path):
    html = client.get(path).content.decode()

    assert html.count("<h1") == html.count("<main") == html.count("<footer") == 1
    assert html.index('href="#main"') < html.index("<header")
    assert 'class="help"' in html
    assert 'href="tel:' in html
