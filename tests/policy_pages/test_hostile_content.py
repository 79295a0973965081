"""Sources gone, tokens that are none, rich text that attacks: a clear word, and the page stands."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.urls import reverse
from wagtail.models import Revision
from wagtail.test.utils.form_data import streamfield

from policy_pages.models import PolicyPage, PolicyPageSource, PolicySource
from tests.factories import (
    PolicyPageFactory,
    PolicySourceFactory,
    StationFactory,
    UserFactory,
    policy_index,
)
from tests.policy_pages.test_handing_in import add, typed

pytestmark = pytest.mark.django_db

HOSTILE = [
    "{{ settings.SECRET_KEY }}",
    "{{request.user}}",
    "{{低保标准}}",
    "{{<img src=x onerror=alert(1)>}}",
    "{{'; DROP TABLE x; --}}",
]


@pytest.fixture
def editor(client):
    index = policy_index()
    StationFactory()
    call_command("sync_staff_groups", verbosity=0)
    user = UserFactory()
    user.groups.add(Group.objects.get(name="editor"))
    client.force_login(user)
    client.index, client.user = index, user
    return client


def written(text: str, link: str = "") -> str:
    """What a browser sends for a rich text, with anything typed into it."""
    linked = [{"offset": 0, "length": len(text), "key": 0}] if link else []
    block = {"key": "a", "text": text, "type": "unstyled", "depth": 0}
    block |= {"inlineStyleRanges": [], "entityRanges": linked}
    entity = {"type": "LINK", "mutability": "MUTABLE", "data": {"url": link}}
    return json.dumps({"blocks": [block], "entityMap": {"0": entity} if link else {}})


def stored(html: str, **fields) -> PolicyPage:
    """A live page with words no form would let through, as an import or an old version may."""
    page = PolicyPageFactory(**fields)
    body = [{"type": "paragraph", "value": html, "id": "a"}]
    PolicyPage.objects.filter(pk=page.pk).update(what_you_get=body)
    return PolicyPage.objects.get(pk=page.pk)


@pytest.mark.parametrize("token", HOSTILE)
def test_a_hostile_token_is_named_in_the_editor_and_nothing_is_saved(editor, token):
    words = streamfield([("paragraph", written(f"每月 {token} 元。"))])

    response = add(editor, **typed(what_you_get=words))

    assert response.status_code == 200
    said = " ".join(response.context["form"].errors["what_you_get"].as_data()[0])
    assert "这些不是数字代码" in said
    assert "<img src=x" not in response.content.decode()
    assert not PolicyPage.objects.exists()


@pytest.mark.parametrize("token", [token for token in HOSTILE if "<" not in token])
def test_a_stored_hostile_token_shows_nothing_of_ours_and_the_page_stands(client, settings, token):
    page = stored(f"<p>每月 {token} 元。</p>")

    response = client.get(page.url)

    html = response.content.decode()
    assert response.status_code == 200
    assert settings.SECRET_KEY not in html
    assert "AnonymousUser" not in html
    assert "{{" not in html
    assert "<img" not in html


@pytest.mark.parametrize(
    "attack",
    [
        written("<script>alert(1)</script>好"),
        written('<img src="x" onerror="alert(1)">好'),
        written("好", link="javascript:alert(1)"),
        written("好", link='https://example.org/" onclick="alert(1)'),
    ],
    ids=["script", "image", "javascript link", "broken out of a link"],
)
def test_hostile_rich_text_reaches_a_reader_as_words_only(editor, attack):
    words = streamfield([("paragraph", attack)])
    names = {"official_name": "取暖补助", "one_line": "冬天有补助。"}
    add(editor, **typed(what_you_get=words, **names))
    page = PolicyPage.objects.get()
    page.save_revision().publish()

    html = editor.get(page.url).content.decode()

    assert "好" in html
    assert "<script>alert" not in html
    assert "<img" not in html
    assert "javascript:" not in html
    assert 'onclick="alert' not in html


def test_a_source_in_use_is_not_removed_and_says_where_it_is_used(admin_client):
    cited, unused = PolicySourceFactory(), PolicySourceFactory()
    page = PolicyPageFactory(title="用着它的一页")
    PolicyPageSource.objects.create(page=page, source=cited)

    def address(name, source):
        return reverse(f"wagtailsnippets_policy_pages_policysource:{name}", args=[source.pk])

    asked, asked_unused = (
        admin_client.get(address("delete", source)).content.decode() for source in (cited, unused)
    )
    usage = admin_client.get(address("usage", cited)).content.decode()
    for source in (cited, unused):
        admin_client.post(address("delete", source))

    assert list(PolicySource.objects.all()) == [cited]
    assert address("usage", cited) in asked
    assert f'action="{address("delete", cited)}' not in asked
    assert f'action="{address("delete", unused)}' in asked_unused
    assert "用着它的一页" in usage


def test_a_draft_whose_source_was_removed_opens_and_asks_for_another(editor):
    page = PolicyPageFactory()
    source = PolicySourceFactory(title="删掉的办法")
    page.sources = [PolicyPageSource(source=source)]
    page.save_revision()
    PolicySource.objects.filter(pk=source.pk).delete()

    draft = Revision.objects.latest("pk").as_object()
    editing = editor.get(reverse("wagtailadmin_pages:edit", args=[page.pk]))
    preview = editor.get(reverse("wagtailadmin_pages:view_draft", args=[page.pk]))

    assert "依据" in draft.what_is_missing()[0]
    assert (editing.status_code, preview.status_code) == (200, 200)
    assert "删掉的办法" not in preview.content.decode()


@pytest.mark.parametrize(
    ("dates", "said"),  # days from today
    [
        ({"applies_to": -1}, "为止"),
        ({"applies_to": 0}, ""),
        ({"applies_from": 1}, "开始"),
        ({"applies_from": 0}, ""),
        ({"applies_from": -400, "applies_to": -35}, "为止"),
    ],
    ids=["ended", "last day", "not begun", "first day", "long over"],
)
def test_a_rule_that_has_ended_or_not_begun_is_said_above_the_text(client, today, dates, said):
    StationFactory()
    days = {name: today + timedelta(days=offset) for name, offset in dates.items()}
    page = PolicyPageFactory(place="济南市槐荫区", **days)

    html = client.get(page.url).content.decode()

    answer = html.split('<nav class="on-this-page"')[0]
    assert ("notice-attention" in answer) is bool(said)
    assert said in answer
