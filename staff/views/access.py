"""Reading a household is written down: the reason asked for, the contact shown, who has read."""

from __future__ import annotations

import django_filters
from django import forms
from django.db.models import Q
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.utils import get_user_display_name

from .. import actions
from ..actions.reading import REASONS_TO_GIVE
from ..forms import Chips
from ..households import case_url, household_url
from ..models import ReadLog, User
from .base import CasePart, ReferralScreen
from .contact import show_contact
from .forms_on_screen import FormOnScreenMixin
from .listing import DeskListingView


class WhyForm(forms.Form):
    why = forms.ChoiceField(
        label=_("Why do you open this household?"),
        choices=[(why.value, why.label) for why in ReadLog.Why if why.value in REASONS_TO_GIVE],
        widget=Chips,
        error_messages={"required": _("Choose why you open this household.")},
    )
    words = forms.CharField(
        label=_("In a few words"), required=False, max_length=200, widget=forms.TextInput
    )


class GiveReasonMixin(FormOnScreenMixin):
    """Asked before a household that somebody else holds; nothing of it is shown yet."""

    asks_reason = False
    template_name = "staff/give_reason.html"
    header_icon = "lock"
    page_title = _("Why do you open this household?")

    def get_page_title(self):
        return self.page_title

    def build_form(self, data=None):
        return WhyForm(data)

    def save(self, form):
        actions.give_reason(self.household, actor=self.request.user, **form.cleaned_data)
        onwards = self.request.GET.get("next", "")
        if url_has_allowed_host_and_scheme(onwards, allowed_hosts={self.request.get_host()}):
            return onwards
        return household_url(self.household)

    def get_context_data(self, **kwargs):
        return super().get_context_data(household=self.household, **kwargs)


class GiveReasonView(GiveReasonMixin, CasePart):
    pass


class GiveReasonForReferralView(GiveReasonMixin, ReferralScreen):
    """For one that was settled without a case, by a colleague."""


class ShowCaseContactView(CasePart):
    """Phone and address in clear for a while; one tap, written down."""

    http_method_names = ["post"]

    def post(self, request, *args, **kwargs):
        actions.reveal_contact(self.case, why=self.why, actor=request.user)
        show_contact(request, self.case.reference)
        return redirect(case_url(self.case))


class ShowReferralContactView(ReferralScreen):
    http_method_names = ["post"]

    def post(self, request, *args, **kwargs):
        actions.reveal_contact(self.referral, why=self.why, actor=request.user)
        show_contact(request, self.referral.reference)
        return redirect("referrals:detail", self.referral.reference)


COLUMNS = [
    DateColumn("at", label=_("When")),
    Column("reader", label=_("Who"), accessor=lambda row: get_user_display_name(row.reader)),
    Column("kind", label=_("How"), accessor=lambda row: row.get_what_display()),
    Column("why", label=_("Why"), accessor=lambda row: row.get_why_display()),
    Column("words", label=_("In own words")),
]


class PersonFilter(django_filters.ModelChoiceFilter):
    """People by the name their colleagues know."""

    @property
    def field(self):
        field = super().field
        field.label_from_instance = get_user_display_name
        return field


def people_in_reach(request):
    """The people of a station and its rooms; in a room, those of the own rooms."""
    user = request.user
    people = User.objects.filter(
        Q(station_id=user.station_id) | Q(rooms__station_id=user.station_id)
        if user.station_id
        else Q(rooms__in=user.rooms.all()) | Q(station__rooms__in=user.rooms.all())
    )
    return people.distinct().order_by("first_name", "pk")


class ReadLogFilterSet(WagtailFilterSet):
    reader = PersonFilter(label=_("Who"), queryset=people_in_reach, widget=forms.Select)
    at = django_filters.DateFromToRangeFilter(label=_("When"), widget=DateRangePickerWidget)
    what = django_filters.ChoiceFilter(
        label=_("How"), choices=ReadLog.What.choices, widget=forms.Select
    )

    class Meta:
        model = ReadLog
        fields = ["reader", "at", "what"]


class ReadingsListView(DeskListingView):
    """Readings in plain words, newest first; by worker, by day, by kind."""

    header_icon = "view"
    is_searchable = False
    filterset_class = ReadLogFilterSet
    verbose_name_plural = _("readings")
    columns = COLUMNS

    def order_queryset(self, queryset):
        return queryset.order_by("-at", "-pk")


class CaseReadersView(CasePart, ReadingsListView):
    """Who has read this household, when, what and why."""

    page_title = _("Who has read this")

    def get_page_title(self):
        return self.page_title

    def get(self, request, *args, **kwargs):
        return DeskListingView.get(self, request, *args, **kwargs)

    @property
    def index_url(self):
        return case_url(self.case, "readers")

    @property
    def index_results_url(self):
        return case_url(self.case, "readers_results")

    def get_breadcrumbs_items(self):
        return CasePart.get_breadcrumbs_items(self)

    def get_base_queryset(self):
        return ReadLog.objects.of_case(self.case).select_related("reader")


class ReadingsView(ReadingsListView):
    """What each worker of the station has read: for the lead."""

    permission_required = "staff.view_readlog"
    page_title = _("Who has read what")
    index_url_name = "readings"
    index_results_url_name = "readings_results"
    columns = [COLUMNS[0], COLUMNS[1], Column("what", label=_("What"), accessor=str), *COLUMNS[2:]]

    def get_base_queryset(self):
        station = self.request.user.station_id
        return ReadLog.objects.by_people_of(station).select_related("reader")
