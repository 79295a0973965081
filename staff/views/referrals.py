"""The queue of referrals, and the desk where each is decided."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages
from wagtail.admin.ui.tables import DateColumn

from intake.models import Referral

from .. import actions, permissions
from ..disclosure import RECORDS, is_withdrawn, kept_from, only_readable, with_consents
from ..domain.mandatory import duties_of
from ..domain.triage import cannot_wait
from ..forms import CallForm, DecideForm
from ..households import case_url
from ..lists import REFERRALS
from ..lookup import earlier_case, possible_duplicates
from ..models import Case, ReferralDecision, ReportDuty, User, Visit
from ..permissions import (
    may_triage,
    visible_cases,
    visible_referrals,
)
from ..triage_report import heard_in, suggestion_for
from .base import ReferralScreen
from .contact import contact_is_shown
from .decided_meanwhile import DecidedMeanwhileView
from .forms_on_screen import FormOnScreenMixin, version_typed
from .listing import OnListMixin, RowsOfListView, TemplateColumn, TitleOnList
from .pausing import PauseForm
from .reading import NamesOnScreenMixin, record_childs_data
from .withdrawn import KeepForm


class ReferralIndexView(NamesOnScreenMixin, RowsOfListView):
    desk_list = REFERRALS
    template_name = "staff/referral_list.html"
    shows_saved_views = False
    permission_required = "intake.view_referral"
    model = Referral
    page_title = _("Referrals")
    header_icon = "mail"
    index_url_name = "referrals:index"
    index_results_url_name = "referrals:index_results"
    verbose_name_plural = Referral._meta.verbose_name_plural
    shown_columns = [
        TitleOnList(
            "reference",
            label=_("Reference"),
            accessor=str,
            get_url=lambda referral: reverse("referrals:detail", args=[referral.reference]),
        ),
        TemplateColumn("urgency", "staff/cells/urgency.html", label=_("Urgency")),
        TemplateColumn("needs", "staff/cells/needs.html", label=_("Needs")),
        TemplateColumn("room", "staff/cells/room.html", label=_("Community room")),
        TemplateColumn("promise", "staff/cells/promise.html", label=_("Promise")),
        DateColumn("received_at", label=_("Received")),
        TemplateColumn("state", "staff/cells/state.html", label=_("State")),
    ]

    @cached_property
    def may_assign(self) -> bool:
        return self.request.user.has_perm("staff.triage_referraldecision")

    @cached_property
    def columns(self):
        """With boxes to tick, for those who may give rows to a worker."""
        if not self.may_assign:
            return self.shown_columns
        box = TemplateColumn("chosen", "staff/cells/chosen.html", label=_("Choose"))
        return [box, *self.shown_columns]

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        context["may_assign"] = self.may_assign
        for referral in context["object_list"]:
            referral.kept = kept_from(self.request.user, referral)
        return context


class SplitReferralView(ReferralScreen):
    """One tap, when a join turns out to be another household."""

    permission_required = "staff.triage_referraldecision"
    http_method_names = ["post"]

    def post(self, request, *args, **kwargs):
        try:
            actions.split_referral(
                self.referral,
                seen_version=version_typed(request, "seen_version"),
                actor=request.user,
            )
        except ValidationError as refusal:
            messages.error(request, " ".join(refusal.messages))
        except actions.StaleCase:
            messages.error(
                request, _("The case has changed meanwhile. Look at it again, then split.")
            )
        else:
            messages.success(request, _("Split. The referral waits again; decide on it now."))
        return redirect("referrals:detail", self.referral.reference)


class ReferralDetailView(OnListMixin, FormOnScreenMixin, ReferralScreen):
    """One referral: the person's own words first, then what is known, then the decision."""

    template_name = "staff/referral.html"
    desk_list = REFERRALS

    @property
    def decision(self):
        return getattr(self.referral, "decision", None)

    @cached_property
    def may_decide(self) -> bool:
        """The referral was found among those this person may see; the role is what is left."""
        return (
            self.decision is None
            and self.referral.erased_at is None
            and not is_withdrawn(self.referral)
            and self.request.user.has_perm("staff.triage_referraldecision")
        )

    def build_form(self, data=None):
        return self.decide_form(data) if self.may_decide else None

    def decide_form(self, data=None) -> DecideForm:
        referral, user = self.referral, self.request.user
        return DecideForm(
            data,
            initial={"worker": self.taken_by.pk, "case_reference": self.likely_case or ""},
            referral=referral,
            suggested_tier=self.suggestion["tier_number"] if self.suggestion else None,
            workers=User.objects.filter(station=referral.station, is_active=True),
            room_workers=User.objects.filter(rooms=referral.room, is_active=True),
            cases=visible_cases(user).active(),
        )

    @property
    def promise_paused(self) -> bool:
        promise = getattr(self.referral, "promise", None)
        return promise is not None and promise.is_paused(timezone.localdate())

    @property
    def taken_by(self) -> User:
        """Who was asked to take it up, or whoever looks at it."""
        assignment = getattr(self.referral, "assignment", None)
        return assignment.worker if assignment else self.request.user

    @cached_property
    def suggestion(self) -> dict | None:
        """What the rules say of this referral, for whoever decides on it; never a decision.

        All that was told counts; quoted is what was heard in what this person may read.
        """
        if not self.may_decide:
            return None
        suggestion = suggestion_for(self.as_told, earlier=self.earlier, now=timezone.now())
        if suggestion and self.referral.kept:
            suggestion["signals"] = heard_in(self.referral)
        return suggestion or None

    @cached_property
    def earlier(self) -> Case | None:
        """Where this person's household stands, if it has been with us before."""
        return earlier_case(self.referral, self.duplicates)

    @property
    def may_split(self) -> bool:
        together = {ReferralDecision.Outcome.JOINED, ReferralDecision.Outcome.SAME}
        joined = self.decision and self.decision.outcome in together
        return bool(joined) and self.request.user.has_perms(
            ["staff.move_case", "staff.triage_referraldecision"]
        )

    @cached_property
    def look_alikes(self) -> list[Referral]:
        user = self.request.user
        found = possible_duplicates(self.referral, with_consents(visible_referrals(user)))
        return [only_readable(user, other) for other in found]

    @cached_property
    def duplicates(self) -> list[Referral]:
        """Look-alikes nobody has told apart; whether each can be put together with this one."""
        duplicates = [other for other in self.look_alikes if not other.told_apart]
        for other in duplicates:
            decision = getattr(other, "decision", None)
            other.is_with_this = bool(decision) and decision.same_as_id == self.referral.pk
            other.may_be_merged = decision is None and self.may_decide and not is_withdrawn(other)
            other.cases_may_be_merged = bool(
                decision
                and decision.case_id
                and decision.case.tier
                and self.own_case
                and self.own_case.tier
                and self.own_case.pk != decision.case_id
            )
        return duplicates

    @property
    def own_case(self) -> Case | None:
        return self.decision.case if self.decision else None

    @cached_property
    def likely_case(self) -> Case | None:
        """The open case a possible duplicate belongs to, so that joining is one tap."""
        for other in self.duplicates:
            decision = getattr(other, "decision", None)
            if decision and decision.case_id and decision.case.tier:
                return decision.case
        return None

    def seen_of(self, case: Case) -> int | None:
        """The version on this screen of the case to join; None for one that was only typed in."""
        shown = self.request.POST.get("seen_reference", "") == case.reference
        return self.seen_version if shown else None

    def get(self, request, *args, **kwargs):
        actions.record_reading(self.as_told, why=self.why, actor=request.user)
        record_childs_data(self.referral, self.household, why=self.why, actor=request.user)
        self.hear()
        return super().get(request, *args, **kwargs)

    @cached_property
    def duties(self) -> list[ReportDuty]:
        """What the law may want reported, for whom it is theirs to see; a case shows its own."""
        if self.own_case:
            return []
        visible = permissions.visible_duties(self.request.user)
        return list(visible.filter(referral=self.as_told).with_reports())

    def hear(self) -> None:
        """Whoever decides here knows from now on: a duty heard in the words opens with the card."""
        if not self.suggestion:
            return
        alerts = self.suggestion["alerts"]
        known = {each.duty for each in self.duties if each.origin == ReportDuty.Origin.TRIAGE}
        if self.as_told.heard_urgent is None or set(duties_of(alerts)) - known:
            actions.hear_referral(self.as_told, at=timezone.now(), alerts=alerts)
            del self.duties

    def must_say_why(self):
        """Who sends a decision has the household on screen already: what they wrote comes first."""
        return self.request.method != "POST" and super().must_say_why()

    def post(self, request, *args, **kwargs):
        if not may_triage(request.user, self.referral):
            raise PermissionDenied
        if self.decision is not None:
            return self.came_second()
        if not self.may_decide:
            return redirect("referrals:detail", self.referral.reference)
        return super().post(request, *args, **kwargs)

    def refused(self, form, refusal):
        """A colleague may decide between our looking and our saving."""
        if getattr(refusal, "code", None) == "referral_settled":
            return self.came_second()
        return super().refused(form, refusal)

    def came_second(self):
        return DecidedMeanwhileView.as_view(form=self.decide_form(self.request.POST))(
            self.request, reference=self.referral.reference
        )

    def save(self, form):
        data, referral, actor = form.cleaned_data, self.referral, self.request.user
        outcome, reason = data["outcome"], form.full_reason
        if outcome in form.STAGES:
            case = actions.open_case(
                referral,
                stage=form.STAGES[outcome],
                difficulty=data["difficulty"],
                life_after_help=data["life_after_help"],
                clients_words=data["clients_words"],
                worker=data["worker"],
                room_worker=data.get("room_worker"),
                reason=reason,
                assessment=data["assessment"] if outcome == form.TIER2 else "",
                assessment_kind=data["assessment_kind"] or Visit.Kind.HOME,
                actor=actor,
            )
            return self.onward(_("The case is open. Plan the first visit now."), case)
        if outcome == form.JOIN:
            case = data["case"]
            actions.join_case(
                referral, case=case, reason=reason, seen_version=self.seen_of(case), actor=actor
            )
            return self.onward(_("Joined to the open case."), data["case"])
        if outcome == form.REFER_ON:
            actions.refer_on(referral, reason=reason, actor=actor, **form.telling)
            return self.onward(_("Decided. Whom we told is written down."))
        actions.advise_and_close(referral, reason=reason, actor=actor)
        return self.onward(_("Decided."))

    def onward(self, said: str, case: Case | None = None) -> str:
        """To the next card of the same list, so that a full queue is one sitting."""
        before, after = self.beside(self.referral)
        following = after or before
        buttons = []
        if case and following:
            buttons = [
                messages.button(case_url(case, "plan_visit"), _("Plan the first visit")),
                messages.button(case_url(case), _("Open the case")),
            ]
        messages.success(self.request, said, buttons=buttons)
        if following:
            return self.url_of(following)
        return case_url(case) if case else reverse("referrals:index")

    def get_context_data(self, **kwargs):
        user, referral = self.request.user, self.referral
        unsettled = self.decision is None and referral.erased_at is None
        return super().get_context_data(
            referral=referral,
            decision=self.decision,
            may_decide=self.may_decide,
            suggestion=self.suggestion,
            cannot_wait=cannot_wait(self.suggestion["alerts"]) if self.suggestion else [],
            earlier=self.earlier if self.may_decide else None,
            records_kept=RECORDS in referral.kept,
            withdrawn=is_withdrawn(referral),
            may_delete=unsettled and user.has_perm("staff.triage_referraldecision"),
            may_keep=unsettled and user.has_perm("staff.sign_stagemove"),
            keep_form=KeepForm(auto_id="keep_%s"),
            duplicates=self.duplicates,
            told_apart=[other for other in self.look_alikes if other.told_apart],
            may_tell_apart=user.has_perm("staff.triage_referraldecision"),
            may_merge_cases=user.has_perm("staff.sign_stagemove"),
            pause_form=PauseForm(auto_id="pause_%s") if self.may_decide else None,
            promise_paused=self.promise_paused,
            duties=self.duties,
            may_report=self.own_case is None and user.has_perm("staff.add_reportmade"),
            may_waive=user.has_perm("staff.waive_reportduty"),
            now=timezone.now(),
            likely_case=self.likely_case if self.may_decide else None,
            may_split=self.may_split,
            tries=[]
            if RECORDS in referral.kept
            else list(referral.tries.select_related("tried_by")),
            call_form=CallForm(auto_id="call_%s") if self.may_decide else None,
            contact_shown=contact_is_shown(self.request, referral.reference),
            contact_url=reverse("referrals:contact", args=[referral.reference]),
            **self.neighbours(referral),
            **kwargs,
        )
