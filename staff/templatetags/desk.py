"""Small marks of the staff screens: tier, urgency, promise. Always a word and a shape."""

from __future__ import annotations

from datetime import datetime

from django import template
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from wagtail.admin.utils import get_user_display_name

from intake.models import (
    Need,
    Promise,
    Referral,
    RightsRequest,
    Urgency,
)
from intake.steps.contact import TIMES
from intake.steps.home import ACCESS_NEEDS
from intake.steps.seen import SIGNS

from .. import permissions, standing
from ..check_answers import answered_lines
from ..domain.safe_contact import Wishes, wishes_of
from ..household_facts import in_lines
from ..labels import GAP_OFFER_CHOICES, STAGE_CHOICES, TIER_CHOICES
from ..models import Case
from ..queue import HARD_DANGERS, is_urgent
from ..repeated_reports import repeated

register = template.Library()

TIER_NAMES = dict(TIER_CHOICES)
STAGE_NAMES = dict(STAGE_CHOICES)
NEED_NAMES = dict(Need.choices)
OFFER_NAMES = dict(GAP_OFFER_CHOICES)
SIGN_NAMES, TIME_NAMES, ACCESS_NAMES = dict(SIGNS), dict(TIMES), dict(ACCESS_NEEDS)


def mark(label: str, tone: str = "", icon: str = "") -> SafeString:
    """A status tag in Wagtail's shape: a word, and an icon where the tone matters."""
    picture = (
        format_html(
            '<svg class="icon icon-{0} desk-mark__icon" aria-hidden="true">'
            '<use href="#icon-{0}"></use></svg>',
            icon,
        )
        if icon
        else ""
    )
    return format_html(
        '<span class="w-status desk-mark desk-mark--{}">{}{}</span>',
        tone or "plain",
        picture,
        label,
    )


@register.simple_tag
def tier_mark(tier: str) -> SafeString:
    if not tier:
        return mark(_("Closed"), "closed")
    return mark(TIER_NAMES[tier], f"tier{tier[4]}")


@register.filter
def tier_name(tier: str) -> str:
    return TIER_NAMES.get(tier, "")


@register.filter
def stage_name(stage: str) -> str:
    return STAGE_NAMES.get(stage, "")


@register.filter
def as_wishes(asked: Wishes | dict | None) -> Wishes:
    """Those of a household, or the answers of one referral read as such."""
    return asked if isinstance(asked, Wishes) else wishes_of([asked])


@register.filter
def need_names(needs: list[str]) -> list[str]:
    return [NEED_NAMES.get(need, need) for need in needs]


@register.filter
def offer_names(codes: list[str]) -> list[str]:
    return [str(OFFER_NAMES.get(code, code)) for code in codes]


@register.simple_tag
def category_name(row) -> str:
    return standing.category_name(row, timezone.localdate())


@register.simple_tag
def gap_rule(gap) -> str:
    return standing.rule_name(gap)


@register.filter
def person(user) -> str:
    """A colleague's name as shown on screen; nobody is an em dash."""
    return get_user_display_name(user) if user else "—"


@register.filter
def reference(digits: str) -> str:
    return f"{digits[:4]} {digits[4:]}"


@register.simple_tag
def urgency_mark(referral: Referral) -> SafeString:
    if referral.danger in HARD_DANGERS:
        return mark(_("Danger"), "danger", "warning")
    if referral.channel == "crisis":
        return mark(_("Number only"), "danger", "warning")
    if referral.urgency == Urgency.TODAY:
        return mark(_("Today"), "attention", "time")
    return mark(Urgency(referral.urgency).label)


def _moment(at: datetime) -> str:
    local = timezone.localtime(at)
    return _("%(month)s/%(day)s %(time)s") % {
        "month": local.month,
        "day": local.day,
        "time": f"{local:%H:%M}",
    }


@register.simple_tag
def promise_mark(promise: Promise | None) -> SafeString | str:
    """Kept, late (a word and a shape, not colour alone), or until when.

    Late is counted from the first date; a new one is shown beside it and hides nothing.
    """
    if promise is None:
        return ""
    now = timezone.now()
    first = _moment(promise.first_due_at)
    if promise.kept_at:
        if promise.was_missed(now):
            return mark(_("Answered late; promised %(when)s") % {"when": first}, "", "check")
        return mark(_("Answered"), "good", "check")
    if promise.is_paused(timezone.localdate(now)):
        until = promise.paused_until
        words = _("Paused until %(month)s/%(day)s: %(why)s")
        why = promise.get_pause_why_display()
        return mark(words % {"month": until.month, "day": until.day, "why": why}, "", "time")
    if not promise.was_missed(now):
        return mark(_("By %(when)s") % {"when": first}, "", "time")
    if promise.due_at > now:
        words = _("Late: promised %(when)s, now %(new)s")
        return mark(words % {"when": first, "new": _moment(promise.due_at)}, "danger", "warning")
    return mark(_("Late: %(when)s") % {"when": first}, "danger", "warning")


@register.filter
def sign_name(code: str) -> str:
    return SIGN_NAMES.get(code, code)


@register.filter
def time_names(codes: list[str] | None) -> list[str]:
    return [str(TIME_NAMES.get(code, code)) for code in codes or []]


@register.filter
def access_names(codes: list[str]) -> list[str]:
    return [str(ACCESS_NAMES.get(code, code)) for code in codes]


@register.filter
def fact_lines(facts: dict) -> list[dict[str, str]]:
    return in_lines(facts)


@register.simple_tag
def review_mark(case) -> SafeString | str:
    """The day to look again, with a word when it has passed."""
    if case.review_on is None:
        return "—"
    day = _("%(month)s/%(day)s") % {"month": case.review_on.month, "day": case.review_on.day}
    if case.review_on < timezone.localdate():
        return mark(_("Overdue: %(day)s") % {"day": day}, "attention", "warning")
    return day


@register.filter
def check_lines(check_result: dict) -> list[dict[str, str]]:
    """What the person answered in the self-check; what they left out is left out."""
    return answered_lines(check_result)


@register.simple_tag
def rights_mark(request) -> SafeString | str:
    """Answered, refused, or late: always a word."""
    if request.answered_at is not None:
        refused = request.outcome == RightsRequest.Outcome.REFUSED
        return mark(_("refused"), "closed") if refused else mark(_("answered"), "closed", "check")
    if request.due_on < timezone.localdate():
        return mark(_("overdue"), "attention", "warning")
    return mark(_("open"))


@register.inclusion_tag("staff/components/repeated.html", takes_context=True)
def repeated_reports(context, referral):
    """Several reports about this home, for whoever may see them; at most two queries."""
    user = context["request"].user
    return {
        "referral": referral,
        "repeated": repeated(referral, permissions.visible_referrals(user)),
        "may_look": user.has_perm("staff.sign_stagemove"),
    }


@register.simple_tag
def childs_mark(referral: Referral) -> SafeString | str:
    if not referral.is_childs_own:
        return ""
    return mark(_("A child, for itself"), "attention", "user")


@register.simple_tag
def heard_mark(referral: Referral) -> SafeString | str:
    """That its words cannot wait, where no other mark says so; for whoever may read them."""
    marked = is_urgent(referral) or referral.open_duty
    if not referral.heard_urgent or marked or "words" in referral.kept:
        return ""
    return mark(_("Words that cannot wait"), "danger", "warning")


@register.simple_tag
def duty_mark(household: Referral | Case) -> SafeString | str:
    """That a report the law asks for is not answered; of a row of a list (``with_open_duty``)."""
    return mark(_("Report by law open"), "danger", "warning") if household.open_duty else ""


@register.inclusion_tag("staff/components/childs_own.html", takes_context=True)
def childs_own(context, referral, *, leads_on=True):
    """That a child asks for itself, on which ground, and how it stands with its guardian.

    ``leads_on``: with the button to note the guardian's answer, for whoever may. At most two
    queries, and none where no child asked.
    """
    if not referral or not referral.is_childs_own:
        return {}
    return {
        "referral": referral,
        "child": referral.child,
        "guardian": referral.guardian_answers.select_related("noted_by").first(),
        "may_note": leads_on and context["request"].user.has_perm("staff.note_guardiananswer"),
    }


@register.inclusion_tag("staff/components/after_sending.html", takes_context=True)
def after_sending(context, referral):
    """What the person asked or said after sending; for the station alone."""
    user = context["request"].user
    if not user.has_perm("intake.answer_rightsrequest"):
        return {"may_see_stored": False}
    return {
        "may_see_stored": True,
        "referral": referral,
        "requests": referral.rights_requests.all(),
        "feedback": getattr(referral, "feedback", None),
    }


@register.filter
def masked_phone(number: str) -> str:
    """Enough of a number to tell two apart, not enough to call."""
    digits = number or ""
    return f"{digits[:3]}****{digits[-2:]}" if len(digits) > 6 else "*" * len(digits)


@register.filter
def masked_place(place: str) -> str:
    """The estate without building and door."""
    estate = (place or "").split(" ")[0]
    return f"{estate} ***" if estate and estate != place else "***" if place else ""
