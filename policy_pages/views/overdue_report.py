"""Pages whose numbers should have been compared with their sources by now."""

from __future__ import annotations

from datetime import timedelta

import django_filters
from django.contrib.auth import get_user_model
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn, NumberColumn, TitleColumn
from wagtail.admin.views.reports import ReportView
from wagtail.models import Page

from ..permissions import PAGE_PERMISSIONS


class OverdueFilterSet(WagtailFilterSet):
    at_least = django_filters.ChoiceFilter(
        label=_("overdue by"),
        choices=[("30", _("more than 30 days")), ("60", _("more than 60 days"))],
        method="overdue_by",
    )
    owner = django_filters.ModelChoiceFilter(
        label=_("looked after by"),
        queryset=lambda request: (
            get_user_model().objects.filter(groups__name__in=PAGE_PERMISSIONS).distinct()
        ),
        method="owned_by",
    )

    class Meta:
        model = Page
        fields = []

    def overdue_by(self, rows, name, value):
        day = timezone.localdate() - timedelta(days=int(value))
        return rows.filter(due__lt=day)

    def owned_by(self, rows, name, value):
        return rows.filter(owner_id_of_text=value.pk)


def _days_overdue(page) -> int | str:
    return (timezone.localdate() - page.due).days if page.due else ""


class OverdueReportView(ReportView):
    """Live pages whose review is overdue or has no date, the longest overdue first."""

    page_title = _("Reviews overdue")
    header_icon = "time"
    model = Page
    filterset_class = OverdueFilterSet
    index_url_name = "overdue_report"
    index_results_url_name = "overdue_report_results"
    list_export = ["title", "due", "days_overdue", "owner_name"]
    export_headings = {
        "title": _("title"),
        "due": _("next review due"),
        "days_overdue": _("days overdue"),
        "owner_name": _("looked after by"),
    }
    columns = [
        TitleColumn(
            "title",
            label=_("title"),
            get_url=lambda page: reverse("wagtailadmin_pages:edit", args=[page.pk]),
        ),
        DateColumn("due", label=_("next review due")),
        NumberColumn("days_overdue", label=_("days overdue")),
        Column("owner_name", label=_("looked after by")),
    ]

    def dispatch(self, request, *args, **kwargs):
        if not request.user.has_perm("policy_pages.view_policyfact"):
            return self._no_permission(request)
        return super().dispatch(request, *args, **kwargs)

    def _no_permission(self, request):
        from wagtail.admin.auth import permission_denied  # noqa: PLC0415

        return permission_denied(request)

    def get_base_queryset(self):
        today = timezone.localdate()
        pages = Page.objects.live().filter(
            Q(policypage__isnull=False) | Q(noticepage__isnull=False)
        )
        pages = pages.annotate(
            due=Coalesce("policypage__next_review_due", "noticepage__next_review_due"),
            owner_id_of_text=Coalesce(
                "policypage__content_owner_id", "noticepage__content_owner_id"
            ),
            owner_name=Coalesce(
                "policypage__content_owner__first_name", "noticepage__content_owner__first_name"
            ),
        )
        late = pages.filter(Q(due__lt=today) | Q(due__isnull=True))
        return late.order_by(F("due").asc(nulls_first=True), "path")

    def decorate_paginated_queryset(self, pages):
        for page in pages:
            page.days_overdue = _days_overdue(page)
        return pages

    def to_row_dict(self, page):
        page.days_overdue = _days_overdue(page)
        return super().to_row_dict(page)
