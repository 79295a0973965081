"""Entering and checking values through the real screens."""

from datetime import date

import pytest
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from wagtail.hooks import register_temporarily
from wagtail.models import Locale, ModelLogEntry

from policy_pages.actions import facts as actions
from policy_pages.actions.publishing import grant_content_permissions
from policy_pages.fact_uses import HOOK, Use, Uses, uses_of
from policy_pages.models import FactValue, PolicyFact
from policy_pages.panels import history_charts
from staff.roles import write_groups
from tests.factories import (
    CriterionFactory,
    FactValueFactory,
    PolicyFactFactory,
    PolicyPageFactory,
    PolicySourceFactory,
    RequiredDocumentFactory,
    RuleSetFactory,
    StationFactory,
    UserFactory,
    home_page,
)

pytestmark = pytest.mark.django_db


def member(role: str):
    write_groups()
    grant_content_permissions()
    user = UserFactory()
    user.groups.add(Group.objects.get(name=role))
    return user


@pytest.fixture
def editor(db):
    return member("editor")


@pytest.fixture
def checker(db):
    return member("fact_checker")


@pytest.fixture
def fact(db):
    home_page()
    StationFactory()
    return PolicyFactFactory(code="dibao_standard", label="低保标准")


def entry(**changes) -> dict:
    return {
        "value": "1300",
        "place": "槐荫区",
        "valid_from": "2026-07-01",
        "valid_to": "",
        "source": PolicySourceFactory().pk,
        "article": "第一条",
        "confidence": "high",
    } | changes


def test_before_it_is_written_every_page_that_would_change_is_named(client, editor, fact):
    PolicyPageFactory(title="改这一页", what_you_get=[("paragraph", "<p>{{dibao_standard}}</p>")])
    PolicyPageFactory(title="不改这一页")
    client.force_login(editor)

    html = client.post(reverse("fact_values:enter", args=[fact.pk]), entry()).content.decode()

    assert "改这一页</a>" in html
    assert "不改这一页" not in html
    assert not FactValue.objects.exists()


def test_a_confirmed_value_is_written_unchecked_and_ends_nothing(client, editor, fact):
    older = FactValueFactory(fact=fact, valid_from=date(2026, 1, 1))
    client.force_login(editor)

    client.post(reverse("fact_values:enter", args=[fact.pk]), entry(confirmed="on"))

    older.refresh_from_db()
    new = FactValue.objects.exclude(pk=older.pk).get()
    assert older.valid_to is None
    assert (new.value, new.entered_by, new.checked_by) == ("1300", editor, None)


def enter(fact, actor, **changes):
    wanted = {
        "place": "槐荫区",
        "value": "1300",
        "valid_from": date(2026, 7, 1),
        "source": PolicySourceFactory(),
    }
    return actions.enter_value(fact, **wanted | changes, actor=actor)


def test_pages_keep_the_old_number_until_the_new_one_is_checked(client, editor, checker, fact):
    page = PolicyPageFactory(what_you_get=[("paragraph", "<p>低于 {{dibao_standard}} 元</p>")])
    older = FactValueFactory(fact=fact, value="1200", valid_from=date(2026, 1, 1))

    new = enter(fact, editor)
    assert "1200 元" in client.get(page.url).content.decode()

    actions.check_value(new.pk, actor=checker)
    older.refresh_from_db()
    assert older.valid_to == date(2026, 6, 30)
    assert "1300 元" in client.get(page.url).content.decode()


def test_taking_a_value_back_leaves_the_public_number_as_it_was(client, editor, fact):
    page = PolicyPageFactory(what_you_get=[("paragraph", "<p>低于 {{dibao_standard}} 元</p>")])
    older = FactValueFactory(fact=fact, value="1200", valid_from=date(2026, 1, 1))

    actions.withdraw_value(enter(fact, editor).pk, actor=editor)

    older.refresh_from_db()
    assert (older.valid_to, FactValue.objects.count()) == (None, 1)
    assert "1200 元" in client.get(page.url).content.decode()


def test_a_refused_check_leaves_the_older_value_untouched(editor, fact):
    older = FactValueFactory(fact=fact, valid_from=date(2026, 1, 1))
    new = enter(fact, editor)

    with pytest.raises(PermissionDenied):
        actions.check_value(new.pk, actor=editor)

    older.refresh_from_db()
    assert older.valid_to is None


def test_of_two_values_entered_the_one_overtaken_cannot_be_checked_any_more(editor, checker, fact):
    first, second = enter(fact, editor), enter(fact, editor, valid_from=date(2026, 8, 1))
    actions.check_value(second.pk, actor=checker)

    with pytest.raises(ValidationError):
        actions.check_value(first.pk, actor=checker)

    assert list(FactValue.objects.checked()) == [second]


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"value": "一千三"}, "只写数字"),
        ({"valid_to": "2026-01-01"}, "截止日期不能早于开始日期"),
        ({"valid_from": ""}, "必需字段"),
    ],
)
def test_a_wrong_entry_is_explained_and_keeps_what_was_typed(
    client, editor, fact, changes, sentence
):
    client.force_login(editor)

    html = client.post(
        reverse("fact_values:enter", args=[fact.pk]), entry(**changes)
    ).content.decode()

    assert sentence in html
    assert "第一条" in html
    assert not FactValue.objects.exists()


def test_a_value_that_begins_before_one_already_known_is_refused(client, editor, fact):
    FactValueFactory(fact=fact, valid_from=date(2026, 9, 1))
    client.force_login(editor)

    html = client.post(
        reverse("fact_values:enter", args=[fact.pk]), entry(confirmed="on")
    ).content.decode()

    assert "已经有一个数" in html
    assert FactValue.objects.count() == 1


def test_a_second_person_checks_and_the_public_page_follows(client, editor, checker, fact):
    page = PolicyPageFactory(what_you_get=[("paragraph", "<p>低于 {{dibao_standard}} 元</p>")])
    client.force_login(editor)
    client.post(reverse("fact_values:enter", args=[fact.pk]), entry(confirmed="on"))
    assert "1300" not in client.get(page.url).content.decode()

    client.force_login(checker)
    client.post(reverse("fact_values:check", args=[FactValue.objects.get().pk]))

    assert FactValue.objects.get().checked_by == checker
    assert "1300 元" in client.get(page.url).content.decode()


def test_nobody_checks_what_they_entered(editor, fact):
    value = FactValueFactory(fact=fact, entered_by=editor, checked_by=None)

    with pytest.raises(PermissionDenied):
        actions.check_value(value.pk, actor=editor)

    value.refresh_from_db()
    assert value.checked_by is None


def test_an_editor_cannot_check_and_a_checker_cannot_enter(client, editor, checker, fact):
    value = FactValueFactory(fact=fact, checked_by=None, checked_on=None)

    client.force_login(editor)
    client.post(reverse("fact_values:check", args=[value.pk]))
    client.force_login(checker)
    client.post(reverse("fact_values:enter", args=[fact.pk]), entry(confirmed="on"))
    client.post(reverse("fact_values:withdraw", args=[value.pk]))

    value.refresh_from_db()
    assert value.checked_by is None
    assert FactValue.objects.count() == 1


def test_only_an_unchecked_value_can_be_taken_back(editor, fact):
    checked = FactValueFactory(fact=fact, valid_to=date(2026, 6, 30))
    unchecked = FactValueFactory(fact=fact, valid_from=date(2026, 7, 1), checked_by=None)

    actions.withdraw_value(unchecked.pk, actor=editor)
    with pytest.raises(ValidationError):
        actions.withdraw_value(checked.pk, actor=editor)

    assert list(FactValue.objects.all()) == [checked]


def test_entering_and_checking_are_in_the_history(editor, checker, fact):
    value = actions.enter_value(
        fact,
        place="槐荫区",
        value="1300",
        valid_from=date(2026, 7, 1),
        source=PolicySourceFactory(),
        actor=editor,
    )
    actions.check_value(value.pk, actor=checker)

    entries = ModelLogEntry.objects.order_by("timestamp").values_list("action", "user")
    assert list(entries) == [
        ("policy_pages.enter_value", editor.pk),
        ("policy_pages.check_value", checker.pk),
    ]


def quote(**changes):
    return PolicyPageFactory(
        what_you_get=[("paragraph", "<p>低于 {{dibao_standard}} 元</p>")], **changes
    )


def named(fact) -> dict[str, list[str]]:
    """What uses a fact: heading → names."""
    return {uses.heading: [place.name for place in uses.places] for uses in uses_of(fact)}


def test_everything_that_uses_a_fact_is_named_kind_by_kind(fact, editor):
    live = quote(title="公开的")
    quote(title="草稿", live=False)
    changed = PolicyPageFactory(title="改了没发布")
    changed.what_you_get = live.what_you_get
    changed.save_revision(user=editor)
    PolicyPageFactory(title="没用到")
    english = Locale.objects.create(language_code="en")
    translated = live.copy_for_translation(english, copy_parents=True)
    translated.title = "In English"
    translated.save_revision().publish()
    RequiredDocumentFactory(name="写了数的材料", if_missing="{{dibao_standard}} 元也行")
    count = {
        "condition": "钱低于低保标准。",
        "expression": 'answer("money") < fact("dibao_standard")',
    }
    RuleSetFactory(
        title="低保", criteria=[CriterionFactory.build(**count, source=PolicySourceFactory())]
    )

    with register_temporarily(HOOK, lambda fact: Uses("正在办的申请", (Use("20000001"),))):
        found = named(fact)

    assert found == {
        "居民正在看的页面": ["公开的"],
        "大字单页：贴在外面的要换": [f"公开的 · /p/{live.short_code}"],
        "别的语言的页面": ["In English"],
        "草稿": ["草稿", "改了没发布"],
        "要带的材料": ["写了数的材料"],
        "自己查的条件": ["低保：钱低于低保标准。"],
        "正在办的申请": ["20000001"],
    }


def test_the_second_person_sees_what_would_change_before_confirming(client, checker, editor, fact):
    quote(title="会改的页面")
    FactValueFactory(fact=fact, value="1200")
    value = enter(fact, editor)
    client.force_login(checker)

    html = client.get(reverse("fact_values:check", args=[value.pk])).content.decode()

    assert "会改的页面" in html
    assert "1300 元" in html
    assert "1200 元" in html
    assert FactValue.objects.unchecked().get() == value


def test_a_fact_in_use_cannot_be_deleted_and_says_why(admin_client, fact):
    quote(title="引用的页面")
    spare = PolicyFactFactory(code="spare")

    for one in (fact, spare):
        admin_client.post(reverse("wagtailsnippets_policy_pages_policyfact:delete", args=[one.pk]))
    html = admin_client.post(
        reverse("wagtail_bulk_action", args=["policy_pages", "policyfact", "delete"])
        + f"?id={fact.pk}",
        follow=True,
    ).content.decode()

    assert list(PolicyFact.objects.all()) == [fact]
    assert "引用的页面" in html


def test_a_fact_with_a_checked_value_cannot_be_deleted(admin_client, fact):
    FactValueFactory(fact=fact)

    admin_client.post(reverse("wagtailsnippets_policy_pages_policyfact:delete", args=[fact.pk]))

    assert PolicyFact.objects.get() == fact


@pytest.mark.parametrize("is_used", [True, False])
def test_code_kind_and_unit_stay_once_a_fact_is_used(client, editor, fact, is_used):
    if is_used:
        quote()
    client.force_login(editor)

    client.post(
        reverse("wagtailsnippets_policy_pages_policyfact:edit", args=[fact.pk]),
        {"label": "新叫法", "code": "renamed", "kind": "days", "unit": "天"},
    )

    fact.refresh_from_db()
    wanted = ("dibao_standard", "money", "元") if is_used else ("renamed", "days", "天")
    assert (fact.code, fact.kind, fact.unit, fact.label) == (*wanted, "新叫法")


RECORDS = (
    "policyfact",
    "policysource",
    "glossaryterm",
    "situation",
    "requireddocument",
    "urgentcontact",
    "station",
    "communityroom",
    "workdayoverride",
)


@pytest.mark.parametrize("record", RECORDS)
def test_every_record_has_a_list_and_a_form(admin_client, record, fact):
    FactValueFactory(fact=fact)

    for screen in ("list", "add"):
        url = reverse(f"wagtailsnippets_policy_pages_{record}:{screen}")
        assert admin_client.get(url).status_code == 200


def test_the_screen_of_a_fact_shows_its_values_its_history_and_its_pages(admin_client, fact):
    FactValueFactory(fact=fact, valid_from=date(2024, 1, 1), valid_to=date(2024, 12, 31))
    FactValueFactory(fact=fact, valid_from=date(2026, 1, 1), value="1250")
    PolicyPageFactory(title="引用的页面", what_you_get=[("paragraph", "<p>{{dibao_standard}}</p>")])

    html = admin_client.get(
        reverse("wagtailsnippets_policy_pages_policyfact:edit", args=[fact.pk])
    ).content.decode()

    assert "1250 元" in html
    assert html.count("<rect") == 2
    assert "引用的页面" in html


def test_each_place_has_a_chart_of_its_own(admin_client, fact):
    for place, numbers in {"槐荫区": ("1114", "1200"), "济南市": ("900", "950", "990")}.items():
        for year, number in enumerate(numbers, start=2022):
            FactValueFactory(
                fact=fact,
                place=place,
                value=number,
                valid_from=date(year, 1, 1),
                valid_to=date(year, 12, 31),
            )
    FactValueFactory(fact=fact, place="历下区")

    charts = history_charts(list(fact.values.all()))

    assert {chart["place"]: len(chart["bars"]) for chart in charts} == {"济南市": 3, "槐荫区": 2}


def test_the_home_panel_lists_what_to_look_after(client, editor, fact):
    PolicyPageFactory(title="过期的页面", what_you_get=[("paragraph", "<p>{{dibao_standard}}</p>")])
    FactValueFactory(fact__label="没核对的数", checked_by=None)
    client.force_login(editor)

    html = client.get(reverse("wagtailadmin_home")).content.decode()

    assert "没核对的数" in html
    assert "过期的页面" in html
    assert "低保标准" in html
