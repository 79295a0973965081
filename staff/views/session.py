"""How long the log-in lasts, and what is half written: two small answers for ``session.js``."""

from __future__ import annotations

from django.contrib.sessions.models import Session
from django.http import JsonResponse, QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.generic import View

from .. import actions
from ..models import StaffDraft
from .base import RolePermissionMixin

NOT_WRITTEN = {"csrfmiddlewaretoken", "seen_version", "seen_other", "seen_reference", "address"}


class SessionView(View):
    """GET: the seconds left and the words to say it. POST: the log-in begins anew."""

    http_method_names = ["get", "post"]

    def get(self, request, *args, **kwargs):
        ends = Session.objects.values_list("expire_date", flat=True).get(
            session_key=request.session.session_key
        )
        return JsonResponse(
            {
                "seconds": max(0, int((ends - timezone.now()).total_seconds())),
                "soon": _("You will soon have to log in again. What you write is kept."),
                "over": _("Please log in again. What you wrote is kept."),
                "stay": _("Go on working"),
                "log_in": _("Log in"),
                "drop": _("Do not use it"),
            }
        )

    def post(self, request, *args, **kwargs):
        request.session.modified = True
        return JsonResponse({"seconds": request.session.get_expiry_age()})


class DraftView(RolePermissionMixin, View):
    """One's own half-written form at ``address``: read, keep, or drop it."""

    http_method_names = ["get", "post"]

    def get(self, request, *args, **kwargs):
        draft = StaffDraft.objects.filter(
            writer=request.user, address=request.GET.get("address", "")[:200]
        ).first()
        if draft is None:
            return JsonResponse({})
        at = timezone.localtime(draft.saved_at)
        said = _("What you wrote on %(day)s at %(time)s and did not save is back.") % {
            "day": f"{at.month}月{at.day}日",
            "time": f"{at:%H:%M}",
        }
        return JsonResponse({"fields": draft.fields, "said": said})

    def post(self, request, *args, **kwargs):
        address, typed = request.POST.get("address", ""), request.POST
        if "drop" in request.GET:
            actions.drop_draft(address, actor=request.user)
        else:
            actions.keep_draft(address, fields=_fields(typed), actor=request.user)
        return JsonResponse({"kept": True})


def _fields(typed: QueryDict) -> dict[str, list[str]]:
    return {name: values for name, values in typed.lists() if name not in NOT_WRITTEN}
