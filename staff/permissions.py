"""Who may see and do what. The one file that decides it, with ``roles``.

Two questions, always both: does the role allow it (Django permissions, given to groups by the
table in ``roles``), and is the household this person's to see (its station or its room). A
household one may not see does not exist for one. Being a superuser answers the first question only.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.contrib.auth.models import AnonymousUser, Permission
from django.db import models
from django.db.models import Q

from intake.models import (
    Alert,
    Consent,
    HelpFeedback,
    Referral,
    ReporterLink,
    RightsRequest,
)
from policy_pages.models import CommunityRoom, Station

from . import roles
from .models import (
    Case,
    CaseGap,
    CaseNote,
    ReadLog,
    ReferralDecision,
    ReportDuty,
    SavedView,
    StageMove,
    SuggestionKept,
    User,
    Visit,
)


def own_rooms(user: User) -> list[CommunityRoom]:
    """The rooms a user works in, asked of the database once per user object."""
    if not hasattr(user, "_rooms"):
        user._rooms = list(user.rooms.all())
    return user._rooms


def _room_ids(user: User) -> list[int]:
    return [room.pk for room in own_rooms(user)]


def station_of(user: User) -> Station | None:
    """The station a person works for: their own, or that of their rooms."""
    if user.station_id is not None:
        return user.station
    room = user.rooms.select_related("station").first()
    return room.station if room else None


def rooms_of(user: User) -> list[CommunityRoom] | None:
    """The rooms a person is bound to; None for station staff, who are bound to none."""
    if user.station_id is not None:
        return None
    return list(user.rooms.select_related("station"))


def rooms_in_reach(user: User) -> models.QuerySet[CommunityRoom]:
    """The rooms a person may choose among: a station's all, or one's own."""
    if user.station_id is not None:
        return CommunityRoom.objects.filter(station_id=user.station_id)
    return user.rooms.all()


def colleagues(user: User) -> models.QuerySet[User]:
    """The people of a lead's station and of its rooms; nobody of anywhere else."""
    if user.station_id is None or not user.has_perm("staff.manage_user"):
        return User.objects.none()
    rooms = CommunityRoom.objects.filter(station_id=user.station_id)
    here = Q(station_id=user.station_id) | Q(pk__in=rooms.values("staff"))
    return User.objects.filter(here, is_superuser=False)


def may_manage(user: User, person: User) -> bool:
    """Change an account: of this station alone, never one's own, and none with another role."""
    return (
        person.pk != user.pk
        and colleagues(user).filter(pk=person.pk).exists()
        and not person.groups.exclude(name__in=roles.GIVEN_BY_LEADS).exists()
        and not person.rooms.exclude(station_id=user.station_id).exists()
    )


def editable_rooms(user: User) -> models.QuerySet[CommunityRoom]:
    """The rooms whose page a person may write: all for who founds rooms, else one's station's."""
    if user.has_perm("policy_pages.add_communityroom"):
        return CommunityRoom.objects.all()
    return CommunityRoom.objects.filter(station_id=user.station_id)


def visible_links(user: User) -> models.QuerySet[ReporterLink]:
    """The captains' links of one's station, or of one's rooms."""
    if not user.has_perm("intake.view_reporterlink"):
        return ReporterLink.objects.none()
    return ReporterLink.objects.filter(room__in=rooms_in_reach(user))


def may_give_links(user: User, room: CommunityRoom) -> bool:
    """Make and take back the links of a room."""
    return (
        user.has_perm("intake.give_reporterlink")
        and rooms_in_reach(user).filter(pk=room.pk).exists()
    )


def visible_requests(user: User) -> models.QuerySet[RightsRequest]:
    """The rights requests this person may answer: those of the station's referrals."""
    if not user.has_perm("intake.answer_rightsrequest"):
        return RightsRequest.objects.none()
    return RightsRequest.objects.filter(referral__in=visible_referrals(user))


def visible_feedback(user: User) -> models.QuerySet[HelpFeedback]:
    """What people said of the help they had: for the station, not for the room it may be about."""
    if not user.has_perm("intake.view_helpfeedback"):
        return HelpFeedback.objects.none()
    return HelpFeedback.objects.filter(referral__in=visible_referrals(user))


def may_answer_rights(user: User, referral: Referral) -> bool:
    return user.has_perm("intake.answer_rightsrequest") and may_see_referral(user, referral)


def may_erase(user: User, referral: Referral) -> bool:
    """Erase, hold and release: the lead of the station whose referral it is."""
    return user.has_perm("intake.erase_referral") and may_see_referral(user, referral)


def may_look_at_reports(user: User, referral: Referral) -> bool:
    """Say what repeated reports about a home are: the lead of the station (ux_content 5.8)."""
    return user.has_perm("staff.sign_stagemove") and may_see_referral(user, referral)


def may_key(user: User) -> bool:
    return user.has_perm("intake.key_referral")


def visible_alerts(user: User) -> models.QuerySet[Alert]:
    """Alerts of one's station; whoever keeps the channels and belongs to no station sees all."""
    if not user.has_perm("intake.retry_alert"):
        return Alert.objects.none()
    if user.station_id is not None:
        return Alert.objects.filter(referral__station_id=user.station_id)
    if user.has_perm("intake.change_alertchannel"):
        return Alert.objects.all()
    return Alert.objects.none()


def visible_views(user: User) -> models.QuerySet[SavedView]:
    """One's own saved lists, and what colleagues of the station share. They hold no rows."""
    station = user.station_id or next((room.station_id for room in own_rooms(user)), None)
    own = Q(owner=user)
    return SavedView.objects.filter(own | Q(shared=True, station=station) if station else own)


def may_forget_view(user: User, view: SavedView) -> bool:
    """Its owner; of a shared one also a lead of the same station."""
    if view.owner_id == user.pk:
        return True
    return (
        view.shared and user.has_perm("staff.sign_stagemove") and view.station_id == user.station_id
    )


def is_room_staff(user: User | AnonymousUser) -> bool:
    """Belongs to rooms and not to a station, so sees only what the station shares with rooms."""
    return user.is_authenticated and user.station_id is None and bool(_room_ids(user))


def visible_cases(user: User | AnonymousUser) -> models.QuerySet[Case]:
    """The cases this person may open: a station its own, a room its own and not kept from it."""
    if not user.has_perm("staff.view_case"):
        return Case.objects.none()
    if user.station_id is not None:
        return Case.objects.filter(station_id=user.station_id)
    if room_ids := _room_ids(user):
        return Case.objects.filter(room_id__in=room_ids, station_only=False)
    return Case.objects.none()


def visible_referrals(user: User | AnonymousUser) -> models.QuerySet[Referral]:
    """The referrals this person may open; the same line as for cases.

    One that belongs to a case is seen by the rooms that see the case, whichever room it named.
    """
    if not user.has_perm("intake.view_referral"):
        return Referral.objects.none()
    if user.station_id is not None:
        return Referral.objects.filter(station_id=user.station_id)
    if room_ids := _room_ids(user):
        return Referral.objects.filter(
            Q(decision__case__isnull=True)
            | Q(decision__case__station_only=False, decision__case__room_id__in=room_ids),
            room_id__in=room_ids,
            station_only=False,
        )
    return Referral.objects.none()


def visible_visits(user: User | AnonymousUser) -> models.QuerySet[Visit]:
    return Visit.objects.filter(case__in=visible_cases(user))


def visible_moves(user: User | AnonymousUser) -> models.QuerySet[StageMove]:
    return StageMove.objects.filter(case__in=visible_cases(user))


def visible_notes(user: User | AnonymousUser) -> models.QuerySet[CaseNote]:
    return CaseNote.objects.filter(case__in=visible_cases(user))


def visible_decisions(user: User | AnonymousUser) -> models.QuerySet[ReferralDecision]:
    return ReferralDecision.objects.filter(referral__in=visible_referrals(user))


def counts_for(user: User) -> models.QuerySet[SuggestionKept]:
    """What this person's counts are made of: a lead's own station; for the district, all of them.

    Rows for adding up, never to be shown one by one.
    """
    return _counted(user, SuggestionKept.objects.all(), "station_id")


def counted_gaps(user: User) -> models.QuerySet[CaseGap]:
    """The policy gaps this person's counts are made of; the same line as ``counts_for``."""
    return _counted(user, CaseGap.objects.all(), "case__station_id")


def _counted(user: User, rows: models.QuerySet, station: str) -> models.QuerySet:
    if not user.has_perm("staff.view_counts"):
        return rows.none()
    if user.station_id is not None:
        return rows.filter(**{station: user.station_id})
    return rows if user.groups.filter(name=roles.DISTRICT_VIEWER).exists() else rows.none()


def may_see_case(user: User, case: Case) -> bool:
    return visible_cases(user).filter(pk=case.pk).exists()


def may_see_referral(user: User, referral: Referral) -> bool:
    return visible_referrals(user).filter(pk=referral.pk).exists()


def may_reveal(user: User, subject: Case | Referral) -> bool:
    """Whether phone and address may be shown: never after the person took the consent back."""
    of = {"referral__decision__case" if isinstance(subject, Case) else "referral": subject}
    may_see = may_see_case if isinstance(subject, Case) else may_see_referral
    return may_see(user, subject) and not Consent.objects.help_taken_back().filter(**of).exists()


def may_keep_withdrawn(user: User, referral: Referral) -> bool:
    """Keeping what a person wants deleted is for the responsible person to say (PIPL 47)."""
    return user.has_perm("staff.sign_stagemove") and may_see_referral(user, referral)


def may_answer_for_minors(user: User, referral: Referral) -> bool:
    """The responsible person of MINOR-NET 36: a lead of the station."""
    return user.has_perm("staff.decide_minorsaccess") and may_see_referral(user, referral)


def may_note_guardian(user: User, referral: Referral) -> bool:
    """What a child's guardian says is noted by the station, never by a room (MINOR-NET 36)."""
    return user.has_perm("staff.note_guardiananswer") and may_see_referral(user, referral)


def may_triage(user: User, referral: Referral) -> bool:
    return user.has_perm("staff.triage_referraldecision") and may_see_referral(user, referral)


def may_move(user: User, case: Case) -> bool:
    return user.has_perm("staff.move_case") and may_see_case(user, case)


def may_assign(user: User, case: Case) -> bool:
    return user.has_perm("staff.change_case") and may_see_case(user, case)


def may_end_an_alarm(user: User, referral: Referral) -> bool:
    """Leave a danger without a case: a lead, so that nobody alone decides that it is none."""
    return user.has_perm("staff.sign_stagemove") and may_triage(user, referral)


def may_merge(user: User, case: Case) -> bool:
    """Put two cases together, or apart: a lead, since one of them ends."""
    return user.has_perm("staff.sign_stagemove") and may_see_case(user, case)


def may_visit(user: User, case: Case) -> bool:
    return user.has_perm("staff.add_visit") and may_see_case(user, case)


def may_note(user: User, case: Case) -> bool:
    return user.has_perm("staff.add_casenote") and may_see_case(user, case)


def visible_duties(user: User | AnonymousUser) -> models.QuerySet[ReportDuty]:
    """The duties to report of one's station. A room reads those it noted itself: what the station
    heard of a child is for the station, unless the room must act (domain 4.2; decisions/0017)."""
    duties = duties_beside(user)
    if user.station_id is not None:
        return duties
    return duties.filter(Q(case__in=visible_cases(user)) | Q(referral__in=visible_referrals(user)))


def duties_beside(user: User | AnonymousUser) -> models.QuerySet[ReportDuty]:
    """The same, to be looked for beside households that are known to be this person's to see."""
    if not user.has_perm("staff.view_reportduty"):
        return ReportDuty.objects.none()
    if user.station_id is not None:
        return ReportDuty.objects.filter(station_id=user.station_id)
    return ReportDuty.objects.filter(raised_by=user)


def may_report(user: User, household: Case | Referral) -> bool:
    """Note a duty to report: whoever is close to households has it (MINOR 11)."""
    may_see = may_see_case if isinstance(household, Case) else may_see_referral
    return user.has_perm("staff.add_reportmade") and may_see(user, household)


def may_answer_duty(user: User, duty: ReportDuty) -> bool:
    return (
        user.has_perm("staff.add_reportmade") and visible_duties(user).filter(pk=duty.pk).exists()
    )


def may_waive(user: User, duty: ReportDuty) -> bool:
    """Say that no report was needed: a lead, so that nobody alone decides that a harm is none."""
    return (
        user.has_perm("staff.waive_reportduty") and visible_duties(user).filter(pk=duty.pk).exists()
    )


def may_tick_calm(user: User, case: Case) -> bool:
    return user.has_perm("staff.add_calmtick") and may_see_case(user, case)


def may_sign(user: User, move: StageMove) -> bool:
    """A lead signs. What a lead proposed, another worker of the station who may move signs."""
    if user.pk == move.moved_by_id or not may_see_case(user, move.case):
        return False
    if user.has_perm("staff.sign_stagemove"):
        return True
    return user.has_perm("staff.move_case") and move.moved_by.has_perm("staff.sign_stagemove")


def signable_moves(user: User) -> models.QuerySet[StageMove]:
    """The waiting moves ``may_sign`` allows this person, as one query."""
    moves = (
        StageMove.objects.waiting()
        .filter(case__in=visible_cases(user).values("pk"))
        .exclude(moved_by=user)
    )
    if user.has_perm("staff.sign_stagemove"):
        return moves
    if not user.has_perm("staff.move_case"):
        return moves.none()
    leads = Permission.objects.filter(
        content_type__app_label="staff", codename="sign_stagemove"
    ).values("group")
    return moves.filter(
        Q(moved_by__is_superuser=True) | Q(moved_by__in=User.objects.filter(groups__in=leads))
    )


REASON_LASTS = timedelta(hours=12)


def own_reason(user: User, subject: Case | Referral) -> str:
    """Why this person reads this household without being asked, or "" when a reason must be given.

    A referral that waits is everybody's of the place: it is there to be taken up. From then on it
    is the household's (its case's), or whose who decided that there is no case.
    """
    if isinstance(subject, Case):
        return _own_reason_of_case(user, subject)
    decision = getattr(subject, "decision", None)
    if decision is None:
        return ReadLog.Why.QUEUE
    if decision.case_id:
        return _own_reason_of_case(user, decision.case)
    if decision.decided_by_id == user.pk:
        return ReadLog.Why.HELD
    return ReadLog.Why.LEADS if user.has_perm("staff.lead_case") else ""


def _own_reason_of_case(user: User, case: Case) -> str:
    """Those who hold it, their room while nobody there does, those who are to visit it, and leads,
    whose work is to look (R-46)."""
    if user.pk in {case.worker_id, case.room_worker_id}:
        return ReadLog.Why.HELD
    if case.room_worker_id is None and case.room_id in _room_ids(user):
        return ReadLog.Why.HELD  # nobody in the room holds it, so the room does
    if user.has_perm("staff.lead_case"):
        return ReadLog.Why.LEADS
    if case.visits.planned().filter(visitor=user).exists():
        return ReadLog.Why.HELD
    return ""


def given_reason(user: User, subject: Case | Referral, now: datetime) -> str:
    """The reason this person gave for this household in the last hours, or ""."""
    decision = None if isinstance(subject, Case) else getattr(subject, "decision", None)
    if decision is not None and decision.case_id:
        subject = decision.case
    of = {"case" if isinstance(subject, Case) else "referral": subject}
    return (
        ReadLog.objects.filter(
            reader=user, what=ReadLog.What.REASON, at__gt=now - REASON_LASTS, **of
        )
        .values_list("why", flat=True)
        .first()
        or ""
    )
