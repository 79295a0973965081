"""Every screen of the desk on a phone: nothing axe objects to, and no sideways scroll."""

from __future__ import annotations

import pytest
from django.urls import reverse

from intake.models import Referral, ReporterLink, RightsRequest
from policy_pages.models import Station
from staff.models import Case, ReportDuty, ReportMade, User
from tests.browser.conftest import assert_accessible, assert_no_sideways_scroll
from tests.browser.test_publishing import sit_down
from tests.factories import CaseGapFactory, VisitFactory
from tests.staff.test_url_matrix import OF_A_CASE, OF_A_REFERRAL, POSTED, screens

NOT_PAGES = {"session_left", "staff_draft", "views:open", "people:reset"}
ONLY_POSTED = POSTED | {
    *("links:retire", "alerts:retry", "views:forget", "people:close", "people:open"),
    *(f"referrals:{name}" for name in ("copy_of_data", "erase", "hold", "release", "pause")),
    *(f"referrals:{name}" for name in ("resume", "merge", "tell_apart", "offer_again", "assign")),
}


@pytest.fixture
def arguments(demo_database):
    """What stands in the address of a screen, for a household of the demo that has it."""
    station = Station.objects.get()
    waiting = Referral.objects.filter(decision__isnull=True, station=station, erased_at=None)
    case = Case.objects.filter(station=station).active().order_by("pk").first()
    visit = VisitFactory(case=case, visitor=case.worker)
    gap = CaseGapFactory(case=case)
    request = RightsRequest.objects.order_by("pk").first()
    colleague = User.objects.get(username="shegong1")
    duty = ReportDuty.objects.unanswered().first()
    report = ReportMade.objects.first()
    return {
        "referral": [waiting.order_by("pk").last().reference],
        "case": [case.reference],
        "cases:move": [case.reference, "t1_emergency_handling"],
        "cases:visit": [case.reference, visit.pk],
        "cases:cancel_visit": [case.reference, visit.pk],
        "cases:gap": [case.reference, gap.pk],
        "links:print": [ReporterLink.objects.order_by("pk").first().pk],
        "rights:answer": [request.pk] if request else None,
        "people:edit": [colleague.pk],
        "mandatory:detail": [duty.pk],
        "mandatory:waive": [duty.pk],
        "mandatory:reply": [report.duty_id, report.pk],
        "minors_answer": None,
        "referrals:guardian": [waiting.get(on_behalf="child").reference],
        "referrals:check": None,
        "referrals:reports": None,
    }


def address(name: str, arguments: dict) -> str | None:
    """``None`` where the demo has nothing such a screen could show."""
    of_one = {"case": OF_A_CASE, "referral": OF_A_REFERRAL}
    kind = next((kind for kind, names in of_one.items() if name in names), "")
    args = arguments.get(name, arguments.get(kind, []))
    return None if args is None else reverse(name, args=args)


@pytest.mark.browser
def test_every_screen_of_the_desk_is_accessible_and_fits_a_phone(page, live_site, arguments):
    sit_down(page, live_site, "zhanzhang")
    seen, wrong = set(), []
    for name in sorted(set(screens()) - ONLY_POSTED - NOT_PAGES):
        if name.endswith("_results") or not (path := address(name, arguments)):
            continue
        response = page.goto(live_site.url + path)
        if response.status == 404:  # nothing of the kind for this household
            continue
        seen.add(name)
        try:
            assert response.status == 200
            assert_accessible(page)
            assert_no_sideways_scroll(page)
        except AssertionError as found:
            wrong.append(f"{name} {path}: {found}")

    assert wrong == []
    assert len(seen) >= 30, sorted(seen)
