"""What every staff screen does: ask the role first, then look only among what it may see."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _
from django.views.generic import View
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from intake.models import Referral

from ..disclosure import only_readable, with_consents
from ..domain.safe_contact import Wishes
from ..households import household_url, with_household
from ..models import Case
from ..permissions import (
    given_reason,
    own_reason,
    visible_cases,
    visible_referrals,
)
from ..queue import with_heard
from ..wishes import wishes_of_case


class RolePermissionMixin:
    """``permission_required`` names a Django permission; without it Wagtail shows its refusal."""

    permission_required = "staff.view_case"

    def dispatch(self, request, *args, **kwargs):
        if not request.user.has_perm(self.permission_required):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)


class DeskView(RolePermissionMixin, WagtailAdminTemplateMixin, View):
    """One staff screen in Wagtail's own frame."""

    header_icon = "user"

    def parents(self) -> list[dict]:
        return []

    def get_breadcrumbs_items(self):
        return [
            *self.breadcrumbs_items,
            *self.parents(),
            {"url": "", "label": self.get_page_title(), "sublabel": self.get_page_subtitle()},
        ]

    def get(self, request, *args, **kwargs):
        return self.render_to_response(self.get_context_data(**kwargs))


class ReasonFirstMixin:
    """Outside one's own caseload a reason comes first, and nothing is shown before it."""

    asks_reason = True

    @property
    def household(self) -> Case | Referral:
        raise NotImplementedError

    @cached_property
    def why(self) -> str:
        """Why this person reads this household: their own reason, or the one given before."""
        user = self.request.user
        return own_reason(user, self.household) or given_reason(
            user, self.household, timezone.now()
        )

    def must_say_why(self) -> bool:
        return self.asks_reason and not self.why

    def dispatch(self, request, *args, **kwargs):
        if request.user.has_perm(self.permission_required) and self.must_say_why():
            onwards = (
                request.get_full_path()
                if request.method == "GET"
                else household_url(self.household)
            )
            why_url = household_url(self.household, "why")
            return redirect(f"{why_url}?{urlencode({'next': onwards})}")
        return super().dispatch(request, *args, **kwargs)


class ReferralScreen(ReasonFirstMixin, DeskView):
    """A screen about one referral. One that may not be seen does not exist (404, never 403).

    One that belongs to a case is read as a part of that household, with the same question.
    """

    permission_required = "intake.view_referral"
    header_icon = "mail"

    @cached_property
    def as_told(self) -> Referral:
        """The whole referral, for rules and actions; ``referral`` is what may be shown of it."""
        found = (
            with_heard(with_consents(visible_referrals(self.request.user)))
            .filter(reference=self.kwargs["reference"])
            .select_related(
                "room",
                "station",
                "promise",
                "feedback",
                "decision__case",
                "decision__decided_by",
                "assignment__worker",
            )
            .first()
        )
        if found is None:
            raise Http404
        return found

    @cached_property
    def referral(self) -> Referral:
        return only_readable(self.request.user, self.as_told)

    @property
    def referral_url(self) -> str:
        return reverse("referrals:detail", args=[self.as_told.reference])

    @property
    def household(self) -> Case | Referral:
        decision = getattr(self.as_told, "decision", None)
        return decision.case if decision and decision.case_id else self.as_told

    def parents(self):
        return [{"url": reverse("referrals:index"), "label": _("Referrals")}]

    def get_page_title(self):
        return str(self.referral)


class ReferralButton(ReferralScreen):
    """One button of a referral's screens: it acts, says so or why not, and comes back."""

    http_method_names = ["post"]
    done = ""
    comes_back_to = "referrals:detail"

    def may(self) -> bool:
        """Beyond the permission: whether this person may press it here. 403 otherwise."""
        return True

    def act(self) -> None:
        raise NotImplementedError

    def post(self, request, *args, **kwargs):
        if not self.may():
            raise PermissionDenied
        try:
            self.act()
        except ValidationError as refusal:
            messages.error(request, " ".join(refusal.messages))
            return redirect(self.comes_back_to, self.as_told.reference)
        messages.success(request, self.done)
        return self.when_done()

    def when_done(self):
        return redirect(self.comes_back_to, self.as_told.reference)


class CaseScreen(ReasonFirstMixin, DeskView):
    """A screen about one case. One that may not be seen does not exist (404, never 403)."""

    header_icon = "group"

    @cached_property
    def case(self) -> Case:
        found = (
            with_household(visible_cases(self.request.user))
            .filter(reference=self.kwargs["reference"])
            .first()
        )
        if found is None:
            raise Http404
        return found

    @property
    def household(self) -> Case:
        return self.case

    @cached_property
    def wishes(self) -> Wishes:
        """How the household asked to be approached; the strictest of all it told us."""
        return wishes_of_case(self.case)

    @property
    def case_url(self) -> str:
        return reverse("cases:detail", args=[self.case.reference])

    def parents(self):
        return [{"url": reverse("cases:index"), "label": _("Cases")}]

    def get_page_title(self):
        return str(self.case)


class CasePart(CaseScreen):
    """A screen below one case: a move, a visit, a note, its history."""

    def parents(self):
        return [*super().parents(), {"url": self.case_url, "label": str(self.case)}]
