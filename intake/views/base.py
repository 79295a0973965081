"""What every page of this app promises: kept by nobody, found by no search engine, nothing lost."""

from __future__ import annotations

from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.generic import TemplateView

from policy_pages.queries import current_station

from ..actions.draft import KEPT_FOR, RECEIPT_SHOWN_FOR
from ..models import Draft

DRAFT_COOKIE = "yimi_draft"
RECEIPT_COOKIE = "yimi_receipt"
"""Names the receipt of a report or of a number left in an emergency: never one's own form."""
KEY_SALT = "intake.draft"
KEY_FIELD = "draft"


def as_private(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = "no-store"
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response


class PrivatePage(TemplateView):
    """A page about one person: ``no-store``, ``noindex``, and the station beside it."""

    may_leave = False
    """Whether the quick way out is shown, because violence may be told here."""

    def dispatch(self, request, *args, **kwargs) -> HttpResponse:
        return as_private(self.turned_away() or super().dispatch(request, *args, **kwargs))

    def turned_away(self) -> HttpResponse | None:
        """An answer instead of the page, when there is nothing to show."""
        return None

    @property
    def station(self):
        return current_station(self.request)

    def get_context_data(self, **kwargs):
        return {
            "station": self.station,
            "may_leave": self.may_leave,
            "exit_address": settings.QUICK_EXIT_URL,
            **super().get_context_data(**kwargs),
        }

    def page_shown_again(self) -> HttpResponse | None:
        """The page with what was typed, after a POST whose token the browser had lost.

        None when there is nothing to keep: a general page then says what to do.
        """
        return None

    def shown_again(self) -> HttpResponse | None:
        """``page_shown_again`` for forms of our own; one sent by another site is not answered."""
        if not is_from_here(self.request) or self.request.method != "POST":
            return None
        response = self.turned_away() or self.page_shown_again()
        if response is None:
            return None
        if response.status_code == 200:
            response.status_code = 403
        return as_private(response)


def is_from_here(request: HttpRequest) -> bool:
    """Browsers say where a form came from; those too old to say are believed."""
    if site := request.headers.get("Sec-Fetch-Site"):
        return site in {"same-origin", "none"}
    origin = request.headers.get("Origin")
    return origin is None or urlsplit(origin).netloc == request.get_host()


def draft_of(request: HttpRequest) -> Draft | None:
    """The draft the browser's cookie names, if it is still kept; one query.

    Without one, that of the signed key in the form: a browser that lost its cookies (WeChat
    clears them) then still finds what was written.
    """
    found = kept_draft(_uuid(request.COOKIES.get(DRAFT_COOKIE, "")))
    if found is None and request.method == "POST":
        found = kept_draft(_uuid(_key_in_form(request)))
    return found


def receipt_of(request: HttpRequest) -> Draft | None:
    """The receipt of a report or of a number left in an emergency."""
    return kept_draft(_uuid(request.COOKIES.get(RECEIPT_COOKIE, "")))


def kept_draft(key: UUID | None) -> Draft | None:
    draft = Draft.objects.filter(pk=key).first() if key else None
    if draft is None:
        return None
    kept_for = RECEIPT_SHOWN_FOR if draft.sent_at else KEPT_FOR
    since = draft.sent_at or draft.updated_at
    return draft if timezone.now() - since < kept_for else None


def signed_key(draft: Draft | None) -> str:
    """What each form carries beside the cookie: the draft's key, signed, for seven days."""
    return signing.dumps(str(draft.pk), salt=KEY_SALT) if draft else ""


def _key_in_form(request: HttpRequest) -> str:
    try:
        return signing.loads(request.POST.get(KEY_FIELD, "")[:200], salt=KEY_SALT, max_age=KEPT_FOR)
    except signing.BadSignature:
        return ""


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def remember(response: HttpResponse, draft: Draft, *, cookie: str = DRAFT_COOKIE) -> HttpResponse:
    response.set_cookie(
        cookie,
        str(draft.pk),
        max_age=int(KEPT_FOR.total_seconds()),
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )
    return response


def remember_receipt(response: HttpResponse, draft: Draft) -> HttpResponse:
    return remember(response, draft, cookie=RECEIPT_COOKIE)


def forget(response: HttpResponse, *cookies: str) -> HttpResponse:
    for cookie in cookies or (DRAFT_COOKIE,):
        response.delete_cookie(cookie, samesite="Lax")
    return response
