"""Lists that stay fast at a million rows: counting stops early, searching asks one index."""

from __future__ import annotations

from django.http import QueryDict
from django.middleware.csrf import get_token
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.search import SearchForm
from wagtail.admin.paginator import WagtailPaginator
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views.generic.base import BaseListingView
from wagtail.admin.widgets.button import HeaderButton

from ..lists import CAP, DeskList
from ..models import SavedView
from ..permissions import visible_views
from .base import RolePermissionMixin


class CappedPaginator(WagtailPaginator):
    """Counts no further than ``cap``; who needs row 10,001 needs a filter.

    Of what a search found the rows are read, not counted: the list of them is short.
    """

    cap = CAP

    @cached_property
    def _counted(self) -> int:
        if isinstance(self.object_list, list):
            return len(self.object_list)
        return self.object_list.order_by().values("pk")[: self.cap + 1].count()

    @cached_property
    def count(self) -> int:
        return min(self._counted, self.cap)

    @cached_property
    def items_count_label(self) -> str:
        more = "+" if self._counted > self.cap else ""
        return f"{self.count}{more} {self.verbose_name_plural}"


class TemplateColumn(Column):
    """A column whose cell is a small template of ours; it gets the row as ``instance``."""

    def __init__(self, name, template: str, **kwargs):
        super().__init__(name, accessor=lambda instance: "", **kwargs)
        self.cell_template_name = template


class ButtonColumn(TemplateColumn):
    """A cell with a form of one button; a table hands its cells no token of its own."""

    def get_cell_context_data(self, instance, parent_context):
        token = get_token(parent_context["request"])
        return {**super().get_cell_context_data(instance, parent_context), "csrf_token": token}


class ExactSearchForm(SearchForm):
    """Says what can be found, since names and phones are encrypted and found whole only."""

    def __init__(self, *args, **kwargs):
        super().__init__(
            *args, placeholder=_("Reference, whole phone number or whole name"), **kwargs
        )


class DeskListingView(RolePermissionMixin, BaseListingView):
    """A listing in Wagtail's look over what this person may see."""

    paginate_by = 20
    paginator_class = CappedPaginator
    is_searchable = True
    table_classname = "listing desk-listing"
    any_permission_required = None

    def get_search_form(self):
        if not self.is_searchable:
            return None
        return ExactSearchForm(self.request.GET if self.search_kwarg in self.request.GET else None)


MOST_VIEWS = 20
LIST_KWARG = "list"
MOST_QUERY = 500


class TitleOnList(TitleColumn):
    """The link to a row carries the address it stands on, for "previous" and "next" there."""

    def get_link_url(self, instance, parent_context):
        url = super().get_link_url(instance, parent_context)
        return on_list(url, parent_context["request"].GET)


def on_list(url: str, params: QueryDict) -> str:
    """``url`` with the filters and search of a list; the page and how it was drawn are left out."""
    kept = params.copy()
    for name in ("p", "_w_filter_fragment", LIST_KWARG):
        kept.pop(name, None)
    return f"{url}?{urlencode({LIST_KWARG: kept.urlencode()})}"


class RowsOfListView(DeskListingView):
    """The screen of a ``DeskList``."""

    desk_list: DeskList

    @property
    def filterset_class(self):
        return self.desk_list.filterset_class

    template_name = "staff/list.html"
    shows_saved_views = True
    """As tabs above the list; a list at its twelve queries has the button alone."""

    @cached_property
    def header_buttons(self):
        """Keep a list that is narrowed, or go to the kept ones: one button, for a phone's width.
        ``results_only`` draws it again with the filters as they stand then."""
        kept = self.desk_list.filters_only(self.request.GET).urlencode()
        if not kept:
            return [HeaderButton(_("Saved lists"), url=reverse("views:index"), icon_name="pick")]
        query = urlencode({"of": self.desk_list.name, "query": kept})
        address = f"{reverse('views:add')}?{query}"
        return [HeaderButton(_("Keep this list"), url=address, icon_name="pick")]

    def saved_views(self) -> list[SavedView]:
        """One's own and shared ones of this list, the one shown marked; one query."""
        here = self.desk_list.filters_only(self.request.GET)
        views = list(visible_views(self.request.user).filter(list=self.desk_list.name)[:MOST_VIEWS])
        for view in views:
            view.is_here = bool(here) and view.params == here
        return views

    def get_context_data(self, *args, **kwargs):
        context = super().get_context_data(*args, **kwargs)
        if self.shows_saved_views and not (self.results_only or self.is_searching):
            context["saved_views"] = self.saved_views()
        return context

    def get_paginator(self, *args, **kwargs):
        paginator = super().get_paginator(*args, **kwargs)
        paginator.cap = self.desk_list.cap(self.request.GET)
        return paginator

    def get_queryset(self):
        return self.desk_list.rows(self.request.user, self.request.GET, self.filters)

    def paginate_queryset(self, queryset, page_size):
        """Only the rows of this page are read whole; those skipped before it are index entries."""
        keys = queryset.values_list("pk", flat=True)
        if self.is_searching:
            keys = list(keys[: self.desk_list.cap(self.request.GET) + 1])
        paginator, page, _rows, more = super().paginate_queryset(keys, page_size)
        shown = self.desk_list.shown(self.request.user)
        page.object_list = self.desk_list.order(
            shown.filter(pk__in=page.object_list), self.request.GET
        )
        return paginator, page, page.object_list, more


class OnListMixin:
    """A screen about one row, with the steps to the rows before and after it in its list."""

    desk_list: DeskList

    @cached_property
    def list_params(self) -> QueryDict | None:
        """The list this row was opened from, or None when it was opened some other way."""
        typed = self.request.GET.get(LIST_KWARG)
        return None if typed is None else QueryDict(typed[:MOST_QUERY])

    def on_list(self, url: str) -> str:
        return url if self.list_params is None else on_list(url, self.list_params)

    def url_of(self, reference: str) -> str:
        return self.on_list(reverse(f"{self.desk_list.name}:detail", args=[reference]))

    def beside(self, row) -> tuple[str | None, str | None]:
        return self.desk_list.beside(self.request.user, self.list_params or QueryDict(), row)

    def neighbours(self, row) -> dict:
        """For the template; two queries. Outside a list a row has none, the queue aside."""
        before, after = self.beside(row)
        return {
            "previous": before and self.url_of(before),
            "following": after and self.url_of(after),
        }
