"""The self-check a person handed on with the referral, as they saw it."""

from __future__ import annotations

from django.http import Http404
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from policy_pages import self_check
from policy_pages.views.check import ResultCards, answered

from .. import actions
from ..models import ReadLog
from .base import ReferralScreen


class CheckResultView(ReferralScreen):
    """Their answers, and the result on the rules and numbers of that day.

    Nothing is here for whom the result is kept from (``permissions.kept_from``).
    """

    template_name = "staff/check_result.html"
    header_icon = "list-ul"

    def get_page_title(self):
        return _("What the self-check showed")

    def get(self, request, *args, **kwargs):
        if not self.referral.check_result:
            raise Http404
        why = ReadLog.Why.HELD if hasattr(self.referral, "decision") else ReadLog.Why.QUEUE
        actions.record_reading(self.referral, why=why, actor=request.user)
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs):
        station = self.referral.station
        outcome, is_exact = self_check.result_kept(self.referral.check_result, station)
        return super().get_context_data(
            referral=self.referral,
            result=outcome,
            is_exact=is_exact,
            cards=ResultCards(outcome, self.request, "zh-hans"),
            answered=answered(outcome.answers, get_language() or "zh-hans"),
            station=station,
            **kwargs,
        )
