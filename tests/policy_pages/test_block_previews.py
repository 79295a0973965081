"""Every block an editor can choose shows what it looks like, in the style of the public pages."""

from __future__ import annotations

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils.html import strip_tags
from wagtail.blocks import StreamBlock
from wagtail.fields import StreamField

from policy_pages.models import FactCheckedPage
from tests.factories import RequiredDocumentFactory, UserFactory

pytestmark = pytest.mark.django_db


def previewed():
    """Each block that stands in the list of a stream field, by field and name."""
    for kind in FactCheckedPage.__subclasses__():
        for field in kind._meta.get_fields():
            if isinstance(field, StreamField):
                yield from _children(f"{kind.__name__}.{field.name}", field.stream_block)


def _children(where: str, stream: StreamBlock):
    for name, block in stream.child_blocks.items():
        yield pytest.param(block, id=f"{where}.{name}")
        for inner in getattr(block, "child_blocks", {}).values():
            if isinstance(inner, StreamBlock):
                yield from _children(f"{where}.{name}", inner)


@pytest.fixture
def editor(client):
    user = UserFactory(role="editor")
    call_command("sync_staff_groups", verbosity=0)
    client.force_login(user)
    return client


def shown(client, block) -> str:
    response = client.get(reverse("wagtailadmin_block_preview"), {"id": block.definition_prefix})
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.parametrize("block", list(previewed()))
def test_each_block_shows_its_sample_words_in_our_style(editor, block):
    html = shown(editor, block)

    assert block.is_previewable
    assert "portal/main.css" in html
    assert len("".join(strip_tags(html.split("<main>")[1]).split())) >= 6


def test_papers_are_those_of_the_shared_list(editor):
    RequiredDocumentFactory(name="低保证", where_to_get="街道窗口")
    papers = next(param.values[0] for param in previewed() if param.id.endswith(".papers.papers"))

    assert "低保证" in shown(editor, papers)
