"""Keying in for somebody: a call, a visitor at the desk, a need a room has noticed."""

from __future__ import annotations

from django import forms
from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from intake.actions import CallTimeGone
from intake.keyed_forms import KeyedReferralForm, RoomSignalForm
from intake.references import shown
from policy_pages import qr

from .. import actions
from ..permissions import rooms_of, station_of
from .base import DeskView


class KeyView(DeskView):
    """One form on one page; sending it shows a receipt to read out or to print.

    The code is on that page and nowhere else; Wagtail lets no browser keep it.
    """

    permission_required = "intake.key_referral"
    form_class: type
    form_template: str
    receipt_template = "staff/receipt.html"
    header_icon = "edit"

    @cached_property
    def station(self):
        station = station_of(self.request.user)
        if station is None:
            raise PermissionDenied
        return station

    def build_form(self, data=None):
        form = self.form_class(
            data,
            station=self.station,
            rooms=rooms_of(self.request.user),
            language=get_language() or "zh-hans",
        )
        for bound in form:
            choosing = (forms.RadioSelect, forms.CheckboxSelectMultiple)
            bound.field.widget.is_chips = isinstance(bound.field.widget, choosing)
        return form

    def get_template_names(self):
        return [self.form_template]

    def get(self, request, *args, **kwargs):
        return self.show(self.build_form())

    def show(self, form, status=200):
        return self.render_to_response(self.get_context_data(form=form), status=status)

    def post(self, request, *args, **kwargs):
        form = self.build_form(request.POST)
        if not form.is_valid():
            return self.show(form, status=422)
        try:
            receipt = actions.key_referral(
                form.answers(),
                channel=form.channel,
                submit_token=form.submit_token,
                keyed_in_room=form.keyed_in_room,
                actor=request.user,
            )
        except CallTimeGone as gone:
            # Built anew, the form knows which times are left and says so beside the field.
            form = self.build_form(request.POST)
            if form.is_valid():
                form.add_refusal(" ".join(gone.messages))
            return self.show(form, status=422)
        except ValidationError as refusal:
            form.add_refusal("; ".join(refusal.messages))
            return self.show(form, status=422)
        return self.show_receipt(receipt)

    def show_receipt(self, receipt):
        status_address = settings.SITE_URL.rstrip("/") + reverse("intake:status")
        self.get_template_names = lambda: [self.receipt_template]
        return self.render_to_response(
            self.get_context_data(
                receipt=receipt,
                reference=shown(receipt.referral.reference),
                station=self.station,
                status_address=status_address,
                status_picture=qr.drawn(status_address),
                again_url=self.request.path,
            )
        )


class KeyReferralView(KeyView):
    """代填: everything the online form asks, while the person speaks."""

    page_title = _("Key in for somebody")
    form_class = KeyedReferralForm
    form_template = "staff/key_referral.html"


class RoomSignalView(KeyView):
    """需求信号 of a community room, in under a minute (R-16)."""

    page_title = _("Need signal")
    header_icon = "warning"
    form_class = RoomSignalForm
    form_template = "staff/room_signal.html"
