"""The short report of a neighbour, a building captain or a volunteer: one page, no name asked."""

from __future__ import annotations

import uuid

from django import forms
from django.core import signing
from django.utils.translation import gettext_lazy as _

from .models import Awareness
from .steps.base import Honeypot, LimitedText, one_of, phone_field, some_of
from .steps.home import PlaceFields, estate_choices
from .steps.phones import clean_phone
from .steps.seen import SIGNS

OPENED_SALT = "intake.report"
QUICKEST = 3
"""Seconds from opening the page to sending it: nobody ticks and writes faster."""


class ReportForm(PlaceFields):
    seen_signs = some_of(SIGNS, _("What did you notice?"))
    seen_words = LimitedText(label=_("Say a little about it"), limit=300, lines=4)
    awareness = one_of(
        [
            (Awareness.WILLING, _("Knows, and agrees")),
            (Awareness.UNWILLING, _("Knows, but does not want it")),
            (Awareness.UNAWARE, _("Did not ask")),
        ],
        _("Did you ask the person?"),
        required=False,
    )
    reporter_phone = phone_field(
        _("Your phone number"), help_text=_("You can leave this empty. We tell nobody who you are.")
    )
    token = forms.UUIDField(required=False, widget=forms.HiddenInput)
    opened = forms.CharField(required=False, widget=forms.HiddenInput)
    surname_confirm = Honeypot()

    visible = ("estate", "place", "building", "seen_signs", "seen_words", "awareness")

    def __init__(self, data=None, *, station):
        super().__init__(
            data,
            initial={
                "token": uuid.uuid4(),
                "opened": signing.TimestampSigner(salt=OPENED_SALT).sign("1"),
            },
        )
        self.fields["estate"].choices = estate_choices(station)

    @property
    def shown_fields(self):
        return [self[name] for name in (*self.visible, "reporter_phone")]

    def clean_reporter_phone(self):
        typed = self.cleaned_data["reporter_phone"]
        return clean_phone(typed) if typed else ""

    def clean(self):
        cleaned = super().clean()
        if not cleaned.get("estate") and not cleaned.get("place") and "estate" not in self.errors:
            self.add_error("estate", _("Please choose the estate or write the place."))
        if (
            not cleaned.get("seen_signs")
            and not cleaned.get("seen_words")
            and not {"seen_signs", "seen_words"} & set(self.errors)
        ):
            self.add_error("seen_signs", _("Please tick one line, or write what you noticed."))
        return cleaned

    def looks_like_a_machine(self) -> bool:
        """Filled in the hidden field, or sent faster than a person could, or never opened."""
        if self.data.get("surname_confirm"):
            return True
        signer = signing.TimestampSigner(salt=OPENED_SALT)
        try:
            signer.unsign(self.data.get("opened", ""))
        except signing.BadSignature:
            return True
        try:
            signer.unsign(self.data.get("opened", ""), max_age=QUICKEST)
        except signing.SignatureExpired:
            return False
        return QUICKEST > 0

    def answers(self) -> dict:
        data = self.cleaned_data
        return {
            "awareness": data.get("awareness") or Awareness.UNAWARE,
            "observed": {"signs": data["seen_signs"], "words": data["seen_words"]},
            "estate": data["estate"],
            "place": data["place"],
            "building": data["building"],
            "phone": data["reporter_phone"],
            "contact_method": "phone" if data["reporter_phone"] else "none",
        }
