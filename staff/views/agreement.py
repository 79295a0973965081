"""How often what was decided is what had been suggested: counts for leads and the district."""

from __future__ import annotations

from datetime import date

from django.http import HttpResponse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from .. import actions
from ..agreement import agreement_of, outcome_label, rule_lines, table_lines
from ..domain.agreement import OUTCOMES
from ..domain.periods import Period, Span, period
from ..permissions import counts_for
from .base import DeskView
from .missed_promises import XLSX

SPANS = (
    (Span.MONTH, _("Month")),
    (Span.QUARTER, _("Quarter")),
    (Span.HALF_YEAR, _("Half-year")),
    (Span.YEAR, _("Year to date")),
)
FIRST_YEAR = 2000


class AgreementView(DeskView):
    """GET shows it, POST takes it out."""

    permission_required = "staff.view_counts"
    page_title = _("Suggestions and decisions")
    header_icon = "check"
    template_name = "staff/agreement.html"
    http_method_names = ["get", "post"]

    def get_page_title(self):
        return self.page_title

    @cached_property
    def today(self) -> date:
        return timezone.localdate()

    @cached_property
    def period(self) -> Period:
        """The one asked for; the month of today where nothing readable was asked."""
        asked = self.request.POST if self.request.method == "POST" else self.request.GET
        span = next((span for span, _label in SPANS if span == asked.get("span")), Span.MONTH)
        try:
            day = date.fromisoformat(asked.get("on", ""))
        except ValueError:
            day = self.today
        if not FIRST_YEAR <= day.year <= self.today.year:
            day = self.today
        return period(span, min(day, self.today))

    def get_context_data(self, **kwargs):
        shown = self.period
        report = agreement_of(counts_for(self.request.user), shown, self.today)
        return super().get_context_data(
            report=report,
            outcomes=[outcome_label(outcome) for outcome in OUTCOMES],
            lines=table_lines(report),
            rules=rule_lines(report),
            period=shown,
            until=min(shown.last, self.today),
            before=shown.before if shown.first.year > FIRST_YEAR else None,
            after=shown.after if shown.last < self.today else None,
            spans=SPANS,
            **kwargs,
        )

    def post(self, request, *args, **kwargs):
        book = actions.export_agreement(period=self.period, today=self.today, actor=request.user)
        answer = HttpResponse(book, content_type=XLSX)
        answer["Content-Disposition"] = 'attachment; filename="suggestions-and-decisions.xlsx"'
        return answer
