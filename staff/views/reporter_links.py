"""The links of building captains and volunteers: who has one, make, print, take back."""

from __future__ import annotations

from django import forms
from django.conf import settings
from django.db.models import F
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.widgets.button import HeaderButton

from intake.models import ReporterLink
from policy_pages import qr

from .. import actions
from ..permissions import rooms_in_reach, visible_links
from .base import DeskView
from .forms_on_screen import FormOnScreenMixin
from .listing import DeskListingView


class ReporterLinkIndexView(DeskListingView):
    """Valid ones first, the newest on top."""

    permission_required = "intake.view_reporterlink"
    model = ReporterLink
    page_title = _("Captains' links")
    header_icon = "link"
    is_searchable = False
    index_url_name = "links:index"
    index_results_url_name = "links:index_results"
    verbose_name_plural = ReporterLink._meta.verbose_name_plural
    columns = [
        TitleColumn(
            "holder",
            label=_("Whose link"),
            accessor="holder",
            get_url=lambda link: reverse("links:print", args=[link.pk]),
        ),
        Column("watches", label=_("Buildings")),
        Column("room", label=_("Community room"), accessor="room.community"),
        DateColumn("last_used_at", label=_("Last used")),
        DateColumn("created_at", label=_("Made")),
        Column(
            "state",
            label=_("State"),
            accessor=lambda link: _("taken back") if link.retired_at else _("valid"),
        ),
    ]

    @property
    def header_buttons(self):
        return [HeaderButton(_("Make a link"), reverse("links:add"), icon_name="plus")]

    def get_base_queryset(self):
        return visible_links(self.request.user).select_related("room")

    def order_queryset(self, queryset):
        return queryset.order_by(F("retired_at").desc(nulls_first=True), "-created_at", "-pk")


class LinkForm(forms.Form):
    room = forms.ModelChoiceField(
        label=_("Community room"), queryset=None, empty_label=None, widget=forms.Select
    )
    holder = forms.CharField(
        label=_("Whose link is it?"),
        max_length=40,
        help_text=_("So that you know whom to ask. It is stored encrypted and printed nowhere."),
        error_messages={"required": _("Write how you call this person.")},
    )
    watches = forms.CharField(
        label=_("Which buildings?"),
        max_length=60,
        required=False,
        help_text=_("for example: Buildings 3 to 6. It is printed beside the code."),
    )

    def __init__(self, data=None, *, rooms):
        super().__init__(data)
        self.fields["room"].queryset = rooms


class ReporterLinkAddView(FormOnScreenMixin, DeskView):
    permission_required = "intake.give_reporterlink"
    page_title = _("Make a link")
    header_icon = "link"
    template_name = "staff/reporter_link_add.html"

    def parents(self):
        return [{"url": reverse("links:index"), "label": _("Captains' links")}]

    def build_form(self, data=None):
        return LinkForm(data, rooms=rooms_in_reach(self.request.user))

    def save(self, form):
        link = actions.give_reporter_link(**form.cleaned_data, actor=self.request.user)
        messages.success(self.request, _("The link is ready. Print it and hand it over."))
        return reverse("links:print", args=[link.pk])


class OneLinkView(DeskView):
    """A link that may not be seen does not exist."""

    header_icon = "link"

    @cached_property
    def link(self) -> ReporterLink:
        links = visible_links(self.request.user).select_related("room__station")
        found = links.filter(pk=self.kwargs["pk"]).first()
        if found is None:
            raise Http404
        return found

    def parents(self):
        return [{"url": reverse("links:index"), "label": _("Captains' links")}]


class ReporterLinkPrintView(OneLinkView):
    """What is handed over: the code, the address, and three lines on how."""

    permission_required = "intake.view_reporterlink"
    page_title = _("Print the link")
    template_name = "staff/reporter_link_print.html"

    def get_context_data(self, **kwargs):
        link = self.link
        path = reverse("intake:report_link", args=[link.key])
        address = settings.SITE_URL.rstrip("/") + path
        return super().get_context_data(
            link=link,
            station=link.room.station,
            address=address,
            picture=qr.drawn(address),
            **kwargs,
        )


class ReporterLinkRetireView(OneLinkView):
    permission_required = "intake.give_reporterlink"
    http_method_names = ["post"]

    def post(self, request, *args, **kwargs):
        actions.take_reporter_link_back(self.link, actor=request.user)
        messages.success(request, _("The link opens nothing any more."))
        return redirect("links:index")
