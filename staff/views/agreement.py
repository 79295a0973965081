"""How often what was decided is what had been suggested: counts for leads and the district."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from .. import actions
from ..agreement import agreement_of, outcome_label, rule_lines, table_lines
from ..domain.agreement import OUTCOMES
from ..permissions import counts_for
from .counts import CountsView


class AgreementView(CountsView):
    page_title = _("Suggestions and decisions")
    header_icon = "check"
    template_name = "staff/agreement.html"
    filename = "suggestions-and-decisions.xlsx"

    def counts(self):
        report = agreement_of(counts_for(self.request.user), self.period, self.today)
        return {
            "report": report,
            "outcomes": [outcome_label(outcome) for outcome in OUTCOMES],
            "lines": table_lines(report),
            "rules": rule_lines(report),
        }

    def export(self):
        return actions.export_agreement(
            period=self.period, today=self.today, actor=self.request.user
        )
