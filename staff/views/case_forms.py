"""What a worker writes on a case: a move, a signature, a visit planned or noted, a quick note."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages

from intake.models import Referral
from policy_pages.models import PolicyPage

from .. import actions
from ..disclosure import readable_records, with_consents
from ..domain.stages import MOVES, Move, MoveKind, Stage
from ..domain.tiers import Tier
from ..forms import DeclineForm, MoveForm, NoteForm, PlanVisitForm, VisitNoteForm
from ..households import called
from ..labels import MOVE_KIND_CHOICES, STAGE_CHOICES
from ..models import CaseNote, ReadLog, StageMove, User, Visit
from ..permissions import visible_referrals
from .base import CasePart
from .forms_on_screen import FormOnScreenMixin
from .mandatory import onward_to_duty
from .reading import RecordsReadingMixin

STAGE_NAMES, MOVE_KINDS = dict(STAGE_CHOICES), dict(MOVE_KIND_CHOICES)
EVIDENCE_OFFERED = 12


class CaseFormView(FormOnScreenMixin, CasePart):
    """A form below a case; ``case`` is what the form was opened on or what it is now."""

    template_name = "staff/case_form.html"
    submit_label = _("Save")

    def get_page_title(self):
        return self.page_title

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            case=self.case,
            called=called(self.case),
            case_url=self.case_url,
            submit_label=self.submit_label,
            **kwargs,
        )


class MoveView(RecordsReadingMixin, CaseFormView):
    """One legal move. The address names the stage; an illegal one does not exist."""

    permission_required = "staff.move_case"
    reads_as = ReadLog.What.MOVE
    header_icon = "arrow-right-full"
    template_name = "staff/move.html"

    @cached_property
    def move(self) -> Move:
        try:
            target = Stage(self.kwargs["stage"])
        except ValueError:
            raise Http404 from None
        move = MOVES.get((Stage(self.case.stage), target))
        if move is None and self.request.method == "POST":
            # The case has moved on since the form was opened: the action says so, kindly.
            origin = self.request.POST.get("from_stage", "")
            move = MOVES.get((Stage(origin), target)) if origin in set(Stage) else None
        if move is None:
            raise Http404
        return move

    def get_page_title(self):
        return f"{MOVE_KINDS[self.move.kind]}：{STAGE_NAMES[self.move.to_stage]}"

    @property
    def submit_label(self):
        if self.move.needs_signature:
            return _("Propose; a second person signs")
        return _("Close the case") if self.move.kind is MoveKind.CLOSE else _("Move the case")

    def build_form(self, data=None):
        visits = self.case.visits.filter(status=Visit.Status.DONE).order_by("-done_at")
        notes = self.case.notes.order_by("-written_at")
        pieces = {f"visit-{visit.pk}": visit for visit in visits[:EVIDENCE_OFFERED]}
        pieces |= {f"note-{note.pk}": note for note in notes[:EVIDENCE_OFFERED]}
        last = self.case.moves.order_by("-moved_at", "-pk").first()
        grounds = ("difficulty", "life_after_help", "clients_words")
        return MoveForm(
            data,
            initial={name: getattr(last, name) for name in grounds} if last else {},
            move=self.move,
            pieces=pieces,
            labels={key: _piece_label(piece) for key, piece in pieces.items()},
        )

    def get_context_data(self, **kwargs):
        return super().get_context_data(move=self.move, **kwargs)

    def save(self, form):
        data = form.cleaned_data
        move = actions.move_case(
            self.case.pk,
            to_stage=self.move.to_stage.value,
            difficulty=data["difficulty"],
            life_after_help=data["life_after_help"],
            clients_words=data["clients_words"],
            evidence=data.get("evidence", []),
            criteria_met=data.get("criteria_met", []),
            close_reason=data.get("close_reason", ""),
            review_on=data.get("review_on"),
            seen_version=self.seen_version,
            actor=self.request.user,
        )
        said = (
            gettext("Proposed. The stage changes when a second person signs.")
            if move.needs_signature
            else gettext("The case is now in: %(stage)s") % {"stage": STAGE_NAMES[move.to_stage]}
        )
        messages.success(self.request, said)
        return self.case_url


def _piece_label(piece: Visit | CaseNote) -> str:
    if isinstance(piece, Visit):
        day = timezone.localtime(piece.done_at)
        words = piece.said or piece.seen or piece.done
        what = piece.get_kind_display()
    else:
        day, words = timezone.localtime(piece.written_at), piece.text
        what = piece.get_kind_display()
    short = f"{words[:40]}…" if len(words) > 40 else words
    return f"{day.month}月{day.day}日 {what}：{short}"


class SettleMoveView(CasePart):
    """Signing or declining a waiting move. What cannot be done any more is said, not broken."""

    http_method_names = ["post"]

    @cached_property
    def waiting(self) -> StageMove:
        return get_object_or_404(self.case.moves.all(), pk=self.kwargs["pk"])

    def settle(self, move: StageMove) -> str:
        raise NotImplementedError

    def post(self, request, *args, **kwargs):
        move = self.waiting
        try:
            messages.success(request, self.settle(move))
        except ValidationError as refusal:
            messages.error(request, " ".join(refusal.messages))
        return HttpResponseRedirect(self.case_url)


class SignMoveView(SettleMoveView):
    def settle(self, move):
        actions.sign_move(move.pk, actor=self.request.user)
        return gettext("Signed. The case is now in: %(stage)s") % {
            "stage": STAGE_NAMES[move.to_stage]
        }


class DeclineMoveView(SettleMoveView):
    def settle(self, move):
        form = DeclineForm(self.request.POST)
        if not form.is_valid():
            raise ValidationError(form.errors["reason"][0])
        actions.decline_move(move.pk, reason=form.cleaned_data["reason"], actor=self.request.user)
        return gettext("Declined. Your reason is in the story; the stage stays as it was.")


class PlanVisitView(CaseFormView):
    permission_required = "staff.add_visit"
    page_title = _("Plan a visit")
    header_icon = "calendar-check"
    template_name = "staff/plan_visit.html"
    submit_label = _("Plan it")

    def build_form(self, data=None):
        case = self.case
        visitors = User.objects.filter(
            pk__in={case.worker_id, case.room_worker_id, self.request.user.pk} - {None}
        ) | User.objects.filter(station_id=case.station_id, is_active=True)
        return PlanVisitForm(
            data,
            initial={"visitor": self.request.user.pk},
            visitors=visitors.distinct(),
            wishes=self.wishes,
            today=timezone.localdate(),
        )

    def get_context_data(self, **kwargs):
        return super().get_context_data(wishes=self.wishes, **kwargs)

    def save(self, form):
        data = form.cleaned_data
        actions.plan_visit(
            self.case.pk,
            planned_for=data["chosen_day"],
            kind=data["kind"],
            visitor=data["visitor"],
            purpose=data["purpose"],
            **form.safe_plan,
            seen_version=self.seen_version,
            actor=self.request.user,
        )
        messages.success(self.request, _("Planned. It will be on the list of that day."))
        return self.case_url


class VisitNoteView(RecordsReadingMixin, CaseFormView):
    """The note of one planned visit, written at the doorstep in a few taps."""

    permission_required = "staff.change_visit"
    reads_as = ReadLog.What.VISIT
    header_icon = "edit"
    template_name = "staff/visit_note.html"
    submit_label = _("Save the note")

    @cached_property
    def visit(self) -> Visit:
        return get_object_or_404(self.case.visits.select_related("visitor"), pk=self.kwargs["pk"])

    @cached_property
    def told(self) -> list[Referral]:
        ids = [decision.referral_id for decision in self.case.decisions.all()]
        return list(with_consents(visible_referrals(self.request.user).filter(pk__in=ids)))

    def get_page_title(self):
        return _("Visit note")

    def get(self, request, *args, **kwargs):
        if self.visit.status != Visit.Status.PLANNED:
            return HttpResponseRedirect(f"{self.case_url}#visit-{self.visit.pk}")
        return super().get(request, *args, **kwargs)

    def build_form(self, data=None):
        return VisitNoteForm(
            data,
            today=timezone.localdate(),
            wishes=self.wishes,
            in_tier_3=self.case.tier == Tier.TIER3_STABLE,
        )

    def get_context_data(self, **kwargs):
        done = self.case.visits.filter(status=Visit.Status.DONE).select_related("recorded_by")
        readable = readable_records(self.request.user, self.told)
        recent = [each for each in done.order_by("-done_at")[:3] if readable(each.recorded_by)]
        return super().get_context_data(
            visit=self.visit,
            wishes=self.wishes,
            at_home=self.visit.kind == Visit.Kind.HOME,
            recent=recent,
            **kwargs,
        )

    def save(self, form):
        data = form.cleaned_data
        following = {
            "next_on": data["chosen_day"],
            "next_kind": data.get("next_kind"),
            **form.safe_plan,
        }
        if data["nobody"]:
            actions.miss_visit(
                self.visit.pk,
                seen=data["seen"],
                **following,
                harm=data["harm"],
                actor=self.request.user,
            )
            messages.success(self.request, _("Noted that nobody was met."))
            return onward_to_duty(self.request, self.case, data["harm"]) or self.case_url
        urgent = data["urgent"] == "yes"
        actions.record_visit(
            self.visit.pk,
            met=data["met"],
            said=data["said"],
            seen=data["seen"],
            done=data["done"],
            urgent=urgent,
            **following,
            room_checks=data.get("room_checks", ()),
            growth_checks=data.get("growth_checks", ()),
            room_feedback=data.get("room_feedback", ""),
            harm=data["harm"],
            actor=self.request.user,
        )
        messages.success(self.request, _("The note is saved."))
        if urgent:
            messages.warning(
                self.request,
                _("You marked something urgent. Decide now whether the case steps up to tier 1."),
            )
        return onward_to_duty(self.request, self.case, data["harm"]) or self.case_url


def explainer_choices() -> list[tuple[str, str]]:
    """The published explainers by slug, in the language of the station's people."""
    pages = PolicyPage.objects.live().filter(locale__language_code="zh-hans")
    return list(pages.order_by("title").values_list("slug", "title"))


class AddNoteView(CaseFormView):
    """A quick note; notes are only added, so nothing can be overwritten."""

    permission_required = "staff.add_casenote"
    page_title = _("Quick note")
    header_icon = "edit"
    template_name = "staff/note.html"

    def build_form(self, data=None):
        kind = self.request.GET.get("kind", "")
        return NoteForm(
            data,
            initial={"kind": kind if kind in CaseNote.Kind.values else CaseNote.Kind.CHANGE},
            explainers=explainer_choices(),
        )

    def save(self, form):
        data = form.cleaned_data
        actions.add_note(
            self.case.pk,
            kind=data["kind"],
            text=data["full_text"],
            explainer=data["explainer"],
            harm=data["harm"],
            actor=self.request.user,
        )
        messages.success(self.request, _("The note is in the story."))
        return onward_to_duty(self.request, self.case, data["harm"]) or self.case_url
