"""In which order rows are held: a referral first, then what hangs on it, as the desk does."""

from __future__ import annotations

from ..models import Referral


def lock_referral(referral: Referral) -> Referral:
    """The referral as it stands, with its station, held until the transaction ends.

    For a person's own action that holds one of its rows and then writes a new one: the desk holds
    the referral before them, and each would wait for the other. Others may still write rows that
    point at it.
    """
    return (
        Referral.objects.select_for_update(of=("self",), no_key=True)
        .select_related("station")
        .get(pk=referral.pk)
    )
