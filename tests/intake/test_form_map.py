"""The map is the form: every hop on it is taken by a real draft, and no draft takes another."""

from __future__ import annotations

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from intake.actions import start_draft
from intake.form_map import CHECK, CRISIS, screens, walks, ways_through
from intake.models import ContactMethod
from intake.steps import BY_SLUG, DONE, OFFERED, STEPS, first_missing, offered, step_after
from intake.steps.home import WhereStep
from intake.steps.household import HouseholdStep
from intake.views.base import DRAFT_COOKIE

VALID = {
    "consent": {"help": "on"},
    "needs": {"needs": ["money"]},
    "name": {"called_name": "王阿姨"},
    "contact": {"phone": "13800138000"},
    "safe-contact": {"say_who": "yes", "others_may_answer": "hang_up"},
    "proxy": {"proxy_name": "女儿", "proxy_phone": "13900139000"},
    "where": {"place": "和平小区"},
    "child": {"at_home": "nobody"},
    "child-consent": {"child_help": "on"},
    "child-tell": {"child_needs": ["talk"], "child_name": "小雨"},
    "child-contact": {"child_contact": "come"},
    "seen-where": {"place": "和平小区"},
    "seen": {"seen_signs": ["silent"]},
}
CHOOSING = {
    name: [code for code, _label in field.choices if code]
    for step in BY_SLUG.values()
    for name, field in step.base_fields.items()
    if getattr(field, "choices", None)
}


DRAWN = {(screen.slug, slug) for screen in screens() for _when, slug in screen.leads_to}


def test_every_screen_of_the_form_is_on_the_map_with_every_field():
    drawn = {screen.slug: screen for screen in screens()}

    assert list(drawn) == list(BY_SLUG)
    for slug, screen in drawn.items():
        shown = [
            name
            for name in BY_SLUG[slug].own_fields()
            if not BY_SLUG[slug].base_fields[name].widget.is_hidden
        ]
        assert len(screen.fields) == len(shown)
        assert all(field.label for field in screen.fields)
        assert screen.asked_when or screen.offered_when


def test_the_eighteen_ways_and_the_shortest_of_them():
    ways = [slugs for _when, slugs in ways_through()]

    assert len(ways) == len(set(ways)) == 18
    assert ("danger", "for-whom", "consent", "needs", "words", "name", "contact") in ways
    assert ("danger", "consent", "needs", "words", "name", "contact") in ways
    short = ("danger", "for-whom", "awareness", "consent", "seen-where", "seen", "your-contact")
    assert [way for way in ways if "seen" in way] == [short]


def test_a_childs_own_two_ways_ask_nothing_of_money_health_or_the_household():
    ways = {slugs: whens for whens, slugs in ways_through() if "child" in slugs}

    end = ("child-tell", "child-contact")
    before = ("danger", "for-whom", "child")
    assert set(ways) == {(*before, "child-notice", *end), (*before, "child-consent", *end)}
    told = {
        slugs[3]: {answer for when in whens for condition in when for answer in condition.answers}
        for slugs, whens in ways.items()
    }
    assert "14岁到17岁" in told["child-consent"]
    assert told["child-notice"] >= {"不到14岁", "不想说"}


def test_what_is_asked_after_the_second_tick_only_is_marked():
    drawn = {screen.slug: screen for screen in screens()}

    assert {s.slug for s in drawn.values() if any(f.sensitive for f in s.fields)} == {"household"}
    (when,) = drawn["household"].offered_when
    assert [condition.answers for condition in when if "第二个勾" in condition.question] == [
        ("勾了",)
    ]
    assert len(drawn["needs"].fields[0].sensitive_choices) == 4


@pytest.mark.usefixtures("station")
@pytest.mark.parametrize("hop", sorted(DRAWN), ids="→".join)
def test_each_hop_is_taken_by_a_real_draft(client, hop):
    """The screen is answered as on the first walk with this hop, and the site leads there."""
    screen, to = hop
    taken = next((h for walk in walks() for h in walk if (h.screen, h.to) == hop), None)
    before = dict(taken.answers) if taken else {**walks()[0][-1].answers, "consents": ["sensitive"]}
    before[DONE] = [slug for slug in before[DONE] if slug != screen]
    own = {name: before.get(name) for name in BY_SLUG[screen].own_fields() if name in before}
    if screen == "where":
        before["contact_method"] = ContactMethod.VISIT
    client.cookies[DRAFT_COOKIE] = str(start_draft(before).pk)

    response = client.post(f"/intake/{screen}/", {**VALID.get(screen, {}), **own})

    addresses = {CHECK: reverse("intake:check"), CRISIS: reverse("intake:crisis")}
    assert response.status_code == 302, response.context["form"].errors
    assert response["Location"] == addresses.get(to, f"/intake/{to}/")


MANY = {
    *("child_needs", "needs", "good_times", "seen_signs"),
    *("event", "illness", "benefits", "access_needs"),
}
CHOSEN = {
    name: st.lists(st.sampled_from(codes), max_size=3) if name in MANY else st.sampled_from(codes)
    for name, codes in CHOOSING.items()
}
TICKS = [[], ["help"], ["help", "sensitive"], ["help", "sensitive", "share"]]


@given(st.fixed_dictionaries({}, optional=CHOSEN), st.sampled_from(TICKS))
def test_no_draft_takes_a_hop_that_is_not_drawn(answers, consents):
    """Whatever was chosen, in whatever order: from each screen one answers the map's next ones."""
    answers = {**answers, "consents": consents, DONE: []}
    while step := first_missing(answers):
        following = step_after(step, answers)
        assert (step.slug, following.slug if following else CHECK) in DRAWN
        answers[DONE] = [*answers[DONE], step.slug]
    assert {step.slug for step in offered(answers)} <= {step.slug for step in OFFERED}


@pytest.mark.usefixtures("station")
@pytest.mark.parametrize("step", [step for step in STEPS if step is not HouseholdStep])
def test_a_field_left_empty_is_refused_only_where_the_map_says_needed(station, step):
    needed = {name for name, field in step.base_fields.items() if field.required}
    for method in ["", *ContactMethod.values]:
        answers = {"contact_method": method}
        form = step(
            {"contact_method": method}, answers=answers, station=station, language="zh-hans"
        )
        refused = set(form.errors)
        assert needed - {"contact_method"} <= refused | {"contact_method"}
        assert refused <= needed | set(step.needed_when), step.slug


def test_a_place_is_needed_for_a_visit(station):
    form = WhereStep(
        {}, answers={"contact_method": ContactMethod.VISIT}, station=station, language="zh-hans"
    )

    assert not form.is_valid()
    assert set(WhereStep.needed_when) == {"estate", "place"}
