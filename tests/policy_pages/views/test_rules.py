"""The rules in the admin: written as drafts, checked by another person, put live, replayed."""

from __future__ import annotations

import re

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse
from django.utils import timezone

from policy_pages import self_check
from policy_pages.actions import rules as actions
from policy_pages.eligibility import read_answers, replay_code
from policy_pages.models import RuleSet
from tests.factories import (
    CriterionFactory,
    PolicySourceFactory,
    RuleSetFactory,
    ScenarioFactory,
    StationFactory,
    UserFactory,
)
from tests.policy_pages.test_facts_admin import member

pytestmark = pytest.mark.django_db
State = RuleSet.State


@pytest.fixture(autouse=True)
def station():
    return StationFactory()


@pytest.fixture
def editor():
    return member("editor")


@pytest.fixture
def checker():
    return member("fact_checker")


@pytest.fixture
def draft(editor):
    criterion = CriterionFactory.build(code="hukou", source=PolicySourceFactory())
    return RuleSetFactory(
        programme="dibao",
        place="全国",
        author=editor,
        criteria=[criterion],
        scenarios=[ScenarioFactory.build()],
    )


def screen(ruleset) -> str:
    return reverse("wagtailsnippets_policy_pages_ruleset:edit", args=[ruleset.pk])


def act(client, user, ruleset, name: str):
    client.force_login(user)
    response = client.post(reverse("check_rules:act", args=[ruleset.pk, name]), follow=True)
    ruleset.refresh_from_db()
    return response


def form_of(client, ruleset) -> dict[str, str]:
    """What the browser would send back unchanged."""
    html = client.get(screen(ruleset)).content.decode()
    form = {}
    for tag in re.findall(r"<input[^>]*>", html):
        name = re.search(r' name="([^"]+)"', tag)
        value = re.search(r' value="([^"]*)"', tag)
        if name and 'type="checkbox"' not in tag:
            form[name[1]] = value[1] if value else ""
    for name, body in re.findall(r'<textarea name="([^"]+)"[^>]*>(.*?)</textarea>', html, re.S):
        form[name] = body.strip()
    for name, body in re.findall(r'<select name="([^"]+)"[^>]*>(.*?)</select>', html, re.S):
        chosen = re.search(r'<option value="([^"]*)"\s+selected', body)
        form[name] = chosen[1] if chosen else ""
    return {name: value.replace("&quot;", '"').replace("&lt;", "<") for name, value in form.items()}


def test_the_list_the_form_and_the_map_open(client, editor, draft):
    client.force_login(editor)

    for address in (
        reverse("wagtailsnippets_policy_pages_ruleset:list"),
        reverse("wagtailsnippets_policy_pages_ruleset:add"),
        screen(draft),
        reverse("check_rules:map"),
        reverse("check_rules:replay"),
    ):
        assert client.get(address).status_code == 200, address


def test_a_draft_goes_live_by_a_second_person(client, editor, checker, draft):
    act(client, checker, draft, "check")
    response = act(client, checker, draft, "live")

    assert draft.state == State.LIVE
    assert "正在用" in response.content.decode()


def test_the_author_is_told_to_ask_somebody_else(client, draft):
    author = draft.author
    author.groups.add(Group.objects.get(name="fact_checker"))

    response = act(client, author, draft, "check")

    assert draft.state == State.DRAFT
    assert "请别人来核对" in response.content.decode()


@pytest.mark.parametrize("name", ["check", "live", "retire"])
def test_an_editor_may_not_sign(client, editor, draft, name):
    act(client, editor, draft, name)

    assert (draft.state, draft.checked_by) == (State.DRAFT, None)


def test_a_failing_family_blocks_going_live_and_is_named(client, editor, checker, draft):
    draft.scenarios.update(answers={"hukou": "elsewhere"}, title="李家")
    act(client, checker, draft, "check")

    response = act(client, checker, draft, "live")

    assert draft.state == State.CHECKED
    assert "「李家」" in response.content.decode()


def test_saving_a_draft_runs_its_families_and_makes_the_writer_the_author(client, draft):
    other = UserFactory()
    other.groups.add(Group.objects.get(name="editor"))
    client.force_login(other)
    form = form_of(client, draft) | {"scenarios-0-answers": '{"hukou": "elsewhere"}'}

    response = client.post(screen(draft), form, follow=True)

    draft.refresh_from_db()
    assert draft.author == other
    assert draft.scenarios.get().answers == {"hukou": "elsewhere"}
    assert "结果不一样" in response.content.decode()


def test_a_broken_rule_is_explained_and_not_saved(client, editor, draft):
    client.force_login(editor)
    form = form_of(client, draft) | {"criteria-0-expression": 'answer("moon") == "here"'}

    html = client.post(screen(draft), form).content.decode()

    assert "没有叫moon的题" in html
    assert draft.criteria.get().expression == 'answer("hukou") == "here"'


def test_live_rules_are_not_edited_but_copied(client, editor, checker, draft):
    act(client, checker, draft, "check")
    act(client, checker, draft, "live")
    client.force_login(editor)

    client.post(screen(draft), form_of(client, draft) | {"title": "改了"})

    draft.refresh_from_db()
    assert draft.title == "试验救助"
    act(client, editor, draft, "version")
    assert list(RuleSet.objects.order_by("version").values_list("version", "state")) == [
        (1, "live"),
        (2, "draft"),
    ]


def test_an_unknown_act_is_not_found_and_a_get_changes_nothing(client, editor, draft):
    client.force_login(editor)

    assert client.post(reverse("check_rules:act", args=[draft.pk, "moon"])).status_code == 404
    assert client.get(reverse("check_rules:act", args=[draft.pk, "check"])).status_code == 405


def test_a_worker_opens_the_number_a_person_kept(client, checker, draft, station):
    actions.check_rules(draft.pk, actor=checker)
    actions.put_rules_live(draft.pk, actor=checker)
    on = self_check.ground(station, timezone.localdate())
    digits = replay_code(read_answers({"hukou": "here"}), day=on.day, bands=on.bands)
    client.force_login(UserFactory(role="social_worker", station=station))

    shown = client.post(reverse("check_rules:replay"), {"digits": f"{digits[:6]} {digits[6:]}"})
    wrong = client.post(reverse("check_rules:replay"), {"digits": "1"})

    assert "可能可以" in shown.content.decode()
    assert "在本街道" in shown.content.decode()
    assert "这不是我们的号码" in wrong.content.decode()
