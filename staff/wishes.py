"""How a household asked to be approached, read from everything its people told us."""

from __future__ import annotations

from intake.models import Referral

from .disclosure import is_withdrawn, with_consents
from .domain.safe_contact import Wishes, wishes_of
from .models import Case


def wishes_of_case(case: Case) -> Wishes:
    """The strictest of what all referrals of the case ask for; two queries.

    Of all of them, also those the one who asks may not read: whoever goes there must not give away
    what they cannot see. A referral whose consent was taken back is used for nothing (PIPL 15).
    """
    told = with_consents(Referral.objects.filter(decision__case=case))
    return wishes_of(each.safe_contact for each in told if not is_withdrawn(each))
