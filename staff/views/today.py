"""今天 as a page of its own, for a bookmark on a phone."""

from __future__ import annotations

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ..queries import calendar_missing, on_duty
from ..today import board
from .base import DeskView


class TodayView(DeskView):
    page_title = _("Today")
    header_icon = "calendar-check"
    template_name = "staff/today.html"

    def get_context_data(self, **kwargs):
        now = timezone.now()
        return super().get_context_data(
            sections=board(self.request.user, now, limit=30, whole=self.request.GET.get("all", "")),
            now=now,
            on_duty=on_duty(self.request.user, timezone.localdate(now)),
            calendar_missing=calendar_missing(self.request.user, timezone.localdate(now)),
            **kwargs,
        )
