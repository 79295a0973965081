import pytest
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.urls import reverse

from policy_pages.models import FactCheckState, FactValue, PolicyPage, PolicyPageSource
from policy_pages.models.comparing import comparisons
from tests.factories import (
    FactValueFactory,
    PolicyPageFactory,
    PolicySourceFactory,
    StationFactory,
    UserFactory,
    home_page,
    whole_words,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def people(db):
    call_command("sync_staff_groups", verbosity=0)
    writer, checker = UserFactory(), UserFactory()
    writer.groups.add(Group.objects.get(name="editor"))
    checker.groups.add(Group.objects.get(name="fact_checker"))
    return writer, checker


@pytest.fixture
def task_state(people):
    """A draft the writer has handed in."""
    writer, _ = people
    page = PolicyPageFactory(live=False, **whole_words())
    call_command("sync_staff_groups", verbosity=0)  # the site has its own root page only now
    page.sources = [PolicyPageSource(source=PolicySourceFactory())]
    page.save_revision(user=writer)
    return page.get_workflow().start(page, writer).current_task_state


def ticks(task_state) -> list[str]:
    """Everything ticked that a second person compares."""
    return [one.key for one in comparisons(task_state.revision.as_object())]


def approve(task_state, user, **more):
    task = task_state.task.specific
    kwargs = {"compared": ticks(task_state)} | more
    task.on_action(task_state, user=user, action_name="approve", **kwargs)
    return PolicyPage.objects.get(pk=task_state.workflow_state.object_id)


def test_a_second_person_approves_and_their_check_is_dated_on_the_page(people, task_state):
    page = approve(task_state, people[1])

    assert (page.live, page.fact_checked_by) == (True, people[1])
    assert (page.next_review_due - page.last_reviewed).days == 182


def test_the_writer_cannot_approve_even_when_they_are_a_fact_checker(people, task_state):
    writer, _ = people
    writer.groups.add(Group.objects.get(name="fact_checker"))

    with pytest.raises(PermissionDenied):
        approve(task_state, writer)

    offered = task_state.task.specific.get_actions(task_state.revision.as_object(), writer)
    assert not PolicyPage.objects.get().live
    assert "approve" not in {action[0] for action in offered}


def test_a_checker_who_changes_the_words_needs_somebody_else(people, task_state):
    _, checker = people
    page = PolicyPage.objects.get()
    page.one_line = "改过的话。"
    revision = page.save_revision(user=checker)
    task_state.revision = revision
    task_state.save()

    with pytest.raises(PermissionDenied):
        approve(task_state, checker)

    assert not PolicyPage.objects.get().live


def test_a_version_saved_by_the_checker_that_says_the_same_can_be_approved(people, task_state):
    _, checker = people
    draft = task_state.revision.as_object()
    task_state.revision = draft.save_revision(user=checker)
    task_state.save()

    assert approve(task_state, checker).live


def test_an_editor_may_write_but_not_publish(people):
    writer, _ = people
    page = PolicyPageFactory()

    may = page.permissions_for_user(writer)

    assert (may.can_edit(), may.can_publish()) == (True, False)


def test_nobody_publishes_past_the_check_from_the_list_or_the_editor(client, people, task_state):
    _, checker = people
    page = PolicyPage.objects.get()
    client.force_login(checker)

    client.post(
        reverse("wagtail_bulk_action", args=("wagtailcore", "page", "publish")) + f"?id={page.pk}"
    )
    html = client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()

    assert not PolicyPage.objects.get().live
    assert 'name="action-publish"' not in html
    assert 'data-workflow-action-name="approve"' in html


def test_a_copy_is_a_draft_that_nobody_has_checked(admin_client, people, task_state):
    page = approve(task_state, people[1])

    admin_client.post(
        reverse("wagtailadmin_pages:copy", args=[page.pk]),
        {
            "new_title": "抄的一页",
            "new_slug": "copied",
            "new_parent_page": page.get_parent().pk,
            "publish_copies": "on",
        },
    )

    copy = PolicyPage.objects.get(slug="copied")
    assert copy.live is False
    assert (copy.fact_checked_by, copy.last_reviewed, copy.next_review_due) == (None, None, None)
    assert copy.short_code != page.short_code


def test_copying_the_list_of_explainers_publishes_none_of_them(admin_client, people, task_state):
    page = approve(task_state, people[1])
    index = page.get_parent()

    admin_client.post(
        reverse("wagtailadmin_pages:copy", args=[index.pk]),
        {
            "new_title": "抄的目录",
            "new_slug": "copied",
            "new_parent_page": index.get_parent().pk,
            "copy_subpages": "on",
            "publish_copies": "on",
        },
    )

    assert PolicyPage.objects.count() == 2
    assert list(PolicyPage.objects.live()) == [page]


@pytest.fixture
def quoting(people):
    """A draft that quotes two numbers, one without a value, and rests on one source."""
    writer, _ = people
    home_page()
    StationFactory()
    call_command("sync_staff_groups", verbosity=0)
    law = PolicySourceFactory(title="低保办法", url="https://gov.example/law")
    FactValueFactory(
        fact__code="standard", fact__label="低保标准", value="1200", source=law, article="第4条"
    )
    FactValueFactory(fact__code="unchecked", fact__label="没核对的数", checked_by=None)
    words = [("paragraph", "<p>低于 {{standard}} 元，{{unchecked}} 元，打 {{station_phone}}。</p>")]
    page = PolicyPageFactory(live=False, **whole_words() | {"what_you_get": words})
    page.sources = [PolicyPageSource(source=law, article="第9条")]
    page.save_revision(user=writer)
    return page.get_workflow().start(page, writer).current_task_state.specific


def act(client, view, state, **data):
    address = reverse(
        f"wagtailadmin_pages:{view}", args=(state.revision.object_id, "approve", state.pk)
    )
    return client.post(
        address, {"task_state": state.pk} | data, headers={"x-requested-with": "XMLHttpRequest"}
    )


def test_each_number_of_today_and_each_source_is_to_be_compared(quoting):
    assert [str(one) for one in comparisons(quoting.revision.as_object())] == [
        "低保标准：1200 元（低保办法 第4条）",
        "低保办法 第9条",
    ]


@pytest.mark.parametrize("left_out", [0, 1])
@pytest.mark.parametrize("view", ["workflow_action", "collect_workflow_action_data"])
def test_approval_without_every_tick_is_refused_beside_the_field(
    client, people, quoting, view, left_out
):
    client.force_login(people[1])
    keys = ticks(quoting)
    name = comparisons(quoting.revision.as_object())[left_out].what

    answer = act(client, view, quoting, compared=[key for key in keys if key != keys[left_out]])

    shown = answer.json()["html"]
    assert f"还没比对：{name}。" in shown
    assert shown.count(" checked>") == 1
    assert not PolicyPage.objects.get().live
    assert FactCheckState.objects.get().compared == []


def test_nobody_goes_past_the_form(people, quoting):
    for compared in ((), ticks(quoting)[:1], ["value-1-9999"]):
        with pytest.raises(PermissionDenied, match="还没比对"):
            approve(quoting, people[1], compared=compared)

    assert not PolicyPage.objects.get().live


def test_what_was_ticked_by_whom_and_when_is_kept_and_in_the_history(client, people, quoting):
    client.force_login(people[1])

    answer = act(client, "workflow_action", quoting, compared=ticks(quoting), comment="看过原文")

    assert answer.json()["step"] == "success"
    assert PolicyPage.objects.get().live
    kept = FactCheckState.objects.get()
    assert (kept.finished_by, kept.compared) == (
        people[1],
        ["低保标准：1200 元（低保办法 第4条）", "低保办法 第9条"],
    )
    assert kept.finished_at is not None
    page = PolicyPage.objects.get()
    client.force_login(UserFactory(is_superuser=True))
    history = client.get(reverse("wagtailadmin_pages:history", args=[page.pk])).content.decode()
    detail = client.get(
        reverse(
            "wagtailadmin_pages:workflow_history_detail", args=[page.pk, kept.workflow_state_id]
        )
    ).content.decode()
    for shown in (history, detail):
        assert "低保标准：1200 元（低保办法 第4条）" in shown
        assert "看过原文" in shown


def test_a_tick_for_a_number_that_changed_in_the_meantime_does_not_count(people, quoting):
    before = ticks(quoting)
    FactValue.objects.filter(fact__code="standard").update(value="1300")

    with pytest.raises(PermissionDenied, match="1300"):
        approve(quoting, people[1], compared=before)


def test_the_dialog_lists_value_source_and_its_address_with_nothing_ticked(client, people, quoting):
    client.force_login(people[1])
    address = reverse(
        "wagtailadmin_pages:workflow_action",
        args=(quoting.revision.object_id, "approve", quoting.pk),
    )

    shown = client.get(address).json()["html"]

    for words in ("低保标准：1200 元", "低保办法 第4条", 'href="https://gov.example/law"'):
        assert words in shown
    assert " checked>" not in shown
    assert "没核对的数" not in shown


def test_the_writer_is_offered_no_dialog_to_approve(client, people, quoting):
    people[0].groups.add(Group.objects.get(name="fact_checker"))
    client.force_login(people[0])

    answer = act(client, "workflow_action", quoting, compared=ticks(quoting))

    assert answer.status_code in (302, 403)
    assert not PolicyPage.objects.get().live


def test_the_front_page_has_nothing_to_compare_and_can_be_approved(people):
    home = home_page()
    call_command("sync_staff_groups", verbosity=0)
    home.headline = "有难处，来问我们。"
    home.save_revision(user=people[0])
    state = home.get_workflow().start(home, people[0]).current_task_state.specific

    state.task.specific.on_action(state, user=people[1], action_name="approve")

    home.refresh_from_db()
    assert home.headline == "有难处，来问我们。"
