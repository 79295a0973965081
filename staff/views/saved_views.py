"""Lists kept under a name: keep one, open one, see all, let one go."""

from __future__ import annotations

from django import forms
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.generic import View
from wagtail.admin import messages
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.utils import get_user_display_name

from .. import actions
from ..forms import Chips
from ..lists import LISTS
from ..models import SavedView
from ..permissions import may_forget_view, visible_views
from .base import DeskView, RolePermissionMixin
from .forms_on_screen import FormOnScreenMixin
from .listing import ButtonColumn, DeskListingView

NO_YES = [("no", _("no")), ("yes", _("yes"))]


class SaveViewForm(forms.Form):
    name = forms.CharField(
        label=_("Name of the list"),
        max_length=40,
        help_text=_("Say what it lists, never who. For example: tier 1, nobody met for long."),
        error_messages={"required": _("Write a name, so that you find it again.")},
    )
    shared = forms.ChoiceField(
        label=_("Show it to colleagues of the station?"),
        help_text=_("Everybody sees only the households they may see anyway."),
        choices=NO_YES,
        initial="no",
        widget=Chips,
    )
    daily = forms.ChoiceField(
        label=_("Send me the number each working day?"),
        help_text=_("By e-mail: how many are on the list, and a link. No names."),
        choices=NO_YES,
        initial="no",
        widget=Chips,
    )


class SaveViewView(FormOnScreenMixin, DeskView):
    page_title = _("Keep this list")
    header_icon = "pick"
    template_name = "staff/save_view.html"

    @property
    def desk_list(self):
        try:
            return LISTS[self.request.GET.get("of", "")]
        except KeyError:
            raise Http404 from None

    @property
    def kept(self):
        """The filters that will be kept, by their labels."""
        return self.desk_list.in_words(self.request.user, self.request.GET.get("query", "")[:500])

    def build_form(self, data=None):
        return SaveViewForm(data)

    def get_context_data(self, **kwargs):
        return super().get_context_data(kept=self.kept, desk_list=self.desk_list, **kwargs)

    def save(self, form):
        data = form.cleaned_data
        view = actions.save_view(
            list_name=self.desk_list.name,
            query=self.request.GET.get("query", "")[:500],
            name=data["name"],
            shared=data["shared"] == "yes",
            daily=data["daily"] == "yes",
            actor=self.request.user,
        )
        if view.daily and not self.request.user.email:
            messages.warning(
                self.request, _("You have no e-mail address here yet; ask the administrator.")
            )
        messages.success(self.request, _("Kept. You find it above the list."))
        return view.url


class SavedViewIndexView(DeskListingView):
    model = SavedView
    page_title = _("Saved lists")
    header_icon = "pick"
    is_searchable = False
    index_url_name = "views:index"
    index_results_url_name = "views:index_results"
    verbose_name_plural = SavedView._meta.verbose_name_plural
    columns = [
        TitleColumn("name", label=_("Name"), accessor="name", get_url=lambda view: view.url),
        Column("list", label=_("List"), accessor=lambda view: view.get_list_display()),
        Column("owner", label=_("Whose"), accessor=lambda v: get_user_display_name(v.owner)),
        Column("shared", label=_("Shared"), accessor=lambda v: _("yes") if v.shared else _("no")),
        Column("daily", label=_("By e-mail"), accessor=lambda v: _("yes") if v.daily else _("no")),
        ButtonColumn("forget", "staff/cells/forget.html", label=_("Let go")),
    ]

    def get_base_queryset(self):
        return visible_views(self.request.user).select_related("owner")

    def get_context_data(self, *args, **kwargs):
        context = super().get_context_data(*args, **kwargs)
        for view in context["object_list"]:
            view.may_forget = may_forget_view(self.request.user, view)
        return context


class OneSavedView(RolePermissionMixin, View):
    def view(self) -> SavedView:
        return get_object_or_404(visible_views(self.request.user), pk=self.kwargs["pk"])


class OpenSavedView(OneSavedView):
    """What the morning mail links to: an address that tells nothing of the list."""

    def get(self, request, *args, **kwargs):
        return redirect(self.view().url)


class ForgetSavedView(OneSavedView):
    http_method_names = ["post"]

    def post(self, request, *args, **kwargs):
        actions.forget_view(self.view(), actor=request.user)
        messages.success(request, _("The list is let go. Its households stay as they are."))
        return redirect(reverse("views:index"))
