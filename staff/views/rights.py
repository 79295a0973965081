"""The register of rights requests, what is stored of a referral, and feedback after help."""

from __future__ import annotations

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import F
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.widgets.button import HeaderButton

from intake.models import HelpFeedback, Referral, RightsRequest
from intake.steps.phones import clean_phone

from .. import actions, permissions
from ..copy_of_data import as_text
from ..domain import retention
from ..forms import Chips
from ..labels import RETENTION_LABELS
from ..models import LegalHold, ReadLog
from .base import DeskView, ReferralButton, ReferralScreen
from .forms_on_screen import FormOnScreenMixin
from .listing import DeskListingView, TemplateColumn

ANSWER = "intake.answer_rightsrequest"


class RightsIndexView(DeskListingView):
    """Open ones first, the next to be answered on top."""

    permission_required = ANSWER
    model = RightsRequest
    page_title = _("Rights requests")
    header_icon = "key"
    is_searchable = False
    index_url_name = "rights:index"
    index_results_url_name = "rights:index_results"
    verbose_name_plural = RightsRequest._meta.verbose_name_plural
    columns = [
        TitleColumn(
            "referral",
            label=_("Referral"),
            accessor=lambda request: str(request.referral),
            get_url=lambda request: reverse("rights:answer", args=[request.pk]),
        ),
        Column("kind", label=_("Asks for"), accessor=lambda request: request.get_kind_display()),
        DateColumn("made_at", label=_("Asked")),
        TemplateColumn("due_on", "staff/cells/rights_due.html", label=_("Answer by")),
    ]

    @property
    def header_buttons(self):
        return [
            HeaderButton(_("Feedback after help"), reverse("rights:feedback"), icon_name="comment")
        ]

    def get_base_queryset(self):
        requests = permissions.visible_requests(self.request.user)
        return requests.select_related("referral").only(
            "kind", "made_at", "due_on", "answered_at", "outcome", "referral__reference"
        )

    def order_queryset(self, queryset):
        return queryset.order_by(F("answered_at").desc(nulls_first=True), "due_on", "pk")

    def get_context_data(self, *args, **kwargs):
        return {**super().get_context_data(*args, **kwargs), "today": timezone.localdate()}


class FeedbackIndexView(DeskListingView):
    """What people said of the help they had; the newest first (R-97)."""

    permission_required = "intake.view_helpfeedback"
    model = HelpFeedback
    page_title = _("Feedback after help")
    header_icon = "comment"
    is_searchable = False
    index_url_name = "rights:feedback"
    index_results_url_name = "rights:feedback_results"
    verbose_name_plural = HelpFeedback._meta.verbose_name_plural
    columns = [
        DateColumn("given_at", label=_("When")),
        Column("face", label=_("How it was"), accessor=lambda row: row.get_face_display()),
        Column("words", label=_("In their words")),
        TitleColumn(
            "referral",
            label=_("Referral"),
            accessor=lambda row: str(row.referral),
            get_url=lambda row: reverse("referrals:detail", args=[row.referral.reference]),
        ),
    ]

    def get_base_queryset(self):
        feedback = permissions.visible_feedback(self.request.user)
        return feedback.select_related("referral").only(
            "face", "words", "given_at", "referral__reference"
        )

    def order_queryset(self, queryset):
        return queryset.order_by("-given_at", "-pk")


class AnswerForm(forms.Form):
    outcome = forms.ChoiceField(
        label=_("What was done"),
        choices=RightsRequest.Outcome.choices,
        widget=Chips,
        error_messages={"required": _("Choose what was done.")},
    )
    refusal = forms.ChoiceField(
        label=_("Why refused (only when refusing)"),
        choices=RightsRequest.Refusal.choices,
        required=False,
        widget=Chips,
    )
    phone = forms.CharField(label=_("The right phone number"), max_length=30, required=False)
    answer = forms.CharField(
        label=_("What the person was told"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Write what the person was told, and how.")},
    )

    def __init__(self, data=None, *, kind: str):
        super().__init__(data)
        if kind != RightsRequest.Kind.CORRECT:
            del self.fields["phone"]

    def clean_phone(self):
        typed = self.cleaned_data["phone"]
        return clean_phone(typed) if typed else ""

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("outcome") == RightsRequest.Outcome.REFUSED and not cleaned.get("refusal"):
            self.add_error(
                "refusal", _("Choose why it is refused; the person has a right to know.")
            )
        if cleaned.get("outcome") == RightsRequest.Outcome.DONE:
            cleaned["refusal"] = ""
        return cleaned


class AnswerRequestView(FormOnScreenMixin, DeskView):
    """One request: what is asked, by when, and the answer."""

    permission_required = ANSWER
    header_icon = "key"
    page_title = _("Rights request")
    template_name = "staff/rights_answer.html"
    success_message = _("The answer is noted.")

    @cached_property
    def asked(self) -> RightsRequest:
        requests = permissions.visible_requests(self.request.user).select_related(
            "referral__station", "referral__decision__case"
        )
        found = requests.filter(pk=self.kwargs["pk"]).first()
        if found is None:
            raise Http404
        return found

    def parents(self):
        return [{"url": reverse("rights:index"), "label": _("Rights requests")}]

    def build_form(self, data=None):
        return AnswerForm(data, kind=self.asked.kind)

    def save(self, form):
        actions.answer_request(self.asked, **form.cleaned_data, actor=self.request.user)
        return reverse("rights:index")

    def get_context_data(self, **kwargs):
        asked = self.asked
        return super().get_context_data(
            asked=asked,
            referral=asked.referral,
            late=asked.answered_at is None and asked.due_on < timezone.localdate(),
            may_erase=permissions.may_erase(self.request.user, asked.referral),
            **kwargs,
        )


class HoldForm(forms.Form):
    why = forms.ChoiceField(
        label=_("Why it must be kept"),
        choices=LegalHold.Why.choices,
        widget=Chips,
        error_messages={"required": _("Choose why it must be kept.")},
    )
    words = forms.CharField(label=_("In a line"), max_length=200, required=False)


class StoredDataView(ReferralScreen):
    """What is stored of a referral, why, until when; copy it, hold it, erase it."""

    permission_required = ANSWER
    template_name = "staff/stored_data.html"
    header_icon = "key"

    def parents(self):
        detail = reverse("referrals:detail", args=[self.referral.reference])
        return [*super().parents(), {"url": detail, "label": str(self.referral)}]

    def get_page_title(self):
        return _("What is stored")

    def get(self, request, *args, **kwargs):
        actions.record_reading(self.referral, why=ReadLog.Why.DUTY, actor=request.user)
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs):
        referral = self.referral
        stored = actions.stored(referral)
        kept = retention.kept(stored)
        return super().get_context_data(
            referral=referral,
            kept_why=RETENTION_LABELS[kept.why],
            kept_until=kept.until,
            hold=referral.holds.filter(lifted_at__isnull=True).select_related("set_by").first(),
            requests=referral.rights_requests.all(),
            may_erase=permissions.may_erase(self.request.user, referral),
            erasable=retention.against_erasing(stored, timezone.localdate()) is None,
            hold_form=HoldForm(),
            **kwargs,
        )


class StoredDataAct(ReferralButton):
    """One button of that screen."""

    permission_required = "intake.erase_referral"
    comes_back_to = "referrals:data"

    def may(self):
        return permissions.may_erase(self.request.user, self.as_told)


class EraseView(StoredDataAct):
    done = _("Erased. The row stays for the counts; nobody is in it any more.")

    def act(self):
        if not self.request.POST.get("sure"):
            raise ValidationError(_("Tick that you are sure. Erasing cannot be undone."))
        actions.erase_referral(self.referral, actor=self.request.user)


class HoldView(StoredDataAct):
    done = _("Held. It is kept until a lead lifts the hold.")

    def act(self):
        form = HoldForm(self.request.POST)
        if not form.is_valid():
            raise ValidationError([error for errors in form.errors.values() for error in errors])
        actions.hold_referral(self.referral, **form.cleaned_data, actor=self.request.user)


class ReleaseView(StoredDataAct):
    done = _("The hold is lifted.")

    def act(self):
        actions.release_referral(self.referral, actor=self.request.user)


class CopyView(ReferralScreen):
    """Everything stored of a referral as a text to hand over (PIPL Art. 45); written down."""

    permission_required = ANSWER
    http_method_names = ["post"]

    def post(self, request, *args, **kwargs):
        actions.note_copy(self.referral, actor=request.user)
        response = HttpResponse(
            as_text(Referral.objects.get(pk=self.referral.pk)),
            content_type="text/plain; charset=utf-8",
        )
        name = f"{self.referral.reference}.txt"
        response["Content-Disposition"] = f'attachment; filename="{name}"'
        return response
