"""The list of cases, the workspace of one household, and its history."""

from __future__ import annotations

from django.contrib.contenttypes.models import ContentType
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.utils import get_user_display_name
from wagtail.admin.widgets.button import HeaderButton
from wagtail.models import ModelLogEntry

from .. import actions, disclosure, permissions
from ..chronology import story
from ..domain.course import Stretch, course
from ..domain.stages import EXIT_CRITERIA, MoveKind, Stage, moves_from
from ..domain.tiers import Tier
from ..forms import CallForm, DeclineForm
from ..households import called, case_url
from ..labels import CRITERION_LABELS, MOVE_KIND_CHOICES, STAGE_CHOICES
from ..lists import CASES
from ..models import Case, CaseMerge, ContactTry, ReadLog, StageMove, Visit
from ..standing import standing
from .base import CasePart, CaseScreen
from .calm import calm_list
from .contact import contact_is_shown
from .listing import DeskListingView, OnListMixin, RowsOfListView, TemplateColumn, TitleOnList
from .reading import NamesOnScreenMixin, record_childs_data

MOVE_ORDER = [MoveKind.ADVANCE, MoveKind.STEP_DOWN, MoveKind.REOPEN, MoveKind.BACK]


class CaseIndexView(NamesOnScreenMixin, RowsOfListView):
    desk_list = CASES
    model = Case
    page_title = _("Cases")
    header_icon = "group"
    index_url_name = "cases:index"
    index_results_url_name = "cases:index_results"
    verbose_name_plural = Case._meta.verbose_name_plural
    columns = [
        TitleOnList("reference", label=_("Case"), accessor=str, get_url=case_url),
        Column("called", label=_("Called"), accessor=called),
        TemplateColumn("tier", "staff/cells/tier.html", label=_("Tier and stage")),
        TemplateColumn("room", "staff/cells/room.html", label=_("Community room")),
        Column(
            "worker",
            label=_("Held by"),
            accessor=lambda case: get_user_display_name(case.worker),
        ),
        TemplateColumn("review", "staff/cells/review.html", label=_("Look again on")),
        DateColumn("updated_at", label=_("Updated")),
    ]


def stepper(case: Case) -> list[dict]:
    """The three tiers with their stages; the one the case stands in is marked."""
    names = dict(STAGE_CHOICES)
    return [
        {
            "tier": tier.value,
            "current": case.tier == tier.value,
            "stages": [
                {"name": names[stage], "current": case.stage == stage}
                for stage in Stage
                if stage.tier is tier
            ],
        }
        for tier in Tier
    ]


def next_moves(case: Case) -> list[dict]:
    """Only the legal next moves, as buttons: onwards first, then back, up, and closing last."""
    names, kinds = dict(STAGE_CHOICES), dict(MOVE_KIND_CHOICES)

    def order(move):
        known = move.kind in MOVE_ORDER
        return (MOVE_ORDER.index(move.kind) if known else 9, move.kind == MoveKind.CLOSE)

    return [
        {
            "stage": move.to_stage.value,
            "name": names[move.to_stage],
            "kind": kinds[move.kind],
            "main": move.kind in (MoveKind.ADVANCE, MoveKind.STEP_DOWN, MoveKind.REOPEN),
            "close": move.kind is MoveKind.CLOSE,
            "signed": move.needs_signature,
            "url": case_url(case, "move", move.to_stage.value),
        }
        for move in sorted(moves_from(Stage(case.stage)), key=order)
    ]


def _course(case: Case, moves: list[StageMove]) -> list[Stretch]:
    made = sorted((m for m in moves if m.is_effective), key=lambda move: move.effective_at)
    return course(
        [(move.to_stage, timezone.localdate(move.effective_at)) for move in made],
        until=timezone.localdate(case.closed_at),
    )


class CaseDetailView(OnListMixin, CaseScreen):
    """One household: the story in the middle, facts at the side, the next step in one place."""

    template_name = "staff/case.html"
    desk_list = CASES

    def get_page_subtitle(self):
        return called(self.case)

    @cached_property
    def header_buttons(self):
        return [
            HeaderButton(_("History"), url=case_url(self.case, "history"), icon_name="history"),
            HeaderButton(
                _("Who has read this"), url=case_url(self.case, "readers"), icon_name="view"
            ),
        ]

    def get(self, request, *args, **kwargs):
        actions.record_reading(self.case, why=self.why, actor=request.user)
        first = self.referrals[0] if self.referrals else None
        record_childs_data(first, self.case, why=self.why, actor=request.user)
        return super().get(request, *args, **kwargs)

    @cached_property
    def referrals(self):
        user = self.request.user
        found = (
            disclosure.with_consents(permissions.visible_referrals(user))
            .filter(decision__case=self.case)
            .select_related("room", "promise", "feedback")
            .order_by("received_at")
        )
        return [disclosure.only_readable(user, referral) for referral in found]

    @cached_property
    def merge(self) -> CaseMerge | None:
        """Where this case went, when it was put into another; asked of closed ones alone."""
        return (
            CaseMerge.objects.standing()
            .select_related("into", "merged_by")
            .filter(case=self.case)
            .first()
        )

    def get_context_data(self, **kwargs):
        case, user = self.case, self.request.user
        referrals = self.referrals
        moves = list(case.moves.select_related("moved_by", "signed_by"))
        visits = list(case.visits.select_related("visitor", "recorded_by"))
        notes = list(case.notes.select_related("written_by"))
        tries = list(ContactTry.objects.filter(referral__in=referrals).select_related("tried_by"))
        categories = list(case.categories.select_related("set_by", "ended_by"))
        gaps = list(case.gaps.select_related("set_by", "ended_by"))
        duties = list(
            permissions.visible_duties(user)
            .of_case(case, [referral.pk for referral in referrals])
            .select_related("raised_by", "answered_by")
            .with_reports()
        )
        ticks = list(case.calm_ticks.select_related("contact", "ticked_by"))
        waiting = next((m for m in moves if not m.is_effective and not m.declined_at), None)
        if waiting:
            waiting.case = case
        first = referrals[0] if referrals else None
        readable = disclosure.readable_records(user, referrals)
        return super().get_context_data(
            case=case,
            called=called(case),
            tiers=stepper(case),
            course=_course(case, moves),
            criteria=[CRITERION_LABELS[each] for each in EXIT_CRITERIA[Stage(case.stage)]],
            # That the case is theirs to see was asked when it was found; the role is what is left.
            may_move=user.has_perm("staff.move_case"),
            may_assign=user.has_perm("staff.change_case"),
            may_note=user.has_perm("staff.add_casenote"),
            moves=next_moves(case),
            waiting=waiting,
            merge=None if case.tier else self.merge,
            may_merge=user.has_perm("staff.sign_stagemove"),
            may_sign=bool(waiting) and permissions.may_sign(user, waiting),
            own_proposal=bool(waiting) and waiting.moved_by_id == user.pk,
            decline_form=DeclineForm(auto_id="decline_%s") if waiting else None,
            planned=[visit for visit in visits if visit.status == Visit.Status.PLANNED],
            story=story(
                referrals=referrals,
                tries=tries,
                moves=moves,
                visits=visits,
                notes=notes,
                categories=categories,
                gaps=gaps,
                duties=duties,
                ticks=ticks,
                readable=readable,
            ),
            standing=standing(categories, gaps, may_read=readable(None)),
            duties=[duty for duty in duties if duty.is_open],
            may_report=user.has_perm("staff.add_reportmade"),
            may_waive=user.has_perm("staff.waive_reportduty"),
            may_tick=user.has_perm("staff.add_calmtick"),
            calm=calm_list(case, moves, ticks),
            now=timezone.now(),
            withdrawn=any(map(disclosure.is_withdrawn, referrals)),
            referral=first,
            wishes=self.wishes,
            child_referral=next((each for each in reversed(referrals) if each.is_childs_own), None),
            today=timezone.localdate(),
            call_form=CallForm(auto_id="call_%s", wishes=self.wishes)
            if case.tier and user.has_perm("staff.add_visit")
            else None,
            contact_shown=contact_is_shown(self.request, case.reference),
            contact_url=case_url(case, "contact"),
            **({} if self.list_params is None else self.neighbours(case)),
            **kwargs,
        )


class CaseHistoryView(CasePart, DeskListingView):
    """Who did what with this case, in plain words. Scoped like the case itself."""

    page_title = _("History")
    header_icon = "history"
    is_searchable = False
    verbose_name_plural = _("entries")
    columns = [
        DateColumn("timestamp", label=_("When")),
        Column("user", label=_("Who"), accessor=lambda entry: entry.user_display_name),
        Column("message", label=_("What"), accessor=lambda entry: entry.message),
    ]

    def get_page_title(self):
        return self.page_title

    def get(self, request, *args, **kwargs):
        what = ReadLog.What.HISTORY
        actions.record_reading(self.case, why=self.why, actor=request.user, what=what)
        return DeskListingView.get(self, request, *args, **kwargs)

    @property
    def index_url(self):
        return case_url(self.case, "history")

    def get_breadcrumbs_items(self):
        return CasePart.get_breadcrumbs_items(self)

    def get_base_queryset(self):
        return (
            ModelLogEntry.objects.filter(
                content_type=ContentType.objects.get_for_model(Case), object_id=str(self.case.pk)
            )
            .select_related("user")
            .order_by("-timestamp", "-pk")
        )

    def order_queryset(self, queryset):
        return queryset
