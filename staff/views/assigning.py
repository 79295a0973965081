"""The chosen rows of the queue, given to one worker; what was refused is said row by row."""

from __future__ import annotations

from django import forms
from django.shortcuts import redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages

from intake.models import Referral

from .. import actions
from ..actions.assigning import MOST_ROWS
from ..disclosure import with_consents
from ..forms import PersonChoiceField
from ..models import User
from ..permissions import visible_referrals
from .base import DeskView


class AssignForm(forms.Form):
    worker = PersonChoiceField(
        label=_("Who takes them up"),
        queryset=User.objects.none(),
        empty_label=_("please choose"),
        error_messages={
            "required": _("Choose a worker of this station."),
            "invalid_choice": _("Choose a worker of this station."),
        },
    )

    def __init__(self, *args, workers, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["worker"].queryset = workers


class AssignReferralsView(DeskView):
    """First the rows and the worker to choose, then the deed."""

    permission_required = "staff.triage_referraldecision"
    page_title = _("Give to a worker")
    header_icon = "user"
    template_name = "staff/assign_referrals.html"
    http_method_names = ["post"]

    def get_page_title(self):
        return self.page_title

    @cached_property
    def chosen(self) -> list[Referral]:
        references = self.request.POST.getlist("referral")[:MOST_ROWS]
        found = with_consents(visible_referrals(self.request.user))
        return list(found.filter(reference__in=references).order_by("received_at", "pk"))

    def post(self, request, *args, **kwargs):
        if not self.chosen:
            messages.error(request, _("Tick at least one row first."))
            return redirect("referrals:index")
        workers = User.objects.filter(station_id=request.user.station_id, is_active=True)
        form = AssignForm(request.POST if "worker" in request.POST else None, workers=workers)
        if not form.is_valid():
            context = self.get_context_data(form=form, chosen=self.chosen)
            return self.render_to_response(context, status=422 if form.is_bound else 200)
        came = actions.assign_referrals(
            self.chosen, worker=form.cleaned_data["worker"], actor=request.user
        )
        if came.done:
            messages.success(request, _("Given to the worker: %(rows)s") % {"rows": len(came.done)})
        for reference, why in came.refused:
            messages.warning(request, f"{reference}：{why}")
        return redirect("referrals:index")
