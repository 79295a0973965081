"""Which screens are read as what (``ReadLog.What``)."""

from __future__ import annotations

from django.utils import timezone

from intake.models import Referral

from .. import actions
from ..actions.reading import SAME_READING
from ..disclosure import childs_fields
from ..models import Case, ReadLog, User

LISTS_READ = "lists_read"


class NamesOnScreenMixin:
    """A list that shows names. Every search is a reading, with what was typed and what was found;
    leafing through is one in half an hour, remembered in the session so that it asks nothing."""

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        shown = list(context["object_list"])
        typed = (self.search_query or "").strip() if self.is_searching else ""
        if shown and (typed or self._is_new_reading()):
            actions.record_list(
                actor=self.request.user,
                names=len(shown),
                typed=typed,
                found="、".join(map(str, shown)),
            )
        return context

    def _is_new_reading(self) -> bool:
        now, session = timezone.now().timestamp(), self.request.session
        read_at = session.get(LISTS_READ, {})
        if now - read_at.get(self.index_url_name, 0) < SAME_READING.total_seconds():
            return False
        session[LISTS_READ] = {**read_at, self.index_url_name: now}
        return True


class RecordsReadingMixin:
    """A screen below a case whose opening is a reading of its own kind."""

    reads_as: str

    def get(self, request, *args, **kwargs):
        answer = super().get(request, *args, **kwargs)
        actions.record_reading(self.case, why=self.why, actor=request.user, what=self.reads_as)
        return answer


def record_childs_data(
    referral: Referral | None, household: Case | Referral, *, why: str, actor: User
) -> None:
    """Log that a child's sensitive fields stand on the screen (MINOR-NET 36)."""
    if (
        referral is not None
        and referral.of_a_minor
        and not referral.kept >= childs_fields(referral)
    ):
        actions.record_reading(household, why=why, actor=actor, what=ReadLog.What.CHILD)
