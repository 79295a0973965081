"""What a first visit sends to a cheap phone: all the browser asks for, packed as on the line."""

from __future__ import annotations

import gzip

import pytest

from policy_pages.demo.load import slugs as explainer_slugs

MOST_BYTES = 60_000
"""Of one page with all it needs, nothing in the phone's cache yet (DESIGN 9)."""
FIRST_PAGES = [
    "/",
    "/policies/",
    *(f"/policies/{slug}/" for slug in explainer_slugs()),
    "/policies/dibao/leaflet/",
    "/policies/dibao/feedback/?part=steps",
    "/search/?q=低保",
    "/situations/shengbing/",
    "/notices/",
    "/notices/bu-pizhun/",
    "/notices/bu-pizhun/shouru-chao/",
    "/notices/bu-pizhun/shouru-chao/note/",
    "/check/",
    "/check/urgent/",
    "/intake/",
    "/intake/danger/",
    "/intake/crisis/",
    "/intake/paper/",
    "/status/",
    "/report/",
    "/rooms/?q=花园",
    "/glossary/",
    "/privacy/",
    "/privacy-children/",
    "/accessibility/",
    "/en/",
]


def as_sent(response) -> int:
    """Bytes of a body; text is packed, as WhiteNoise and the page middleware do in production."""
    body = response.body()
    packed = response.headers.get("content-type", "").startswith(
        ("text/", "application/javascript", "application/json", "image/svg")
    )
    return len(gzip.compress(body)) if packed else len(body)


@pytest.mark.parametrize("path", FIRST_PAGES)
def test_a_first_visit_sends_at_most_60_kilobytes_from_one_host(page, live_site, path):
    responses = []
    page.on("response", lambda response: responses.append(response))
    page.goto(live_site.url + path)
    page.wait_for_load_state("networkidle")

    assert {response.status for response in responses} == {200}
    assert all(response.url.startswith(live_site.url) for response in responses)
    sizes = {response.url.removeprefix(live_site.url): as_sent(response) for response in responses}
    assert sum(sizes.values()) <= MOST_BYTES, sizes
    assert any(address.endswith(".css") for address in sizes)  # the style was counted too
