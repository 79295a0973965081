from __future__ import annotations

import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from django.core.files.base import ContentFile
from django.core.management import call_command
from wagtail.documents import get_document_model

from policy_pages import links, queries
from policy_pages.models import CheckedLink, PolicyPageSource, RelatedPolicyPage
from tests.factories import PolicyPageFactory, PolicySourceFactory

pytestmark = pytest.mark.django_db


class Site(BaseHTTPRequestHandler):
    def do_HEAD(self):
        if self.path.startswith("/slow"):
            time.sleep(1)
        only_get = self.path.startswith("/only-get")
        codes = {"/gone": 404, "/robots": 403, "/broken": 500}
        self.send_response(
            501 if only_get and self.command == "HEAD" else codes.get(self.path, 200)
        )
        self.end_headers()

    do_GET = do_HEAD

    def log_message(self, *args):
        pass


@pytest.fixture(scope="module")
def site():
    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def broken() -> list[str]:
    return [link.message for link in links.broken_links(queries.live_checked_pages())]


@pytest.mark.parametrize(
    ("path", "problem"),
    [
        ("/fine", ""),
        ("/中文?a=1", ""),
        ("/only-get", ""),
        ("/robots", ""),
        ("/gone", "404"),
        ("/broken", "500"),
        ("/slow", "0.2 秒没有回应"),
    ],
)
def test_what_an_address_answers(site, path, problem):
    assert links.problem_with(site + path, timeout=0.2) == problem


def test_an_address_nobody_listens_at_or_nobody_can_read_is_a_problem():
    assert links.problem_with("http://127.0.0.1:9/") == "ConnectionRefusedError"
    assert links.problem_with("http://[broken/") != ""


def test_addresses_in_texts_and_of_sources_are_asked_and_remembered(site):
    page = PolicyPageFactory(
        short_answer=f'<p><a href="{site}/gone">旧网页</a><a href="{site}/fine">好的</a></p>'
    )
    source = PolicySourceFactory(title="某办法", url=f"{site}/broken")
    PolicyPageSource.objects.create(page=page, source=source)
    CheckedLink.objects.create(url="https://no-longer.example/", last_checked="2026-01-01T00:00Z")

    call_command("check_links", verbosity=0)

    state = {
        row.url.removeprefix(site): (row.problem, bool(row.last_ok))
        for row in CheckedLink.objects.all()
    }
    assert state == {"/gone": ("404", False), "/broken": ("500", False), "/fine": ("", True)}
    assert sorted(broken()) == [
        f"「旧网页」指向的 {site}/gone 打不开：404",
        f"「某办法」指向的 {site}/broken 打不开：500",
    ]


def test_an_address_that_stops_answering_keeps_the_day_it_last_did(site):
    url = f"{site}/gone"
    CheckedLink.objects.create(
        url=url, last_checked="2026-01-01T00:00Z", last_ok="2026-01-01T00:00Z"
    )

    assert links.check([url]) == 1

    row = CheckedLink.objects.get()
    assert (row.last_ok.year, row.problem) == (2026, "404")
    assert row.last_ok < row.last_checked


def test_documents_that_are_gone_and_pages_taken_down_are_broken():
    documents = get_document_model()
    there = documents.objects.create(title="表", file=ContentFile(b"x", name="a.txt"))
    hidden = PolicyPageFactory(title="收起来的", live=False)
    page = PolicyPageFactory(
        short_answer=(
            f'<p><a linktype="document" id="{there.pk}">表</a>'
            '<a id="99999" linktype="document">旧表</a></p>'
        )
    )
    RelatedPolicyPage.objects.create(page=page, related=hidden)

    assert sorted(broken()) == [
        "「旧表」指向的文件已经没有了。",
        f"有一个链接指向第 {hidden.pk} 号页面，读者打不开。",
    ]
    there.file.delete(save=False)
