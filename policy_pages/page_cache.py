"""Whole public pages kept ready: none of our queries on a second reading (DESIGN §7).

A kept page belongs to an edition of its address, to an edition of the whole site and to a day,
because facts, badges and due dates hold by the day. ``forget`` begins a new edition of the
addresses a change shows on (``page_purges``). The edition is read before a page is made and the
page is kept under it: what was begun before a purge can never be answered after it.

Kept are only answers that set no cookie, to readers who are not logged in. A reader's text size is
part of the key. Where the cache is down, pages are simply made afresh
(docs/decisions/0022-exact-purge.md).
"""

from __future__ import annotations

import hashlib
import time
import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from datetime import time as time_of_day

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.http import http_date

from .display import COOKIE, Display

WHOLE_SITE = "public-pages:edition"
KEPT_VIEWS = {"wagtail_serve", "situation", "glossary", "check"}


def forget(addresses: Iterable[str]) -> None:
    """Keep these pages no longer; a page is named by its path, whatever the host."""
    cache.set_many({_edition_of(address): uuid.uuid4().hex for address in addresses}, None)


def forget_all() -> None:
    cache.set(WHOLE_SITE, uuid.uuid4().hex, None)


def _edition_of(address: str) -> str:
    return f"{WHOLE_SITE}:{hashlib.sha256(address.encode()).hexdigest()}"


@dataclass(frozen=True)
class Edition:
    """What the pages of one address are kept under. ``None`` where nothing is known yet."""

    address: str
    of_site: str | None
    of_address: str | None

    @classmethod
    def current(cls, address: str) -> Edition:
        found = cache.get_many([WHOLE_SITE, _edition_of(address)])
        return cls(address, found.get(WHOLE_SITE), found.get(_edition_of(address)))

    @property
    def is_known(self) -> bool:
        return bool(self.of_site and self.of_address)

    def begun(self) -> Edition | None:
        """The same with an edition begun where there was none.

        ``None`` where somebody else has begun one meanwhile: it may come from a purge.
        """
        names = {WHOLE_SITE: self.of_site, _edition_of(self.address): self.of_address}
        for name, edition in names.items():
            if edition is None:
                names[name] = uuid.uuid4().hex
                if not cache.add(name, names[name], None):
                    return None
        return Edition(self.address, *names.values())


@dataclass(frozen=True)
class Kept:
    """A page as it was made, and when, in seconds since 1970."""

    content: bytes
    headers: dict[str, str]
    made: float

    def as_response(self) -> HttpResponse:
        """The page with its validators and with how long a shared cache may keep it.

        It says when it was made only once that second is over: two versions made within a second
        would carry the same date.
        """
        response = HttpResponse(self.content, headers=self.headers)
        if time.time() >= int(self.made) + 1:
            response.headers["Last-Modified"] = http_date(self.made)
        patch_cache_control(response, public=True, max_age=0, must_revalidate=True)
        if getattr(settings, "WAGTAILFRONTENDCACHE", None):
            patch_cache_control(response, s_maxage=_seconds_to_keep())
        return response


def _seconds_to_keep() -> int:
    """Until the day ends at most: on the next one other numbers, badges and dates may hold."""
    now = timezone.localtime()
    tomorrow = datetime.combine(now.date() + timedelta(days=1), time_of_day(), now.tzinfo)
    return max(1, min(settings.PUBLIC_PAGE_CACHE_SECONDS, int((tomorrow - now).total_seconds())))


class PublicPages:
    """Answers from the kept pages, or keeps what the site answers."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not self._may_be_kept(request):
            return self.get_response(request)
        day = timezone.localdate().isoformat()
        edition = Edition.current(request.path)
        if edition.is_known and (kept := cache.get(self._key(request, edition, day))):
            return self._answer(request, kept)
        response = self.get_response(request)
        if not self._is_worth_keeping(request, response):
            return response
        response.headers["ETag"] = f'"{hashlib.sha256(response.content).hexdigest()[:32]}"'
        kept = Kept(response.content, dict(response.headers), time.time())
        if edition := edition.begun():
            cache.set(self._key(request, edition, day), kept, _seconds_to_keep())
        return self._answer(request, kept)

    def _may_be_kept(self, request: HttpRequest) -> bool:
        return bool(
            settings.PUBLIC_PAGE_CACHE_SECONDS
            and request.method in ("GET", "HEAD")
            and settings.SESSION_COOKIE_NAME not in request.COOKIES
            and not request.META.get("QUERY_STRING")
        )

    def _key(self, request: HttpRequest, edition: Edition, day: str) -> str:
        display = Display.from_cookie(request.COOKIES.get(COOKIE, "")).to_cookie()
        parts = (
            request.get_host(),
            request.path,
            display,
            edition.of_site,
            edition.of_address,
            day,
        )
        return "public-page:" + hashlib.sha256("|".join(parts).encode()).hexdigest()

    def _is_worth_keeping(self, request: HttpRequest, response: HttpResponse) -> bool:
        return bool(
            request.method == "GET"
            and response.status_code == 200
            and not response.streaming
            and not response.cookies
            and not response.has_header("Cache-Control")
            and request.resolver_match
            and request.resolver_match.url_name in KEPT_VIEWS
        )

    def _answer(self, request: HttpRequest, kept: Kept) -> HttpResponse:
        """The page, or 304 for a reader who has this very version."""
        response = kept.as_response()
        made = int(kept.made) if response.has_header("Last-Modified") else None
        return get_conditional_response(request, response.headers["ETag"], made, response)
