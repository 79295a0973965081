"""What people search for and do not find: the editors' list of words and pages that are missing."""

from __future__ import annotations

import django_filters
from django.db.models import Max, Sum
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.ui.tables import Column, NumberColumn, TitleColumn
from wagtail.admin.views.reports import ReportView

from ..models import SearchLog


class SearchReportFilterSet(WagtailFilterSet):
    day = django_filters.DateFromToRangeFilter(label=_("day"), widget=DateRangePickerWidget)
    found = django_filters.ChoiceFilter(label=_("found"), choices=SearchLog.Found.choices)

    class Meta:
        model = SearchLog
        fields = ["day", "found"]


class SearchReportView(ReportView):
    """Each question once, the most asked first. Without a filter: only what found nothing."""

    page_title = _("Searched and not found")
    header_icon = "search"
    model = SearchLog
    permission_required = "view"
    filterset_class = SearchReportFilterSet
    index_url_name = "search_report"
    index_results_url_name = "search_report_results"
    list_export = ["query", "found", "total", "last_day"]
    export_headings = {
        "query": _("searched for"),
        "found": _("found"),
        "total": _("times"),
        "last_day": _("last on"),
    }
    columns = [
        TitleColumn(
            "query",
            label=_("searched for"),
            get_url=lambda row: (
                f"{reverse('policy_pages:search')}?{urlencode({'q': row['query']})}"
            ),
        ),
        Column("found", label=_("found"), accessor=lambda row: SearchLog.Found(row["found"]).label),
        NumberColumn("total", label=_("times")),
        Column("last_day", label=_("last on")),
    ]

    def get_base_queryset(self):
        asked = SearchLog.objects.all()
        if not self.request.GET.get("found"):
            asked = asked.filter(found=SearchLog.Found.NOTHING)
        return asked

    def get_filtered_queryset(self):
        asked = self.get_queryset().order_by().values("query", "found")
        return asked.annotate(total=Sum("times"), last_day=Max("day")).order_by("-total", "query")
