"""A page of counts for a stretch of the calendar: GET shows it, POST takes it out."""

from __future__ import annotations

from datetime import date

from django.http import HttpResponse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from ..domain.periods import Period, Span, period
from .base import DeskView
from .missed_promises import XLSX

SPANS = {
    Span.MONTH: _("Month"),
    Span.QUARTER: _("Quarter"),
    Span.HALF_YEAR: _("Half-year"),
    Span.YEAR: _("Year to date"),
}
FIRST_YEAR = 2000


class CountsView(DeskView):
    """Give ``counts`` for the template and ``export`` for the spreadsheet, of ``period``.

    ``spans`` are the lengths to choose among, the first where nothing readable was asked.
    """

    permission_required = "staff.view_counts"
    http_method_names = ["get", "post"]
    spans: tuple[Span, ...] = tuple(SPANS)
    filename = ""

    def counts(self) -> dict:
        raise NotImplementedError

    def export(self) -> bytes:
        raise NotImplementedError

    def get_page_title(self):
        return self.page_title

    @cached_property
    def today(self) -> date:
        return timezone.localdate()

    @cached_property
    def period(self) -> Period:
        """The one asked for; the one of today where nothing readable was asked."""
        asked = self.request.POST if self.request.method == "POST" else self.request.GET
        span = next((span for span in self.spans if span == asked.get("span")), self.spans[0])
        try:
            day = date.fromisoformat(asked.get("on", ""))
        except ValueError:
            day = self.today
        if not FIRST_YEAR <= day.year <= self.today.year:
            day = self.today
        return period(span, min(day, self.today))

    def get_context_data(self, **kwargs):
        shown = self.period
        return super().get_context_data(
            period=shown,
            until=min(shown.last, self.today),
            before=shown.before if shown.first.year > FIRST_YEAR else None,
            after=shown.after if shown.last < self.today else None,
            spans=[(span, SPANS[span]) for span in self.spans],
            **self.counts(),
            **kwargs,
        )

    def post(self, request, *args, **kwargs):
        answer = HttpResponse(self.export(), content_type=XLSX)
        answer["Content-Disposition"] = f'attachment; filename="{self.filename}"'
        return answer
