"""The list from which an editor picks a fact: by its name, with what it says today."""

from __future__ import annotations

from django import forms
from django.http import Http404
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.forms.choosers import BaseFilterForm
from wagtail.admin.ui.tables import Column
from wagtail.snippets.views.chooser import (
    ChooseResultsView,
    ChooseView,
    SnippetChooserViewSet,
    SnippetChosenView,
)

from .. import queries
from ..fact_text import SPECIAL_CODES
from ..models import FactValue, PolicyFact, places_for

# What the station and the page fill in themselves, as an editor would ask for it.
DETAILS = {
    "station_phone": gettext_lazy("phone of the station"),
    "station_name": gettext_lazy("name of the station"),
    "station_address": gettext_lazy("address of the station"),
    "station_hours": gettext_lazy("opening hours of the station"),
    "street_window": gettext_lazy("the street's window"),
    "street_phone": gettext_lazy("phone of the street's window"),
    "checked_on": gettext_lazy("day of the last check"),
    "checked_by": gettext_lazy("who checked the page"),
}


class FactSearch(BaseFilterForm):
    """Every word typed must stand in the name, the code, a value or the title of its source."""

    q = forms.CharField(
        label=gettext_lazy("Search"),
        required=False,
        widget=forms.TextInput(attrs={"placeholder": gettext_lazy("for example 低保 or 工作日")}),
    )

    def filter(self, facts):
        if typed := self.cleaned_data["q"].strip():
            facts = PolicyFact.objects.filter(
                pk__in=facts.said_with(typed.split()).values("pk")
            ).order_by("label")
            self.is_searching, self.search_query = True, typed
        return facts


class _Facts:
    """What both the dialog and its list of results show."""

    filter_form_class = FactSearch
    page_subtitle = ""
    ordering = ["label", "code"]
    results_template_name = "pages/admin/fact_chooser_results.html"

    def get_results_page(self, request):
        """The facts of one page of the list, each with its value of today: one query more."""
        page = super().get_results_page(request)
        places = places_for(queries.current_station(request))
        values = FactValue.objects.filter(fact__in=[fact.pk for fact in page.object_list])
        self.values = values.nearest(places, timezone.localdate())
        return page

    @property
    def columns(self) -> list[Column]:
        return [
            *super().columns,
            self._column("number", _("Today's number"), self._number),
            self._column("place", _("Place"), lambda value: value.place, "10%"),
            self._column("since", _("Since"), lambda v: date_format(v.valid_from, "Y-m-d"), "12%"),
            self._column("source", _("Source"), lambda v: f"{v.source} {v.article}".strip()),
            self._column("sure", _("Confidence"), lambda v: v.get_confidence_display()),
        ]

    @property
    def title_column(self):
        column = super().title_column
        column.label, column.accessor = _("Fact"), "label"
        return column

    def _column(self, name: str, label: str, say, width: str | None = None) -> Column:
        def cell(fact: PolicyFact) -> str:
            value = self.values.get(fact.code)
            if value is None:
                return _("no number today: readers are told to call") if name == "number" else ""
            return say(value)

        return Column(name, label=label, accessor=cell, width=width)

    @staticmethod
    def _number(value: FactValue) -> str:
        return format_html("<strong>{}</strong>", value.with_unit)

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        if not context["is_searching"]:
            context["details"] = DETAILS.items()
        return context


class ChooseFactView(_Facts, ChooseView):
    pass


class ChooseFactResultsView(_Facts, ChooseResultsView):
    pass


class FactChosenView(SnippetChosenView):
    """Answers with the token a text stores. A code of ``DETAILS`` stands in place of a key."""

    def get(self, request, pk):
        if pk in SPECIAL_CODES:
            return self._wrap_chosen_response_data({"id": pk, "token": token(pk)})
        if not pk.isdecimal():
            raise Http404
        return super().get(request, pk)

    def get_chosen_response_data(self, item: PolicyFact) -> dict[str, str]:
        return super().get_chosen_response_data(item) | {"token": token(item.code)}


def token(code: str) -> str:
    """How a text names a fact."""
    return f"{{{{{code}}}}}"


class FactChooserViewSet(SnippetChooserViewSet):
    page_title = gettext_lazy("Which fact?")
    choose_view_class = ChooseFactView
    choose_results_view_class = ChooseFactResultsView
    chosen_view_class = FactChosenView
