"""Alerts that reached nobody: what, when, why, and one tap to try again."""

from __future__ import annotations

import django_filters
from django import forms
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext_lazy as _
from django.views.generic import View
from wagtail.admin import messages
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn

from intake.models import NO_CHANNEL, Alert

from .. import actions
from ..permissions import visible_alerts
from .base import RolePermissionMixin
from .listing import ButtonColumn, DeskListingView

NOT_SENT, EVERY = "not_sent", "every"


class AlertFilterSet(WagtailFilterSet):
    state = django_filters.ChoiceFilter(
        label=_("State"),
        choices=[(NOT_SENT, _("not sent")), (EVERY, _("all of them"))],
        empty_label=None,
        method="filter_state",
        widget=forms.RadioSelect,
        initial=NOT_SENT,
    )

    class Meta:
        model = Alert
        fields = []

    def __init__(self, data=None, *args, **kwargs):
        data = data.copy() if data is not None else {}
        data.setdefault("state", NOT_SENT)
        super().__init__(data, *args, **kwargs)

    def filter_state(self, queryset, name, value):
        return queryset.not_sent() if value == NOT_SENT else queryset


class AlertIndexView(DeskListingView):
    """Those not sent first; a row names a reference and never a person."""

    permission_required = "intake.retry_alert"
    model = Alert
    page_title = _("Alerts not sent")
    header_icon = "warning"
    is_searchable = False
    index_url_name = "alerts:index"
    index_results_url_name = "alerts:index_results"
    filterset_class = AlertFilterSet
    verbose_name_plural = Alert._meta.verbose_name_plural
    columns = [
        Column("what", label=_("What"), accessor=lambda alert: alert.get_kind_display()),
        Column("reference", label=_("Reference"), accessor=lambda alert: str(alert.referral)),
        DateColumn("created_at", label=_("When")),
        Column("state", label=_("State")),
        Column("attempts", label=_("Attempts")),
        Column(
            "last_error",
            label=_("Last error"),
            accessor=lambda alert: "" if alert.last_error == NO_CHANNEL else alert.last_error,
        ),
        ButtonColumn("retry", "staff/cells/retry.html", label=_("Try again")),
    ]

    def get_base_queryset(self):
        return visible_alerts(self.request.user).select_related("referral")

    def order_queryset(self, queryset):
        return queryset.order_by("-created_at", "-pk")


class RetryAlertView(RolePermissionMixin, View):
    permission_required = "intake.retry_alert"
    http_method_names = ["post"]

    def post(self, request, *args, **kwargs):
        alert = get_object_or_404(visible_alerts(request.user), pk=self.kwargs["pk"])
        try:
            actions.retry_alert(alert, actor=request.user)
        except ValidationError as refusal:
            messages.warning(request, " ".join(refusal.messages))
        else:
            messages.success(request, _("It is on its way again. Look here in a minute."))
        return redirect("alerts:index")
