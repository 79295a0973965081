"""Who is on duty in the next two weeks: read by the station, written by its lead."""

from __future__ import annotations

from datetime import date, timedelta

from django import forms
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.utils import get_user_display_name

from .. import actions
from ..models import User
from ..queries import rota, seen_rota
from .base import DeskView
from .forms_on_screen import FormOnScreenMixin

DAYS_AHEAD = 14


class DutyForm(forms.Form):
    """One field a day, named by the day."""

    def __init__(self, *args, days: list[date], people: list[User], **kwargs):
        super().__init__(*args, **kwargs)
        by_number = {str(person.pk): person for person in people}
        names = [(number, get_user_display_name(each)) for number, each in by_number.items()]
        for day in days:
            self.fields[day.isoformat()] = forms.TypedChoiceField(
                label=f"{date_format(day, 'MONTH_DAY_FORMAT')} {date_format(day, 'l')}",
                choices=[("", _("nobody yet")), *names],
                coerce=by_number.get,
                empty_value=None,
                required=False,
                error_messages={"invalid_choice": _("Choose a worker of this station.")},
            )


class DutyView(FormOnScreenMixin, DeskView):
    permission_required = "staff.triage_referraldecision"
    page_title = _("On duty")
    header_icon = "calendar"
    template_name = "staff/duty.html"
    success_message = _("The rota is saved. Alerts of the day go to whoever is on duty, too.")

    def get_page_title(self):
        return self.page_title

    @cached_property
    def days(self) -> list[date]:
        first = timezone.localdate()
        return [first + timedelta(days=n) for n in range(DAYS_AHEAD)]

    @cached_property
    def people(self) -> list[User]:
        return list(User.objects.filter(station=self.request.user.station, is_active=True))

    def build_form(self, data=None):
        written = rota(self.request.user.station, self.days)
        initial = {day.isoformat(): pk for day, pk in written.items()}
        return DutyForm(data, initial=initial, days=self.days, people=self.people)

    def get_context_data(self, **kwargs):
        user = self.request.user
        return super().get_context_data(
            may_set=user.has_perm("staff.sign_stagemove"),
            seen=seen_rota(user.station, self.days),
            without_mail=[person for person in self.people if not person.email],
            **kwargs,
        )

    def post(self, request, *args, **kwargs):
        if not request.user.has_perm("staff.sign_stagemove"):
            raise PermissionDenied
        return super().post(request, *args, **kwargs)

    def save(self, form):
        chosen = {day: form.cleaned_data[day.isoformat()] for day in self.days}
        actions.set_duty(chosen, seen=self.request.POST.get("seen", ""), actor=self.request.user)
        return reverse("duty")
