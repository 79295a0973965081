"""``/report/``: under a minute, from a door plate's QR code or the footer, to room and station."""

from __future__ import annotations

import uuid

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language

from .. import actions, budgets
from ..models import Channel, OnBehalf, ReporterLink
from ..report_form import ReportForm
from .base import PrivatePage, remember_receipt
from .human import AsksASum


class ReportPage(AsksASum, PrivatePage):
    template_name = "intake/report.html"
    may_leave = True

    def turned_away(self) -> None:
        """The captain's link, if the address holds one; a retired or unknown one is not found."""
        self.link = None
        if key := self.kwargs.get("key"):
            self.link = (
                ReporterLink.objects.select_related("room")
                .filter(key=key, retired_at__isnull=True, room__station=self.station)
                .first()
            )
            if self.link is None:
                raise Http404

    def get_context_data(self, **kwargs):
        kwargs.setdefault("form", ReportForm(station=self.station))
        return super().get_context_data(link=self.link, **kwargs)

    def page_shown_again(self) -> HttpResponse:
        form = ReportForm(self.request.POST, station=self.station)
        return self.render_to_response(self.get_context_data(form=form, press_again=True))

    def post(self, request, *args, **kwargs) -> HttpResponse:
        form = ReportForm(request.POST, station=self.station)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        if self.station is None:
            return self.render_to_response(self.get_context_data(form=form, nobody_here=True))
        if self.looks_odd(form) and not self.sum_is_right():
            return self.ask_a_sum(form=form)
        receipt = actions.submit_referral(
            {
                **form.answers(),
                "on_behalf": OnBehalf.CAPTAIN if self.link else OnBehalf.NEIGHBOUR,
                "reporter_link": self.link,
            },
            submit_token=form.cleaned_data.get("token") or uuid.uuid4(),
            station=self.station,
            channel=Channel.REPORT,
            language=get_language() or "zh-hans",
        )
        return remember_receipt(redirect("intake:done"), actions.keep_receipt(receipt))

    def looks_odd(self, form: ReportForm) -> bool:
        """A captain's link vouches for its holder, unless the hidden field was filled in."""
        sending = form.cleaned_data.get("token")
        network = budgets.REPORTING.spend(budgets.network_of(self.request), sending=sending)
        phone = budgets.spend_for_phone(form.cleaned_data["reporter_phone"], sending=sending)
        if self.link is not None:
            return bool(form.data.get("surname_confirm"))
        return form.looks_like_a_machine() or not network or not phone
