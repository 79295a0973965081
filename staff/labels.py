"""The words for tiers and stages; the domain itself knows no language."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from .domain.calm import STEPS
from .domain.categories import (
    LABELS,
    OTHER_RULE,
    Category,
    GapEnd,
    GapOffer,
    GapReason,
    Status,
)
from .domain.errors import RuleBroken
from .domain.follow_up import GrowthCheck, RoomCheck
from .domain.mandatory import Body, Duty, How
from .domain.retention import Class
from .domain.stages import CloseReason, ExitCriterion, Ground, MoveKind, Stage
from .domain.tiers import Tier

TIER_CHOICES = [
    (Tier.TIER1_URGENT.value, _("Tier 1 urgent")),
    (Tier.TIER2_EASING.value, _("Tier 2 easing")),
    (Tier.TIER3_STABLE.value, _("Tier 3 stable")),
]
STAGE_CHOICES = [
    (Stage.T1_EMERGENCY_HANDLING.value, _("Emergency handling")),
    (Stage.T1_JOINT_HELP.value, _("Joint help")),
    (Stage.T1_STEP_DOWN_REFERRAL.value, _("Step-down referral from tier 1")),
    (Stage.T2_REFERRAL_OBSERVATION.value, _("Referral observation in tier 2")),
    (Stage.T2_ACCOMPANIED_GROWTH.value, _("Accompanied growth")),
    (Stage.T2_STEP_DOWN_REFERRAL.value, _("Step-down referral from tier 2")),
    (Stage.T3_REFERRAL_OBSERVATION.value, _("Referral observation in tier 3")),
    (Stage.T3_FOLLOW_UP.value, _("Follow-up")),
    (Stage.CLOSED.value, _("Closed")),
]

MOVE_KIND_CHOICES = [
    (MoveKind.ENTRY.value, _("Entry")),
    (MoveKind.ADVANCE.value, _("Next stage")),
    (MoveKind.STEP_DOWN.value, _("Step down")),
    (MoveKind.STEP_UP.value, _("Step up: something new has happened")),
    (MoveKind.BACK.value, pgettext_lazy("tier move", "Back")),
    (MoveKind.CLOSE.value, pgettext_lazy("tier move", "Close")),
    (MoveKind.REOPEN.value, _("Reopen")),
]
CLOSE_REASON_CHOICES = [
    (CloseReason.GOALS_MET.value, _("Stands alone; goals reached")),
    (CloseReason.DECLINED.value, _("Does not want help now")),
    (CloseReason.MOVED.value, _("Moved away")),
    (CloseReason.DIED.value, _("Has died")),
    (CloseReason.TRANSFERRED.value, _("Another body has taken over")),
    (CloseReason.UNREACHABLE.value, _("Cannot be found")),
    (CloseReason.OPENED_IN_ERROR.value, _("Opened by mistake")),
]
# The nine are named by the seed; the label in law is kept with each row (domain/categories.py).
CATEGORY_CHOICES = [(category.value, seed) for category, (seed, _law) in LABELS.items()]
CATEGORY_PLAIN = {
    Category.DIBAO: _("dibao: the income per head is below the line"),
    Category.TEKUN: _("cannot work, no income, and nobody who must and can support them"),
    Category.LOW_INCOME: _("a little above the dibao line, so no dibao"),
    Category.EXPENDITURE_POOR: _("doctor, school or care cost more than the family can bear"),
    Category.DISASTER: _("flood, storm, earthquake or another natural disaster"),
    Category.NO_ABODE: _("nowhere to live, and nobody to turn to"),
    Category.TEMPORARY_HARDSHIP: _("a sudden blow: fire, accident, illness, lost work"),
    Category.EMERGENCY_MEDICAL: _("needs emergency care; unknown who it is, or cannot pay"),
    Category.PROVINCIAL_OTHER: _("another hardship the province has named"),
}
CATEGORY_STATUS_CHOICES = [
    (Status.SUSPECTED.value, _("suspected")),
    (Status.APPLIED.value, _("applied for")),
    (Status.CONFIRMED.value, _("confirmed")),
    (Status.NOT_MET.value, _("conditions not met")),
]
GAP_REASON_CHOICES = [
    (GapReason.JUST_OVER.value, _("Income a little above the line")),
    (GapReason.REFUSED.value, _("Applied and refused")),
    (GapReason.PROPERTY.value, _("A car or a flat stands in the way")),
    (GapReason.HUKOU_ELSEWHERE.value, _("Registered elsewhere")),
    (GapReason.NO_PAPERS.value, _("Papers are missing")),
    (GapReason.CHILDREN_COUNTED.value, _("The children's income is counted")),
    (GapReason.NOT_LISTED.value, _("The illness or difficulty is on no list")),
    (GapReason.OTHER.value, _("Another reason")),
]
GAP_RULE_CHOICES = [*CATEGORY_CHOICES, (OTHER_RULE, _("another rule"))]
GAP_OFFER_CHOICES = [
    (GapOffer.SMALL_RELIEF.value, _("small, quick relief")),
    (GapOffer.COMMUNITY_FUND.value, _("the community fund")),
    (GapOffer.CHARITY.value, _("a charity")),
    (GapOffer.GOODS.value, _("goods")),
    (GapOffer.NEIGHBOURS.value, _("volunteers or neighbours")),
    (GapOffer.CARE.value, _("visits and care")),
    (GapOffer.COUNSELLING.value, _("somebody to talk to")),
    (GapOffer.SKILLS.value, _("work or learning a skill")),
    (GapOffer.APPEAL.value, _("objecting to a refusal, legal aid")),
    (GapOffer.OTHER_BODY.value, _("another body takes it up")),
]
GAP_END_CHOICES = [
    (GapEnd.RULE_FITS.value, _("a rule fits now")),
    (GapEnd.MET_OTHERWISE.value, _("met in another way")),
    (GapEnd.NOT_WANTED.value, _("the person does not want it any more")),
    (GapEnd.MISTAKE.value, _("written by mistake")),
]
GROUND_LABELS = {
    Ground.DIFFICULTY: _("How hard things are"),
    Ground.LIFE_AFTER_HELP: _("Life after the help given"),
    Ground.CLIENTS_WORDS: _("What the person says"),
}
CRITERION_LABELS = {
    ExitCriterion.SAFE_NOW: _("Nobody is in danger now"),
    ExitCriterion.ONE_CONTACT_PERSON: _("One named person keeps in touch; nothing is told twice"),
    ExitCriterion.NEEDS_KNOWN: _("We know what the household needs"),
    ExitCriterion.HELP_ARRIVED: _("The people, money or goods promised have arrived"),
    ExitCriterion.CRISIS_PASSED: _("The sudden event or extreme hardship is over"),
    ExitCriterion.RECOVERING: _("Daily life is coming back"),
    ExitCriterion.WILLING: _("The person is willing to go on"),
    ExitCriterion.SUITABLE_FOR_GROWTH: _("Fits tier 2: the hardship is lasting, not a crisis"),
    ExitCriterion.GOALS_REACHED: _("The growth goals are reached"),
    ExitCriterion.EMPOWERED: _("The person can do more alone than before"),
    ExitCriterion.RESOURCES_IN_PLACE: _("Benefits and people to turn to are in place"),
    ExitCriterion.LIVES_INDEPENDENTLY: _("Lives on own strength and present resources"),
    ExitCriterion.TWO_GOOD_VISITS: _("Two visits in a row went well"),
    ExitCriterion.ROOM_SERVICE_CHECKED: _("The room's service was looked at too"),
    ExitCriterion.OFFER_EXPLAINED: _("What is offered was explained, and the reason asked for"),
    ExitCriterion.DOOR_STAYS_OPEN: _("The person knows they can come back at any time"),
    ExitCriterion.NEW_PLACE_ASKED: _("Asked whether the new place should be told"),
    ExitCriterion.FAMILY_SEEN: _("Those left behind were looked after"),
    ExitCriterion.TAKEN_OVER: _("The other body has said that it takes over"),
    ExitCriterion.NEIGHBOURS_ASKED: _(
        "The room and neighbours were asked, and nobody is in danger"
    ),
}
ROOM_CHECK_CHOICES = [
    (RoomCheck.VISITS_MADE.value, _("The room visits as agreed")),
    (RoomCheck.PROMISES_KEPT.value, _("What the room promised was done")),
    (RoomCheck.NEEDS_HEARD.value, _("New needs were heard and passed on")),
    (RoomCheck.PERSON_CONTENT.value, _("The person is content with the room")),
]
GROWTH_CHECK_CHOICES = [
    (GrowthCheck.DAILY_LIFE.value, _("Manages daily life")),
    (GrowthCheck.MONEY_LASTS.value, _("The money lasts through the month")),
    (GrowthCheck.KNOWS_WHOM_TO_ASK.value, _("Knows whom to ask, and asks")),
    (GrowthCheck.PEOPLE_AROUND.value, _("Has people to turn to")),
    (GrowthCheck.GOALS_HOLD.value, _("What was reached still holds")),
]
MET_CHOICES = [
    ("self", _("the person")),
    ("family", _("family")),
    ("neighbour", _("a neighbour")),
    ("other", _("somebody else")),
]
REPORT_DUTY_CHOICES = [
    (Duty.MINOR.value, _("a child harmed or in danger")),
    (Duty.VIOLENCE.value, _("violence against somebody who cannot report it")),
]
REPORT_BODY_CHOICES = [
    (Body.POLICE.value, pgettext_lazy("whom a report reaches", "the police")),
    (Body.CIVIL_AFFAIRS.value, _("the civil affairs bureau")),
    (Body.EDUCATION.value, _("the education bureau or the school")),
    (Body.WOMENS_FEDERATION.value, _("the women's federation")),
    (Body.SUB_DISTRICT.value, _("the sub-district office")),
    (Body.OTHER.value, _("somebody else")),
]
REPORT_HOW_CHOICES = [
    (How.PHONE.value, _("by phone")),
    (How.IN_PERSON.value, _("in person")),
    (How.LETTER.value, _("by letter")),
    (How.ONLINE.value, pgettext_lazy("how a report went", "online")),
]
# The steps of the calm response are named by the mechanism (domain/calm.py).
CALM_STEP_CHOICES = [(step.value, words) for step, (words, _how) in STEPS.items()]
RULE_MESSAGES = {
    "no_entry_to_tier3": _("Tier 3 is reached from tier 2 only. Start in tier 1 or tier 2."),
    "move_not_allowed": _("This move is not in the mechanism. Choose one of the moves offered."),
    "ground_missing": _("Write this ground: %(ground)s."),
    "evidence_missing": _("Choose at least one visit or note this move rests on."),
    "criteria_missing": _("First check this: %(criterion)s."),
    "visit_first": _("Tier 1 is provisional. Visit the home and meet the person first."),
    "closing_too_early": _(
        "“Goals reached” closes a case from follow-up in tier 3 only. Go on step by step, "
        "or choose another reason."
    ),
    "good_visits_missing": _(
        "The last %(count)s visits in follow-up must have gone well, with the whole growth list."
    ),
    "room_check_missing": _("Look at the room's service first, on a visit in follow-up."),
    "tries_missing": _("Try on at least %(count)s different days first, and note each try."),
    "checks_of_tier_3": _("The two lists of follow-up belong to visits in tier 3."),
    "close_reason_missing": _("Say why the case is closed."),
    "close_reason_without_closing": _("A reason for closing belongs to closing only."),
    "assessment_missing": _("Tier 2 starts after an assessment. Write what was found, and when."),
    "move_waiting": _("Another move of this case waits for a signature. Settle that one first."),
    "move_settled": _("This move has been settled already."),
    "move_out_of_date": _("The case has moved on since. Propose the move again."),
    "own_signature": _("A second person must sign. You proposed this move."),
    "decline_reason_missing": _("Say why you decline, so that your colleague can go on."),
    "not_joined": _("This referral is not joined to a case any more."),
    "promise_kept": _("The person has been reached; there is nothing to pause."),
    "promise_missed": _("This promise was missed already; late stays late. Call now."),
    "urgent_not_paused": _("Somebody may be in danger, or waits for today. This is not paused."),
    "paused_already": _("The clock stands still already."),
    "not_paused": _("The clock is running."),
    "pause_why_missing": _("Choose why."),
    "pause_day_wrong": _("Choose a day from tomorrow on, within thirty days."),
    "rota_changed": _("Somebody changed the rota meanwhile. Look at it again."),
    "person_changed": _("Somebody changed this account meanwhile. Look at it again."),
    "role_not_given": _("This role is given by the administrator."),
    "room_elsewhere": _("Choose rooms of this station."),
    "rooms_missing": _("Choose at least one room."),
    "same_itself": _("These are one and the same. Choose another."),
    "not_merged": _("These cases are not together any more."),
    "referral_settled": _("A colleague has already dealt with this referral."),
    "consent_withdrawn": _(
        "The person has taken the consent back. Stop here: delete it or, where the law asks for "
        "it, keep it."
    ),
    "hand_over_reason_missing": _("Say why, so that the household can be told."),
    "cancel_reason_missing": _("Say why the visit is cancelled."),
    "not_a_childs_own": _("No child asked for itself here, so there is no guardian to note."),
    "guardian_who_missing": _("Write which guardian, for example: the grandmother."),
    "guardian_why_missing": _("Write why, in a line."),
    "purpose_missing": _("Say in a line what it is needed for."),
    "asked_already": _("You have asked already; the lead has yet to answer."),
    "answered_already": _("A colleague has answered already."),
    "consent_stands": _("The consent still stands."),
    "reason_missing": _("Write the reason."),
    "alarm_needs_lead": _(
        "An alert asks for something at once. Open a case in tier 1, refer on, or ask a lead to "
        "close this."
    ),
    "day_missing": _("Write the day you agreed on."),
    "result_unknown": _("Choose how the call went."),
    "case_closed": _("This case is closed. Reopen it first."),
    "worker_elsewhere": _("Choose a worker of this station."),
    "room_worker_elsewhere": _("Choose a worker of this community room."),
    "kept_from_room": _("The person asked that the room not be told. Choose no room worker."),
    "other_station": _("The referral and the case belong to different stations."),
    "evidence_elsewhere": _("Evidence must be a finished visit or a note of this case."),
    "visit_in_past": _("Choose today or a later day."),
    "home_not_open": _(
        "Others at home must not know. Meet at the station or elsewhere; or write why you go to "
        "the home all the same, and how it stays safe."
    ),
    "not_then": _(
        "The person asked not to be reached on this day. Choose another day, or tick that the "
        "time is agreed with them, or write why it must be then."
    ),
    "times_unread": _(
        "The person named times that do not suit. Read them, and tick that this time does; or "
        "write why it must be then."
    ),
    "visit_settled": _("This visit has been recorded already."),
    "visit_empty": _("Write at least one line: what was said, seen or done."),
    "done_in_future": _("This time has not come yet."),
    "review_in_past": _("Look again on a later day."),
    "category_unknown": _("Choose from the list."),
    "gap_known": _("This gap stands already. Add to it what is offered."),
    "gap_rule_missing": _("Write which rule it is."),
    "gap_ended": _("A colleague has ended this gap already."),
    "already_erased": _("Nothing of the person is left here: it was erased before."),
    "held_already": _("This referral is held already."),
    "held_by_law": _("A legal hold is on this referral. Refuse, and say why it must be kept."),
    "held_case_open": _(
        "Help is still going on. Close the case first, or refuse and say that it is needed."
    ),
    "held_case_closed": _(
        "The case was closed less than three years ago; its record must be kept until then. "
        "Refuse, and say until when."
    ),
    "why_missing": _("Choose why you open this household."),
    "why_words_missing": _("Write the other reason in a few words."),
    "note_empty": _("Write something before saving."),
    "explainer_missing": _("Choose which explainer was explained."),
    "report_unanswered": _(
        "The law may ask for a report here, and nobody has answered yet. Write down whom you "
        "reported to, or ask a lead to say why none is needed."
    ),
    "report_changed": _(
        "A colleague has written something here meanwhile. Read it first, then save again."
    ),
    "report_answered": _("This is answered already."),
    "report_kind_unknown": _("Choose whom it is about."),
    "report_body_unknown": _("Choose whom you reported to."),
    "report_how_unknown": _("Choose how you reported."),
    "signs_missing": _("Tick what founds the report."),
    "reporter_elsewhere": _("Choose somebody of this station or its rooms."),
    "calm_not_tier_1": _("This list belongs to tier 1."),
    "calm_steps_missing": _("Tick what has been seen to."),
    "calm_contact_missing": _("Choose the one person who keeps in touch."),
}


def rule_message(broken: RuleBroken):
    """The sentence a worker reads when a rule refuses; says what to do next."""
    params = dict(broken.params)
    if "ground" in params:
        params["ground"] = GROUND_LABELS[Ground(params["ground"])]
    if "criterion" in params:
        params["criterion"] = CRITERION_LABELS[ExitCriterion(params["criterion"])]
    return RULE_MESSAGES[broken.code] % params


RETENTION_LABELS = {
    Class.ERASED: _("Erased: nobody is in it any more"),
    Class.HELD: _("Held by law until a lead lifts it"),
    Class.CASE_OPEN: _("Kept while we accompany the household"),
    Class.CASE_CLOSED: _("Kept three years after the case was closed"),
    Class.WAITING: _("Kept until it is decided"),
    Class.REPORT: _("About somebody else and not confirmed: kept 30 days"),
    Class.ENQUIRY: _("A question without a case: kept six months"),
}
