"""The forms of the staff screens. They check what was typed; the rules are checked by ``actions``.

A form never writes. What a colleague already knows is filled in; what is left are taps.
"""

from .calls import CallForm
from .calm import CalmForm
from .categories import CategoriesForm, ChangeGapForm, GapForm
from .decide import DecideForm
from .fields import Chips, ManyChips, PersonChoiceField, lines, show_refusal
from .holding import CancelVisitForm, HandOverForm, ReviewForm
from .mandatory import DutyForm, NoDutyForm, ReplyForm, ReportForm
from .minors import AskMinorsForm, GuardianForm
from .moves import DeclineForm, MoveForm
from .notes import NoteForm
from .people import ROLE_LABELS, NewPersonForm, PersonForm
from .telling import TellingForm
from .visits import PlanVisitForm, VisitNoteForm

__all__ = [
    "ROLE_LABELS",
    "AskMinorsForm",
    "CallForm",
    "CalmForm",
    "CancelVisitForm",
    "CategoriesForm",
    "ChangeGapForm",
    "Chips",
    "DecideForm",
    "DeclineForm",
    "DutyForm",
    "GapForm",
    "GuardianForm",
    "HandOverForm",
    "ManyChips",
    "MoveForm",
    "NewPersonForm",
    "NoDutyForm",
    "NoteForm",
    "PersonChoiceField",
    "PersonForm",
    "PlanVisitForm",
    "ReplyForm",
    "ReportForm",
    "ReviewForm",
    "TellingForm",
    "VisitNoteForm",
    "lines",
    "show_refusal",
]
