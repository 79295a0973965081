"""How a household asked to be approached, read from everything its people told us."""

from __future__ import annotations

from intake.models import Consent, Referral

from .domain.safe_contact import Wishes, wishes_of
from .models import Case


def wishes_of_case(case: Case) -> Wishes:
    """The strictest of what all referrals of the case ask for; one query.

    Of all of them, also those the one who asks may not read: whoever goes there must not give away
    what they cannot see. A referral whose consent was taken back is used for nothing (PIPL 15).
    """
    taken_back = Consent.objects.help_taken_back_of()
    told = Referral.objects.filter(~taken_back, decision__case=case)
    return wishes_of(told.order_by("pk").values_list("safe_contact", flat=True))
