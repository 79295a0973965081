"""``/status/``: how it goes, for whoever holds the number and the code."""

from __future__ import annotations

from datetime import datetime

from django import forms
from django.core import signing
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from policy_pages.models import Station

from .. import actions, budgets
from ..call_form import HalfDayForm
from ..call_times import call_time
from ..call_words import call_in_words
from ..lookup import find_by_code
from ..models import (
    Consent,
    ConsentText,
    HelpFeedback,
    Promise,
    PublicStatus,
    Referral,
    RightsRequest,
)
from ..references import CODE_DIGITS, only_digits, shown
from ..status_words import state_in_words, words_for
from ..steps.base import LimitedText, one_of, phone_field
from ..steps.phones import clean_phone
from .base import PrivatePage
from .human import AsksASum

TOKEN_SALT = "intake.status"  # noqa: S105  (a namespace, no secret)
TOKEN_LIFE = 15 * 60
MOST_SHOWN_AGAIN = 2_000
TOO_MANY_CHANGES = _(
    "This was changed several times within an hour, so not this time; what you saved last stands. "
    "Please wait an hour, or call us."
)


class LookUpForm(forms.Form):
    reference = LimitedText(
        label=_("Your number"),
        limit=40,
        required=True,
        missing=_("Please write the eight digits you were given."),
        help_text=_("Eight digits, for example 3815 7042."),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    code = LimitedText(
        label=_("Your code"),
        limit=20,
        required=True,
        missing=_("Please write the four digits of the code."),
        help_text=_("Four digits, shown once when you sent it."),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )

    def clean_reference(self):
        return only_digits(self.cleaned_data["reference"])[:20]

    def clean_code(self):
        return only_digits(self.cleaned_data["code"])[: CODE_DIGITS + 1]


class CorrectionForm(forms.Form):
    phone = phone_field(_("The right phone number"), required=True)

    def clean_phone(self):
        return clean_phone(self.cleaned_data["phone"])


class RightsForm(forms.Form):
    kind = one_of(RightsRequest.Kind.choices, _("What do you ask for?"))
    words = LimitedText(label=_("Say a little about it"), limit=300, lines=3)


class FeedbackForm(forms.Form):
    face = one_of(
        [
            (HelpFeedback.Face.GOOD, _("🙂 good")),
            (HelpFeedback.Face.MIDDLING, _("😐 so-so")),
            (HelpFeedback.Face.BAD, _("🙁 bad")),
        ],
        _("How was it with us?"),
    )
    words = LimitedText(label=_("What should we do better?"), limit=300, lines=3)


EVERYTHING = "everything"


class WithdrawForm(forms.Form):
    """What to take back: one purpose, or all. Without the first consent none of the others holds,
    so taking back "help me" is taking back everything."""

    what = one_of([], _("What do you take back?"), required=False)

    def __init__(self, data=None, *, consents: list[Consent]):
        super().__init__(data, initial={"what": EVERYTHING})
        self.fields["what"].choices = [
            (EVERYTHING, _("Everything: use nothing of it any more, and do not call me")),
            *(
                (consent.text.purpose, consent.text.text)
                for consent in consents
                if consent.text.purpose != ConsentText.Purpose.HELP
            ),
        ]

    @property
    def is_a_choice(self) -> bool:
        return len(self.fields["what"].choices) > 1

    def purposes(self) -> list[str] | None:
        what = self.cleaned_data["what"] or EVERYTHING
        return None if what == EVERYTHING else [what]


def consents_of(referral: Referral) -> list[Consent]:
    return list(referral.consents.select_related("text").order_by("given_at", "pk"))


def standing(consents: list[Consent]) -> list[Consent]:
    return [each for each in consents if each.withdrawn_at is None]


class StatusPage(AsksASum, PrivatePage):
    """Look-up. The same words and the same work for a wrong number and a wrong code.

    Five wrong codes close a number for an hour; many wrong tries behind one address cost a sum
    each, so that a neighbour's mistakes lock nobody out.
    """

    template_name = "intake/status.html"

    def get_context_data(self, **kwargs):
        kwargs.setdefault("form", LookUpForm())
        return super().get_context_data(**kwargs)

    def page_shown_again(self) -> HttpResponse:
        form = LookUpForm(self.request.POST)
        return self.render_to_response(self.get_context_data(form=form, press_again=True))

    def post(self, request, *args, **kwargs) -> HttpResponse:
        form = LookUpForm(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        reference, network = form.cleaned_data["reference"], budgets.network_of(request)
        if budgets.STATUS_PER_REFERENCE.is_spent(reference):
            page = self.get_context_data(form=LookUpForm(), too_many=True)
            return self.render_to_response(page, status=429)
        if budgets.STATUS_PER_NETWORK.is_spent(network) and not self.sum_is_right():
            return self.ask_a_sum(form=form)
        referral = find_by_code(reference, form.cleaned_data["code"], self.station)
        if referral is None:
            budgets.STATUS_PER_REFERENCE.spend(reference)
            budgets.STATUS_PER_NETWORK.spend(network)
            form.add_error(
                None,
                _(
                    "Number and code do not go together. Please check both. "
                    "If it does not work, call us."
                ),
            )
            return self.render_to_response(self.get_context_data(form=form))
        return self.show(referral)

    def show(self, referral: Referral, **kwargs) -> HttpResponse:
        """What may be told: state, date, apology. Never a need, a name or an address.

        Whoever took back the consent to help reads that we stopped, whatever is being done here.
        """
        now = timezone.now()
        promise = actions.renew_promise(referral, at=now)
        status, words, consents = referral.public_status, words_for(referral), consents_of(referral)
        state = status.state
        taken_back = any(consent.is_help_taken_back for consent in consents)
        if taken_back and state != PublicStatus.State.CLOSED:
            state = PublicStatus.State.WITHDRAWN
        missed = promise.was_missed(now) and promise.kept_at is None
        call = agreed_call(promise, referral.station, now, missed=missed)
        paused = promise.is_paused(timezone.localdate(now))
        half_day = kwargs.pop("half_day", None) or HalfDayForm(prefix="half_day")
        if (
            referral.may_ask_for_a_half_day
            and promise.call_may_be_chosen(state, timezone.localdate(now))
            and not taken_back
        ):
            half_day.offer(referral, promise, at=now, is_shown=bool(call))
        rights = kwargs.pop("rights", None) or RightsForm(prefix="rights")
        rights["kind"].label = words["ask"]
        return self.render_to_response(
            self.get_context_data(
                found=True,
                may_leave=referral.is_childs_own,
                childs_own=referral.is_childs_own,
                words=words,
                reference=shown(referral.reference),
                state=state,
                appointment_on=status.appointment_on,
                state_text=state_in_words(referral, state),
                taken_back=taken_back,
                promise=promise,
                call=call,
                paused=paused,
                missed=missed,
                for_another=referral.tells_about_another,
                consents=standing(consents),
                sharings=referral.sharings.shown_to_person(),
                token=signing.dumps(referral.pk, salt=TOKEN_SALT),
                half_day=half_day,
                correction=kwargs.pop("contact", CorrectionForm(prefix="contact")),
                rights=rights,
                feedback=kwargs.pop("feedback", FeedbackForm(prefix="feedback")),
                **kwargs,
            )
        )


def agreed_call(promise: Promise, station: Station, now: datetime, *, missed: bool) -> str:
    """The half-day we agreed to call in, while it holds: until the end of its day, or its own
    end once we are late and say sorry."""
    if not promise.call_is_agreed:
        return ""
    today = timezone.localdate(now)
    day, period, hours = promise.call_on, promise.call_period, (station.opens_at, station.closes_at)
    ends = call_time(day, period, *hours, like=timezone.localtime(now)).ends
    if day < today or (missed and ends <= now):
        return ""
    return call_in_words(day, period, station, today=today)


class StatusChangePage(StatusPage):
    """Something the person does after looking up; the signed token says whose it is."""

    http_method_names = ["post"]
    part = ""
    """Which of the forms below the state this page takes; empty: a button alone."""
    form_class: type[forms.Form] = forms.Form
    done: str
    budget: budgets.Budget | None = None
    """How often one reference may; ``None`` where doing it again changes nothing."""

    def turned_away(self) -> HttpResponse | None:
        token = self.request.POST.get("token", "")
        try:
            pk = signing.loads(token, salt=TOKEN_SALT, max_age=TOKEN_LIFE)
        except signing.BadSignature:
            pk = None
        self.referral = (
            Referral.objects.select_related("station", "public_status").filter(pk=pk).first()
        )
        if self.referral is None and self.request.method == "POST":
            return self.render_to_response(
                self.get_context_data(expired=True, typed=self.typed_words())
            )
        return None

    def typed_words(self) -> list[tuple[str, str]]:
        """What was written by hand: it is shown once more, to be copied."""
        return [
            (bound.label, str(bound.value() or "")[:MOST_SHOWN_AGAIN])
            for bound in self.posted_form()
            if isinstance(bound.field, LimitedText) and bound.value()
        ]

    def posted_form(self) -> forms.Form:
        return self.form_class(self.request.POST, prefix=self.part)

    def page_shown_again(self) -> HttpResponse:
        again = {self.part: self.posted_form()} if self.part else {}
        return self.show(self.referral, press_again=True, **again)

    def post(self, request, *args, **kwargs) -> HttpResponse:
        form = self.posted_form()
        too_often = False
        if form.is_valid():
            too_often = bool(self.budget) and not self.budget.spend(self.referral.reference)
            try:
                if too_often:
                    raise ValidationError(TOO_MANY_CHANGES)
                self.change(**form.cleaned_data)
            except ValidationError as refused:
                form.add_error(None, refused)
        if form.errors:
            page = self.show(self.referral, typed=self.typed_words(), **{self.part: form})
            page.status_code = 429 if too_often else page.status_code
            return page
        return self.show(self.referral, **{self.done: True})

    def change(self, **cleaned) -> None:
        """Raises ``ValidationError`` when it cannot be done; the page then says so beside it."""
        raise NotImplementedError


class WithdrawPage(StatusChangePage):
    """Withdrawing is as easy as agreeing was, for one purpose or for all (PIPL Art. 15)."""

    def post(self, request, *args, **kwargs) -> HttpResponse:
        consents = standing(consents_of(self.referral))
        if not request.POST.get("sure"):
            return self.show(self.referral, ask_withdraw=WithdrawForm(consents=consents))
        form = WithdrawForm(request.POST, consents=consents)
        if not form.is_valid():
            return self.show(self.referral, ask_withdraw=form)
        purposes = form.purposes()
        actions.withdraw_consent(self.referral, at=timezone.now(), purposes=purposes)
        return self.show(self.referral, just_withdrawn=True, in_part=purposes is not None)


class CorrectContactPage(StatusChangePage):
    part, form_class, done = "contact", CorrectionForm, "just_corrected"
    budget = budgets.CORRECTING_CONTACT

    def change(self, **cleaned) -> None:
        actions.correct_contact(self.referral, **cleaned, at=timezone.now())


class ChangeCallTimePage(StatusChangePage):
    """Another half-day to be called in, or none (docs/decisions/0020)."""

    part, form_class, done = "half_day", HalfDayForm, "just_timed"
    budget = budgets.CHANGING_CALL_TIME

    def change(self, *, call_time: str) -> None:
        actions.change_call_time(self.referral, call_time, at=timezone.now())


class RightsPage(StatusChangePage):
    """See, correct, delete, explain (PIPL Arts. 44–48): into the register, with a date."""

    part, form_class, done = "rights", RightsForm, "just_asked"

    def change(self, **cleaned) -> None:
        actions.ask_for_right(self.referral, **cleaned, at=timezone.now())


class FeedbackPage(StatusChangePage):
    """Three faces, once somebody has been in touch."""

    part, form_class, done = "feedback", FeedbackForm, "just_rated"

    def change(self, **cleaned) -> None:
        actions.give_feedback(self.referral, **cleaned, at=timezone.now())
