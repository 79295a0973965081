"""A worker's day at the doorstep and at the desk, in Chromium, through the real screens."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from intake.actions import submit_referral
from intake.models import Referral
from policy_pages.models import CommunityRoom, Estate, Station
from staff.demo.people import PASSWORD
from staff.domain.stages import Stage
from staff.models import Case, CaseNote, ReferralDecision, ReportDuty, StageMove, Visit
from tests.browser.conftest import assert_accessible, assert_no_sideways_scroll, leaving

WORKER, LEAD, ROOM = "shegong1", "zhanzhang", "dongjie2"


@pytest.fixture
def station(live_site):
    return Station.objects.get()


@pytest.fixture
def empty_queue(station):
    """Nothing waits but what the test sends."""
    waiting = Referral.objects.filter(decision__isnull=True)
    ReportDuty.objects.filter(referral__in=waiting).delete()
    waiting.delete()


def send(station, **answers):
    """What a resident's finished form sends."""
    return submit_referral(
        {
            "consents": ["help", "sensitive"],
            "needs": ["money"],
            "words": "日子过不下去了。",
            "called_name": "陈大爷",
            "contact_method": "phone",
            "phone": "13900001111",
            **answers,
        },
        submit_token=uuid4(),
        station=station,
    ).referral


def log_in(page, site, username):
    page.context.clear_cookies()
    page.emulate_media(
        reduced_motion="reduce"
    )  # messages stand still: axe reads no half-faded text
    page.goto(site.url + "/staff/")
    page.get_by_label("用户名").fill(username)
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录").click()
    page.wait_for_url("**/staff/")


def good(page):
    assert_accessible(page)
    assert_no_sideways_scroll(page)


def tick(page, *labels):
    for label in labels:
        page.locator("label.desk-chip", has_text=label).first.click()


def test_from_the_referral_to_the_step_down_on_a_phone(page, live_site, station, empty_queue):
    referral = send(station, danger="harm", words="摔了一跤，家里没人。")

    log_in(page, live_site, WORKER)
    good(page)
    urgent = page.locator(".desk-board__section--urgent .desk-row").first
    assert "陈大爷" in urgent.inner_text()
    urgent.get_by_role("link").click()
    good(page)
    assert page.locator(".desk-quote").inner_text() == "「摔了一跤，家里没人。」"
    tick(page, "一级紧急", "出了突发的事")
    page.get_by_role("button", name="保存决定").click()
    page.wait_for_url(f"**/cases/{referral.reference}/")
    good(page)
    case = Case.objects.get(reference=referral.reference)
    assert (case.stage, case.provisional) == (Stage.T1_EMERGENCY_HANDLING, True)

    page.locator(".desk-actions").get_by_role("link", name="安排走访").click()
    good(page)
    tick(page, "今天")
    page.get_by_role("button", name="就这么安排").click()
    page.wait_for_url(f"**/cases/{referral.reference}/")

    page.get_by_role("link", name="写走访记录").click()
    good(page)
    tick(page, "本人")
    page.get_by_label("说了什么").fill("腿还疼，饭有人送了。")
    tick(page, "家里整齐", "听他说", "1周后")
    page.get_by_role("button", name="保存记录").click()
    page.wait_for_url(f"**/cases/{referral.reference}/")
    visit = case.visits.get(status=Visit.Status.DONE)
    assert visit.said == "腿还疼，饭有人送了。"
    assert case.visits.planned().get().planned_for == timezone.localdate() + timedelta(days=7)

    for stage in ("联合帮助阶段", "降级转介阶段（一级）", "转介观察阶段（二级）"):
        page.locator(".desk-moves").get_by_role("link", name=stage).click()
        good(page)
        boxes = page.locator("#id_criteria_met_field input")
        for index in range(boxes.count()):
            boxes.nth(index).check()
        page.locator("#id_evidence_field input").first.check()
        page.locator("button[type=submit].desk-button").click()
        page.wait_for_url(f"**/cases/{referral.reference}/")

    case.refresh_from_db()
    assert case.stage == Stage.T1_STEP_DOWN_REFERRAL
    assert page.get_by_role("button", name="签字").count() == 0

    log_in(page, live_site, LEAD)
    page.locator(".desk-board__section--signatures").get_by_role(
        "link", name="看后签字"
    ).last.click()
    good(page)
    page.goto(f"{live_site.url}/staff/cases/{referral.reference}/")
    page.get_by_role("button", name="签字", exact=True).click()
    page.wait_for_url(f"**/cases/{referral.reference}/")
    case.refresh_from_db()
    assert case.stage == Stage.T2_REFERRAL_OBSERVATION
    assert "二级缓和" in page.locator(".desk-marks").inner_text()
    good(page)


def test_ten_referrals_are_decided_by_keyboard_alone(desk_page, live_site, station, empty_queue):
    page = desk_page
    sent = [
        send(station, phone=f"1390000{n:04}", danger="harm" if n < 3 else "none") for n in range(10)
    ]
    log_in(page, live_site, WORKER)
    page.goto(f"{live_site.url}/staff/referrals/{sent[0].reference}/")

    for number in range(10):
        before = page.url
        if number == 4:  # leave one for a moment and come back to it
            for key in ("n", "p"):
                with leaving(page):
                    page.keyboard.press(key)
            assert page.url == before
        for key in ("1", "2") if number < 3 else ("4", "7"):
            page.keyboard.press(key)
        with leaving(page):
            page.keyboard.press("Enter")

    decided = ReferralDecision.objects.filter(referral__in=[each.pk for each in sent])
    assert sorted(decided.values_list("outcome", flat=True)) == ["advised"] * 7 + ["opened"] * 3
    assert Case.objects.filter(decisions__in=decided).count() == 3


def test_digits_typed_into_a_text_are_text(desk_page, live_site, station, empty_queue):
    page = desk_page
    referral = send(station)
    log_in(page, live_site, WORKER)
    page.goto(f"{live_site.url}/staff/referrals/{referral.reference}/")

    page.get_by_label("补充一句").press_sequentially("12 n p")

    assert page.locator("[name=outcome]:checked").count() == 0
    assert page.get_by_label("补充一句").input_value() == "12 n p"


SCREENS = [
    "/staff/",
    "/staff/today/",
    "/staff/referrals/",
    "/staff/referrals/?state=all",
    "/staff/referrals/?q=nobody",
    "/staff/cases/",
    "/staff/cases/?attention=silent",
]


@pytest.mark.parametrize("width", [360, 1280])
def test_every_screen_is_accessible_and_fits(page, live_site, width):
    page.set_viewport_size({"width": width, "height": 780})
    log_in(page, live_site, LEAD)
    case = Case.objects.active().order_by("pk").first()
    below = f"/staff/cases/{case.reference}/"
    addresses = [
        *SCREENS,
        below,
        *(below + each for each in ("history/", "notes/", "visits/plan/", "move/closed/")),
    ]
    for address in addresses:
        response = page.goto(live_site.url + address)
        assert response.status == 200, address
        good(page)


def test_two_workers_at_once_one_wins_and_the_other_sees_the_difference(
    page, desk_page, live_site, station
):
    case = Case.objects.filter(stage=Stage.T2_ACCOMPANIED_GROWTH).order_by("pk").first()
    address = f"{live_site.url}/staff/cases/{case.reference}/visits/plan/"
    for each, username in ((page, WORKER), (desk_page, LEAD)):
        log_in(each, live_site, username)
        each.goto(address)
        tick(each, "明天")
        each.get_by_label("与本人的要求不一样时").fill("她说好了，女儿睡着时去")
        each.get_by_label("要问什么").fill(f"{username}写的")
    before = case.visits.count()

    page.get_by_role("button", name="就这么安排").click()
    page.wait_for_url(f"**/cases/{case.reference}/")
    desk_page.get_by_role("button", name="就这么安排").click()
    desk_page.get_by_role("alert").first.wait_for()

    good(desk_page)
    assert "同事刚改过这一户" in desk_page.locator(".desk-stale").inner_text()
    assert desk_page.get_by_label("要问什么").input_value() == f"{LEAD}写的"
    assert case.visits.count() == before + 1

    desk_page.get_by_role("button", name="就这么安排").click()
    desk_page.wait_for_url(f"**/cases/{case.reference}/")
    assert case.visits.count() == before + 2


def test_two_workers_on_one_move_one_moves_the_case_and_the_other_reads_why(
    page, desk_page, live_site, station
):
    case = Case.objects.filter(stage=Stage.T2_ACCOMPANIED_GROWTH).order_by("pk").first()
    address = f"{live_site.url}/staff/cases/{case.reference}/move/{Stage.T1_EMERGENCY_HANDLING}/"
    for each, username in ((page, WORKER), (desk_page, LEAD)):
        log_in(each, live_site, username)
        each.goto(address)
        each.get_by_label("困难程度").fill(f"{username}：昨晚摔了")
    before = case.moves.count()

    page.locator("form.desk-form button[type=submit]").click()
    page.wait_for_url(f"**/cases/{case.reference}/")
    desk_page.locator("form.desk-form button[type=submit]").click()
    desk_page.locator(".desk-stale").wait_for()

    good(desk_page)
    told = desk_page.locator(".desk-stale").inner_text()
    assert f"{WORKER}：昨晚摔了" in told
    assert "紧急处理" in told
    assert "t1_" not in told
    assert desk_page.get_by_label("困难程度").input_value() == f"{LEAD}：昨晚摔了"
    assert case.moves.count() == before + 1
    case.refresh_from_db()
    assert case.stage == Stage.T1_EMERGENCY_HANDLING


def zheng_asks(station):
    estate = Estate.objects.filter(room=CommunityRoom.objects.get(community="营市东街社区")).first()
    return send(
        station,
        called_name="郑阿姨",
        consents=["help", "sensitive", "share"],  # her room is to know why she does not want it
        needs=["money", "health", "care"],
        words="我有心脏病、糖尿病，中过风，没有医保。女儿精神残疾二级。一个月一千多块钱。",
        contact_method="visit",
        estate=estate.pk,
        phone="",
    )


def write_note(page, base, kind, **fields):
    page.goto(f"{base}notes/?kind={kind}")
    good(page)
    if "explainer" in fields:
        page.locator("#id_explainer").select_option(fields["explainer"])
    tick(page, *fields.get("taps", []))
    page.get_by_label("写一两句").fill(fields.get("text", ""))
    page.get_by_role("button", name="保存").click()
    page.wait_for_url(base)


def visit(page, base, said, seen_chip="情绪低落"):
    page.goto(f"{base}visits/plan/")
    tick(page, "今天")
    page.get_by_role("button", name="就这么安排").click()
    page.wait_for_url(base)
    page.get_by_role("link", name="写走访记录").first.click()
    tick(page, "本人", seen_chip, "听他说", "还没定")
    page.get_by_label("说了什么").fill(said)
    page.get_by_role("button", name="保存记录").click()
    page.wait_for_url(base)


def move(page, base, stage, **grounds):
    page.goto(f"{base}move/{stage}/")
    for label, text in grounds.items():
        page.locator(f"#id_{label}").fill(text)
    boxes = page.locator("#id_criteria_met_field input")
    for index in range(boxes.count()):
        boxes.nth(index).check()
    page.locator("#id_evidence_field input").first.check()
    page.locator("button[type=submit].desk-button").click()
    page.wait_for_url(base)


def test_the_story_of_zheng_from_her_referral_to_tier_2(page, live_site, station, empty_queue):
    """R-73…R-80, R-94: refusal and its reason, calm response, the explainer, the change of will."""
    referral = zheng_asks(station)
    base = f"{live_site.url}/staff/cases/{referral.reference}/"

    log_in(page, live_site, WORKER)
    page.goto(f"{live_site.url}/staff/referrals/{referral.reference}/")
    tick(page, "一级紧急", "经济极度困难")
    page.get_by_label("补充一句").fill("生活非常贫困，按实际情况定一级。")  # a person decides
    room_worker = page.locator("#id_room_worker")
    room_worker.select_option(label="东街网格员小周（样例）")
    page.get_by_role("button", name="保存决定").click()
    page.wait_for_url(base)

    log_in(page, live_site, ROOM)  # the room asks why she does not want it
    visit(page, base, "不要低保，怕影响孩子前途。")
    write_note(page, base, "willingness", taps=["不愿意"], text="怕影响儿女前途")
    write_note(
        page,
        base,
        "explained",
        explainer="yingxiang-zinv",
        taps=["说得出来"],
        text="在门口一起读完",
    )
    visit(page, base, "想通了，愿意试试。", seen_chip="精神好")
    write_note(page, base, "willingness", taps=["现在愿意"], text="日子总要往好里过")
    assert page.locator(".desk-moves").count() == 0

    log_in(page, live_site, WORKER)
    move(page, base, "t1_joint_help", life_after_help="药和饭接上了")
    move(page, base, "t1_step_down_referral", life_after_help="女儿复诊了")
    move(
        page,
        base,
        "t2_referral_observation",
        difficulty="长期困难，不再紧急",
        clients_words="愿意办低保了",
    )

    case = Case.objects.get(reference=referral.reference)
    assert case.stage == Stage.T1_STEP_DOWN_REFERRAL
    log_in(page, live_site, LEAD)
    page.goto(base)
    page.get_by_role("button", name="签字", exact=True).click()
    page.wait_for_url(base)
    good(page)

    case.refresh_from_db()
    assert case.tier == "tier2_easing"
    notes = CaseNote.objects.filter(case=case).order_by("pk")
    assert [(note.kind, note.explainer, note.text) for note in notes] == [
        ("willingness", "", "不愿意。怕影响儿女前途"),
        ("explained", "yingxiang-zinv", notes[1].text),
        ("willingness", "", "现在愿意。日子总要往好里过"),
    ]
    signed = StageMove.objects.get(case=case, signed_by__isnull=False)
    assert (signed.moved_by.username, signed.signed_by.username) == (WORKER, LEAD)
    assert signed.clients_words == "愿意办低保了"
    story = page.locator(".desk-story").inner_text()
    for told in ("怕影响儿女前途", "现在愿意", "愿意办低保了"):
        assert told in story
