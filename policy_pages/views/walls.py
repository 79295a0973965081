"""The register of leaflets on walls: what hangs where, which doors to visit, one tap to note it."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from .. import leaflets
from ..actions import leaflets as actions
from ..forms import HangLeafletForm
from ..models import PolicyPage
from ..permissions import stations_of, visible_leaflets


def _require(request: HttpRequest, permission: str) -> None:
    if not request.user.has_perm(permission):
        raise PermissionDenied


@require_safe
def register(request: HttpRequest) -> HttpResponse:
    """Every leaflet on a wall of one's stations; out-of-date ones first."""
    _require(request, "policy_pages.view_hungleaflet")
    rows = visible_leaflets(request.user).hanging()
    rows = rows.select_related("page", "station", "room", "hung_by")
    sheets = leaflets.sheets(rows, timezone.localdate())
    context = {
        "to_visit": [sheet for sheet in sheets if sheet.reason],
        "in_order": [sheet for sheet in sheets if not sheet.reason],
        "may_write": request.user.has_perm("policy_pages.change_hungleaflet"),
    }
    return render(request, "pages/admin/walls.html", context)


@require_http_methods(["GET", "POST"])
def hang(request: HttpRequest, page_id: int) -> HttpResponse:
    """Where does the paper just printed hang? A place used before is one tap."""
    _require(request, "policy_pages.add_hungleaflet")
    page = get_object_or_404(PolicyPage.objects.live(), pk=page_id)
    stations = stations_of(request.user)
    if not stations:
        raise Http404
    form = HangLeafletForm(
        request.POST if request.method == "POST" else None,
        stations=stations,
        user=request.user,
        initial={"size": request.GET.get("size", "a4")},
    )
    if request.method == "POST" and form.is_valid():
        try:
            actions.hang(page, **form.cleaned_data, day=timezone.localdate(), actor=request.user)
        except ValidationError as refusal:
            form.add_error("place", refusal.messages[0])
        else:
            messages.success(request, _("Noted. You will be told when it must be exchanged."))
            return redirect("walls:register")
    return render(request, "pages/admin/hang_leaflet.html", {"page": page, "form": form})


@require_POST
def take_down(request: HttpRequest, row_id: int) -> HttpResponse:
    return _write(request, row_id, actions.take_down, _("Noted: it is off the wall."))


@require_POST
def exchange(request: HttpRequest, row_id: int) -> HttpResponse:
    return _write(request, row_id, actions.exchange, _("Noted: the new one hangs there."))


def _write(request: HttpRequest, row_id: int, action, done: str) -> HttpResponse:
    _require(request, "policy_pages.change_hungleaflet")
    get_object_or_404(visible_leaflets(request.user), pk=row_id)
    try:
        action(row_id, day=timezone.localdate(), actor=request.user)
    except ValidationError as refusal:
        messages.error(request, refusal.messages[0])
    else:
        messages.success(request, done)
    return redirect("walls:register")
