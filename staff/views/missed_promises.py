"""Which promises were missed, by whom, and the list to take away; for leads."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .. import actions
from ..missed_promises import PERIODS, by_worker, hours_late, missed_promises
from .base import DeskView

SHOWN = 100
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class MissedPromisesView(DeskView):
    """GET shows it, POST takes it out."""

    permission_required = "staff.sign_stagemove"
    page_title = _("Missed promises")
    header_icon = "time"
    template_name = "staff/missed_promises.html"
    http_method_names = ["get", "post"]

    def get_page_title(self):
        return self.page_title

    @property
    def days(self) -> int:
        asked = self.request.POST if self.request.method == "POST" else self.request.GET
        return next((days for days in PERIODS if asked.get("days") == str(days)), PERIODS[0])

    def get_context_data(self, **kwargs):
        rows = missed_promises(self.request.user, days=self.days, now=timezone.now())
        return super().get_context_data(
            days=self.days,
            periods=PERIODS,
            workers=by_worker(rows),
            count=len(rows),
            rows=[(row, hours_late(row)) for row in rows[:SHOWN]],
            **kwargs,
        )

    def post(self, request, *args, **kwargs):
        book = actions.export_missed_promises(days=self.days, actor=request.user)
        answer = HttpResponse(book, content_type=XLSX)
        answer["Content-Disposition"] = 'attachment; filename="missed-promises.xlsx"'
        return answer
