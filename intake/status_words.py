"""What ``/status/`` says, to grown-ups and to a child that asked for itself.

To a child we say 「你」, and no word of an office (docs/decisions/0021). Both have the same keys.
"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from .models import PublicStatus, Referral

State = PublicStatus.State

STATES = {
    State.RECEIVED: _("We have it."),
    State.WORKER_ASSIGNED: _("A social worker has it."),
    State.APPOINTMENT: _("An appointment is made."),
    State.CLOSED: _("Closed. You can come back at any time."),
    State.WITHDRAWN: _("You took your consent back. We have stopped."),
}

REPORT_STATES = {
    State.RECEIVED: _("We have it."),
    State.WORKER_ASSIGNED: _("A social worker has it."),
    State.APPOINTMENT: _("A social worker has it."),
    State.CLOSED: _("Dealt with."),
    State.WITHDRAWN: _("You took your consent back. We have stopped."),
}
"""Whoever reported another person learns that it was dealt with, never how (R-86)."""

STATES_TO_A_CHILD = {
    State.RECEIVED: pgettext_lazy("to a child", "We have it."),
    State.WORKER_ASSIGNED: pgettext_lazy("to a child", "A social worker looks after it."),
    State.APPOINTMENT: pgettext_lazy("to a child", "We have a day to meet."),
    State.CLOSED: pgettext_lazy("to a child", "That is it for now. Come back whenever you want."),
    State.WITHDRAWN: pgettext_lazy("to a child", "You said no more, so we have stopped."),
}

TO_GROWN_UPS = {
    "before": _("We get in touch with you before"),
    "missed": _("We are sorry: we did not reach you in time."),
    "rated": _("Thank you. We read it."),
    "noted": _("We noted your request. You get an answer within 15 working days."),
    "ask": _("What do you ask for?"),
    "taking_back": _("Withdraw"),
    "agreed": _("You agreed to this. You can take it back; it does not hurt you later."),
    "not_agreed": _(
        "You have withdrawn, or gave no consent online. You can come back at any time."
    ),
    "take_back": _("I want to withdraw"),
    "sure": _(
        "Are you sure? We then stop using what you take back. If you take back everything, we "
        "cannot call you."
    ),
    "yes": _("Yes, withdraw"),
    "taken_back": _("You have withdrawn. We stop using what you told us."),
}

TO_A_CHILD = {
    "before": pgettext_lazy("to a child", "A social worker gets in touch with you before"),
    "missed": pgettext_lazy("to a child", "We are sorry: we are late in getting in touch."),
    "rated": pgettext_lazy("to a child", "Thank you. We read it."),
    "noted": pgettext_lazy("to a child", "We wrote it down. You get an answer in 15 working days."),
    "ask": pgettext_lazy("to a child", "What do you want?"),
    "taking_back": pgettext_lazy("to a child", "Do you want us to stop?"),
    "agreed": pgettext_lazy("to a child", "You agreed to this. You can say no, and come back."),
    "not_agreed": pgettext_lazy(
        "to a child", "You ticked nothing online, or took it back. To make us stop, call us."
    ),
    "take_back": pgettext_lazy("to a child", "I do not agree any more"),
    "sure": pgettext_lazy(
        "to a child",
        "Are you sure? Then we use nothing of what you wrote, and cannot get in touch with you.",
    ),
    "yes": pgettext_lazy("to a child", "Yes, I do not agree any more"),
    "taken_back": pgettext_lazy("to a child", "Done. We use nothing of what you wrote any more."),
}


def state_in_words(referral: Referral, state: str) -> str:
    if referral.tells_about_another:
        return REPORT_STATES[state]
    return (STATES_TO_A_CHILD if referral.is_childs_own else STATES)[state]


def words_for(referral: Referral) -> dict[str, str]:
    return TO_A_CHILD if referral.is_childs_own else TO_GROWN_UPS
