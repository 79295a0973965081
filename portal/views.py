"""Health, and the pages a person sees when something went wrong."""

from __future__ import annotations

import hmac
from datetime import timedelta

from django.conf import settings
from django.core.cache import cache
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import requires_csrf_token
from django_prometheus.exports import ExportToDjangoView
from django_tasks_db.models import DBTaskResult

from intake.views.base import PrivatePage
from policy_pages.display import display

WORKER_LATE = timedelta(minutes=5)


@never_cache
def healthz(request):
    """Liveness: the process answers."""
    return HttpResponse("ok", content_type="text/plain")


def _database_ready() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return False
    return True


def _migrations_ready() -> bool:
    executor = MigrationExecutor(connection)
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())


def _cache_ready() -> bool:
    try:
        cache.set("readyz", "1", 5)
        return cache.get("readyz") == "1"
    except Exception:  # noqa: BLE001  (each cache back end has its own errors; any of them is "no")
        return False


def _worker_ready() -> bool:
    """No task that could have run has waited for long: somebody is working off the queue."""
    late = timezone.now() - WORKER_LATE
    try:
        waiting = DBTaskResult.objects.ready().filter(enqueued_at__lt=late)
        return not waiting.exists()
    except DatabaseError:
        return False


@never_cache
def readyz(request):
    """Readiness: what this process needs in order to serve. 503 names the part that is missing."""
    database = _database_ready()
    parts = {
        "database": database,
        "migrations": database and _migrations_ready(),
        "cache": _cache_ready(),
        "worker": database and _worker_ready(),
    }
    return JsonResponse(parts, status=200 if all(parts.values()) else 503)


@never_cache
def metrics(request):
    """Figures for Prometheus, to who sends ``Authorization: Bearer <METRICS_TOKEN>``.

    There is no such page for anybody else, nor where no token is set.
    """
    expected = f"Bearer {settings.METRICS_TOKEN}"
    given = request.headers.get("Authorization", "")
    if not settings.METRICS_TOKEN or not hmac.compare_digest(given.encode(), expected.encode()):
        raise Http404
    return ExportToDjangoView(request)


def _error(request, template: str, status: int) -> HttpResponse:
    """An error page with the station's own phone on it. It may answer a private address."""
    response = render(request, f"errors/{template}.html", status=status)
    response["Cache-Control"] = "no-store"
    return response


def _plain_error(request, template: str, status: int) -> HttpResponse:
    """An error page that needs no database, so that it can be shown when there is none."""
    return HttpResponse(
        render_to_string(f"errors/{template}.html", display(request)),
        status=status,
        headers={"Cache-Control": "no-store"},
    )


@requires_csrf_token
def server_error(request):
    return _plain_error(request, "500", 500)


def page_not_found(request, exception=None):
    return _error(request, "404", 404)


def permission_denied(request, exception=None):
    return _error(request, "403", 403)


def bad_request(request, exception=None):
    """Not ``requires_csrf_token``: that would read a malformed body a second time, and fail."""
    return _plain_error(request, "400", 400)


def csrf_failure(request, reason=""):
    """The form again with what was typed and a fresh token; where that cannot be, what to do."""
    match = request.resolver_match
    page = getattr(match and match.func, "view_class", None)
    if page and issubclass(page, PrivatePage):
        view = page()
        view.setup(request, *match.args, **match.kwargs)
        if response := view.shown_again():
            return response
    return _plain_error(request, "csrf", 403)
