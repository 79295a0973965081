"""No page about one person stays in a browser, a proxy or a search engine.

The addresses are read from the site: a new one is tried as well, without a line here.
"""

from __future__ import annotations

import pytest
from django.urls import reverse

from intake.models import ReporterLink
from intake.steps import BY_SLUG
from intake.urls import urlpatterns
from tests.factories import CommunityRoomFactory

from ..factories import submit
from ..journey import SHORTEST, walk
from .test_status import look_up

pytestmark = pytest.mark.usefixtures("station", "patient")


def addresses(link: ReporterLink | None = None) -> list[str]:
    """Each address of this app; where it takes a word, with all there are and one that is none."""
    words = {
        "slug": [*BY_SLUG, "no-such-screen"],
        "key": [link.key if link else "retired", "no-such-link"],
    }
    found = []
    for pattern in urlpatterns:
        (name,) = pattern.pattern.converters or [None]
        found += [
            reverse(f"intake:{pattern.name}", kwargs={name: word} if name else None)
            for word in words.get(name, [""])
        ]
    return found


def test_the_list_is_the_whole_app():
    assert len(addresses()) == len(urlpatterns) - 2 + len(BY_SLUG) + 1 + 2
    assert {"/intake/", "/intake/done/", "/report/", "/status/", "/status/rights/"} <= set(
        addresses()
    )


@pytest.mark.parametrize("come_as_far_as", ["nothing", "half", "all", "sent", "looked up"])
@pytest.mark.parametrize("method", ["get", "head", "post", "put", "options"])
def test_every_answer_says_that_it_is_kept_nowhere(client, station, method, come_as_far_as):
    link = ReporterLink.objects.create(
        room=CommunityRoomFactory(station=station), holder="楼长", key="a-captains-key"
    )
    sent = {}
    if come_as_far_as in {"half", "all", "sent"}:
        walk(client, SHORTEST[:4] if come_as_far_as == "half" else SHORTEST)
    if come_as_far_as == "sent":
        client.post("/intake/check/")
    if come_as_far_as == "looked up":
        receipt = submit(station)
        page = look_up(client, receipt.referral.reference, receipt.status_code)
        sent = {"token": page.context["token"]}

    kept = {}
    for address in addresses(link):
        response = getattr(client, method)(address, sent)
        promised = response.headers.get("Cache-Control", ""), response.headers.get("X-Robots-Tag")
        if "no-store" not in promised[0] or (response.status_code == 200 and not promised[1]):
            kept[address] = (response.status_code, *promised)

    assert kept == {}
