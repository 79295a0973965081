"""A draft may lack anything; what is handed in to the second person must be whole."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.urls import reverse
from wagtail.blocks.stream_block import StreamValue
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield

from policy_pages.models import PolicyPage, PolicyPageSource
from policy_pages.models.handing_in import WANTED
from tests.factories import (
    CriterionFactory,
    PolicyPageFactory,
    PolicySourceFactory,
    RuleSetFactory,
    UserFactory,
    policy_index,
    whole_words,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client):
    call_command("sync_staff_groups", verbosity=0)
    index = policy_index()
    call_command("sync_staff_groups", verbosity=0)  # the site has its own root page only now
    user = UserFactory()
    user.groups.add(Group.objects.get(name="editor"))
    client.force_login(user)
    client.index, client.user = index, user
    return client


def typed(**more) -> dict:
    """An editor's form with a title and nothing else."""
    sections = (*PolicyPage.SECTIONS, "extra_sections")
    form = {
        "title": "冬天取暖有补助吗？",
        "slug": "qunuan",
        "short_answer": rich_text(""),
        "adviser_notes": rich_text(""),
        "sources": inline_formset([]),
        "related_links": inline_formset([]),
        "change_notes": inline_formset([]),
        "comments": inline_formset([]),
    }
    return nested_form_data(form | {name: streamfield([]) for name in sections} | more)


def add(editor, **data):
    address = reverse(
        "wagtailadmin_pages:add", args=("policy_pages", "policypage", editor.index.pk)
    )
    return editor.post(address, data)


def test_a_draft_with_nothing_but_its_title_is_saved(editor):
    response = add(editor, **typed())

    assert response.status_code == 302
    assert PolicyPage.objects.get(slug="qunuan").live is False


def test_handing_the_same_in_says_beside_each_field_what_is_missing(editor):
    response = add(editor, **typed(), **{"action-submit": "on"})

    errors = response.context["form"].errors
    for name in set(WANTED) - {"official_name", "one_line"}:
        assert errors[name] == [str(WANTED[name])], name
    assert {"official_name", "one_line"} <= set(errors)
    sources = response.context["form"].formsets["sources"]
    assert sources.non_form_errors() == ["请加上这一页依据的法律或通知。"]
    html = response.content.decode()
    assert str(WANTED["place"]) in html
    assert not PolicyPage.objects.filter(slug="qunuan").exists()


def test_a_whole_page_is_handed_in_and_looked_after_by_its_writer(editor):
    draft = whole_page()
    source = PolicySourceFactory()
    draft.sources = [PolicyPageSource(source=source)]
    draft.save_revision(user=editor.user)
    form = form_of(draft, editor)

    response = editor.post(
        reverse("wagtailadmin_pages:edit", args=[draft.pk]), form | {"action-submit": "on"}
    )

    assert response.status_code == 302, response.context["form"].errors
    handed_in = PolicyPage.objects.get(pk=draft.pk)
    assert handed_in.current_workflow_task_state.status == "in_progress"
    assert handed_in.get_latest_revision_as_object().content_owner == editor.user


def whole_page(**more) -> PolicyPage:
    return PolicyPageFactory(live=False, **(whole_words() | more))


def form_of(draft: PolicyPage, editor) -> dict:
    """What the browser would send for a draft, as its editor sees it."""
    response = editor.get(reverse("wagtailadmin_pages:edit", args=[draft.pk]))
    form = response.context["form"]
    data = {}
    for name in form.fields:
        value = form[name].value()
        if isinstance(value, StreamValue):
            data |= streamed(form.fields[name].block, value, name)
        elif name in ("short_answer", "adviser_notes"):
            data[name] = rich_text(value or "")
        elif isinstance(value, list):
            data[name] = value
        else:
            data[name] = value if value is not None else ""
    for name, formset in form.formsets.items():
        rows = [{field: row[field].value() or "" for field in row.fields} for row in formset.forms]
        data |= nested_form_data({name: inline_formset(rows, initial=len(rows))})
    return data


def streamed(block, value, prefix: str) -> dict:
    """The fields of a stream in a form, as Wagtail's script names them."""
    data = {f"{prefix}-count": str(len(value))}
    for number, child in enumerate(value):
        place = f"{prefix}-{number}"
        data |= {f"{place}-{part}": "" for part in ("deleted", "id")}
        data |= {f"{place}-order": str(number), f"{place}-type": child.block_type}
        data |= posted(child.block, child.value, f"{place}-value")
    return data


def posted(block, value, prefix: str) -> dict:
    if hasattr(value, "bound_blocks") and hasattr(value, "list_block"):
        data = {f"{prefix}-count": str(len(value))}
        for number, item in enumerate(value):
            place = f"{prefix}-{number}"
            data |= {f"{place}-deleted": "", f"{place}-order": str(number), f"{place}-id": ""}
            data |= posted(block.child_block, item, f"{place}-value")
        return data
    if hasattr(block, "child_blocks"):
        data = {}
        for name, child in block.child_blocks.items():
            data |= posted(child, value[name], f"{prefix}-{name}")
        return data
    return {prefix: rich_text(value.source) if hasattr(value, "source") else value or ""}


@pytest.mark.parametrize("name", [name for name in WANTED if name != "who_can"])
def test_each_thing_that_must_be_said_is_missed_alone(name):
    assert whole_page().what_is_missing()[1:] == []

    emptied = [] if name in PolicyPage.SECTIONS else ""
    page = whole_page(**{name: ""} if emptied == "" else {name: []})

    assert page.what_is_missing()[1:] == [str(WANTED[name])]


def test_steps_must_say_somewhere_where_people_go():
    steps = whole_words()["steps"]
    step = steps[0][1]["items"][0]
    nowhere = [("steps", steps[0][1] | {"items": [step | {"where": ""}]})]
    somewhere = [("steps", steps[0][1] | {"items": [step | {"where": "", "place": "居委会"}]})]

    assert "到哪儿去" in " ".join(whole_page(steps=nowhere).what_is_missing())
    assert whole_page(steps=somewhere).what_is_missing()[1:] == []


def test_a_condition_names_one_the_self_check_has():
    RuleSetFactory(
        programme="dibao",
        criteria=[CriterionFactory.build(code="income", source=PolicySourceFactory())],
    )

    def naming(code: str) -> PolicyPage:
        item = {"text": "<p>钱太少。</p>", "how_to_know": "", "criterion": code}
        return whole_page(who_can=[("conditions", {"intro": "", "match": "all", "items": [item]})])

    assert naming("dibao.income").what_is_missing()[1:] == []
    assert "dibao.wealth" in " ".join(naming("dibao.wealth").what_is_missing())


def test_a_page_that_is_not_whole_is_not_approved_past_the_form(editor):
    page = whole_page(how_long=[])
    page.sources = [PolicyPageSource(source=PolicySourceFactory())]
    page.save_revision(user=editor.user)
    state = page.get_workflow().start(page, editor.user).current_task_state
    checker = UserFactory()
    checker.groups.add(Group.objects.get(name="fact_checker"))

    with pytest.raises(PermissionDenied, match="多久"):
        state.task.specific.on_action(state, user=checker, action_name="approve")

    assert not PolicyPage.objects.get(pk=page.pk).live
