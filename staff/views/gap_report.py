"""What was done for those no rule fits, quarter by quarter: counts for leads and the district."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from .. import actions
from ..counts import in_words
from ..domain.periods import Span
from ..gap_report import gap_report_of, tables_of
from .counts import CountsView


class GapReportView(CountsView):
    """Quarters alone: they do not overlap, so none is told less another (R-97)."""

    page_title = _("Policy gap")
    header_icon = "group"
    template_name = "staff/gap_report.html"
    spans = (Span.QUARTER,)
    filename = "policy-gap.xlsx"

    def counts(self):
        report = gap_report_of(self.request.user, self.period, self.today)
        until = min(self.period.last, self.today)
        return {
            "report": report,
            "households": in_words(report.households),
            "tables": tables_of(report, until) if report.by_place else [],
        }

    def export(self):
        return actions.export_gap_report(
            period=self.period, today=self.today, actor=self.request.user
        )
