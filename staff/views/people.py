"""A lead's own people: who has an account, in which role, and what to do when a phone is lost."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin import messages
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.utils import get_user_display_name
from wagtail.admin.widgets.button import HeaderButton

from .. import actions
from ..forms import ROLE_LABELS, NewPersonForm, PersonForm
from ..models import Case, User
from ..permissions import colleagues, may_manage, rooms_in_reach
from ..queries import state_of
from .base import DeskView
from .forms_on_screen import FormOnScreenMixin
from .listing import DeskListingView


def roles_of(person: User) -> str:
    return "、".join(str(ROLE_LABELS.get(each.name, each.name)) for each in person.groups.all())


def places_of(person: User) -> str:
    rooms = "、".join(room.name for room in person.rooms.all())
    return rooms or (str(_("the station")) if person.station_id else "—")


class PeopleView(DeskListingView):
    permission_required = "staff.manage_user"
    model = User
    page_title = _("People")
    header_icon = "group"
    is_searchable = False
    index_url_name = "people:index"
    index_results_url_name = "people:index_results"
    verbose_name_plural = _("accounts")
    columns = [
        TitleColumn(
            "name",
            label=pgettext_lazy("of a person", "Name"),
            accessor=get_user_display_name,
            get_url=lambda person: reverse("people:edit", args=[person.pk]),
        ),
        Column("username", label=_("Log-in name")),
        Column("role", label=_("Role"), accessor=roles_of),
        Column("place", label=_("Works at"), accessor=places_of),
        Column(
            "is_active",
            label=_("State"),
            accessor=lambda each: _("account in use") if each.is_active else _("account closed"),
        ),
        DateColumn("last_login", label=_("Last here")),
    ]

    @cached_property
    def header_buttons(self):
        return [HeaderButton(_("Make an account"), url=reverse("people:add"), icon_name="plus")]

    def get_base_queryset(self):
        people = colleagues(self.request.user).prefetch_related("groups", "rooms")
        return people.order_by("-is_active", "first_name", "pk")


class PeopleFormView(FormOnScreenMixin, DeskView):
    permission_required = "staff.manage_user"
    header_icon = "user"
    template_name = "staff/person.html"

    def get_page_title(self):
        return self.page_title

    def parents(self):
        return [{"url": reverse("people:index"), "label": _("People")}]

    def told(self, person: User, password: str):
        """The one page that shows a password; it is kept nowhere."""
        return self.render_to_response(
            self.get_context_data(form=None, person=person, password=password)
        )


class AddPersonView(PeopleFormView):
    page_title = _("Make an account")

    def build_form(self, data=None):
        return NewPersonForm(data, rooms=rooms_in_reach(self.request.user))

    def post(self, request, *args, **kwargs):
        form = self.build_form(request.POST)
        if not form.is_valid():
            return self.show(form, status=422)
        try:
            person, password = actions.add_person(**form.cleaned_data, actor=request.user)
        except ValidationError as refusal:
            return self.refused(form, refusal)
        return self.told(person, password)


class OnePersonView(PeopleFormView):
    """One account. One's own, a lead's and an administrator's are shown and cannot be changed."""

    @cached_property
    def person(self) -> User:
        return get_object_or_404(colleagues(self.request.user), pk=self.kwargs["pk"])

    @cached_property
    def may_change(self) -> bool:
        return may_manage(self.request.user, self.person)

    @property
    def person_url(self) -> str:
        return reverse("people:edit", args=[self.person.pk])

    def get_page_title(self):
        return get_user_display_name(self.person)

    def build_form(self, data=None):
        person = self.person
        role = person.groups.first()
        return PersonForm(
            data,
            initial={
                "name": person.first_name,
                "email": person.email,
                "role": role.name if role else "",
                "rooms": person.rooms.all(),
            },
            rooms=rooms_in_reach(self.request.user),
        )

    def get_context_data(self, **kwargs):
        held = Case.objects.active().held_by(self.person).count()
        context = {"person": self.person, "may_change": self.may_change, "held": held}
        context |= {"seen": state_of(self.person), "roles": roles_of(self.person)}
        return super().get_context_data(**context | kwargs)

    def post(self, request, *args, **kwargs):
        if not self.may_change:
            raise PermissionDenied
        return super().post(request, *args, **kwargs)


class EditPersonView(OnePersonView):
    success_message = _("Saved.")

    def save(self, form):
        actions.change_person(
            self.person.pk,
            **form.cleaned_data,
            seen=self.request.POST.get("seen", ""),
            actor=self.request.user,
        )
        return self.person_url


class LetPersonInView(OnePersonView):
    """Close the account at once, or open it again."""

    http_method_names = ["post"]
    active = False

    def post(self, request, *args, **kwargs):
        if not self.may_change:
            raise PermissionDenied
        actions.let_person_in(self.person.pk, active=self.active, actor=request.user)
        said = _("The account is open again.") if self.active else _("The account is closed.")
        messages.success(request, said)
        return HttpResponseRedirect(self.person_url)


class ResetLogInView(OnePersonView):
    http_method_names = ["post"]

    def post(self, request, *args, **kwargs):
        if not self.may_change:
            raise PermissionDenied
        return self.told(*actions.reset_log_in(self.person.pk, actor=request.user))
