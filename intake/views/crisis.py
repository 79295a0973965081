"""The crisis exit: numbers to call, or a number to be called at. Before any consent."""

from __future__ import annotations

import uuid

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from .. import actions, budgets
from ..models import Channel, ContactMethod, Danger
from ..steps.base import Honeypot, phone_field
from ..steps.phones import clean_phone
from .base import PrivatePage, remember_receipt
from .human import AsksASum


class CallBackForm(forms.Form):
    """A number and nothing else (PIPL Art. 13(4): life and health in an emergency)."""

    phone = phone_field(_("Your phone number"), required=True)
    token = forms.UUIDField(widget=forms.HiddenInput)
    surname_confirm = Honeypot()

    def clean_phone(self):
        return clean_phone(self.cleaned_data["phone"])


class CrisisPage(AsksASum, PrivatePage):
    """``/intake/crisis/``. Works without a draft, a cookie or a tick, and never refuses a number.

    A shared mobile address over its budget, a number sent often or a filled-in hidden field cost a
    sum in words, no more: the next person behind the address may be dying.
    """

    template_name = "intake/crisis.html"
    may_leave = True

    def get_context_data(self, **kwargs):
        kwargs.setdefault("form", CallBackForm(initial={"token": uuid.uuid4()}))
        return super().get_context_data(**kwargs)

    def posted_form(self) -> CallBackForm:
        data = self.request.POST.copy()
        try:
            uuid.UUID(data.get("token", ""))
        except ValueError:
            data["token"] = str(uuid.uuid4())
        return CallBackForm(data)

    def page_shown_again(self) -> HttpResponse:
        page = self.get_context_data(form=self.posted_form(), press_again=True)
        return self.render_to_response(page)

    def post(self, request, *args, **kwargs) -> HttpResponse:
        form = self.posted_form()
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        if self.station is None:
            return self.render_to_response(self.get_context_data(form=form, nobody_here=True))
        if self.looks_odd(form) and not self.sum_is_right():
            return self.ask_a_sum(form=form)
        receipt = actions.submit_referral(
            {
                "danger": Danger.HARM,
                "phone": form.cleaned_data["phone"],
                "contact_method": ContactMethod.PHONE,
            },
            submit_token=form.cleaned_data["token"],
            station=self.station,
            channel=Channel.CRISIS,
            language=get_language() or "zh-hans",
        )
        return remember_receipt(redirect("intake:done"), actions.keep_receipt(receipt))

    def looks_odd(self, form: CallBackForm) -> bool:
        sending = form.cleaned_data["token"]
        network = budgets.CRISIS.spend(budgets.network_of(self.request), sending=sending)
        phone = budgets.spend_for_phone(form.cleaned_data["phone"], sending=sending)
        return bool(form.data.get("surname_confirm")) or not network or not phone
