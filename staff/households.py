"""A household as the desk's lists name it: what the person is called, where, and its address."""

from __future__ import annotations

from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce, Length
from django.urls import reverse
from django.utils.translation import gettext as _

from intake.models import Consent, Referral

from .models import Case, ReportDuty, StageMove, Visit


def first_name_given(case: str = "pk") -> Subquery:
    """How the first referral of a case that gave a name, and whose person still wants to be
    helped, calls them; read with the row."""
    taken_back = Consent.objects.help_taken_back_of()
    return Subquery(
        Referral.objects.filter(~taken_back, decision__case=OuterRef(case))
        .alias(length=Length("called_name"))
        .filter(length__gt=0)
        .order_by("decision__pk")
        .values("called_name")[:1]
    )


def with_household(cases: QuerySet[Case]) -> QuerySet[Case]:
    """Cases with what a list row shows: room, workers, and the name their referral gave."""
    return cases.select_related("room", "worker", "room_worker").annotate(
        called_name=first_name_given()
    )


def with_open_duty(households: QuerySet, among: QuerySet[ReportDuty]) -> QuerySet:
    """``open_duty``: whether a report the law asks for still waits for an answer; read with the
    row. ``among`` are the duties the reader may see; a case answers for its referrals, too."""
    here = OuterRef("pk")
    of_this = (
        Q(referral=here)
        if households.model is Referral
        else Q(case=here) | Q(referral__decision__case=here)
    )
    return households.annotate(open_duty=Exists(among.unanswered().filter(of_this)))


def called(thing: Referral | Case | Visit | StageMove | None) -> str:
    """How the person wants to be called, or an honest blank. All but a referral are annotated."""
    return (thing.called_name if thing else "") or _("no name given")


def community(thing: Referral | Case) -> str:
    return thing.room.community if thing.room_id else _("room not known")


def referral_url(referral: Referral) -> str:
    return reverse("referrals:detail", args=[referral.reference])


def case_url(case: Case, view: str = "detail", *args) -> str:
    return reverse(f"cases:{view}", args=[case.reference, *args])


def household_url(household: Referral | Case, view: str = "detail") -> str:
    """A screen of a household, by its case or, where it has none, by its referral."""
    place = "cases" if isinstance(household, Case) else "referrals"
    return reverse(f"{place}:{view}", args=[household.reference])


def silent_cases(cases: QuerySet[Case], today: date) -> QuerySet[Case]:
    """Open cases nobody met for longer than their stage allows."""
    return cases.filter(contact_due_on__lt=today).annotate(
        silent_since=Coalesce("last_contact_at", "opened_at")
    )
