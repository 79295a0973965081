"""The forms of the staff screens. They check what was typed; the rules are checked by ``actions``.

A form never writes. What a colleague already knows is filled in; what is left are taps.
"""

from .calls import CallForm
from .categories import CategoriesForm, ChangeGapForm, GapForm
from .decide import DecideForm
from .fields import Chips, ManyChips, PersonChoiceField, lines, show_refusal
from .holding import CancelVisitForm, HandOverForm, ReviewForm
from .moves import DeclineForm, MoveForm
from .notes import NoteForm
from .people import ROLE_LABELS, NewPersonForm, PersonForm
from .telling import TellingForm
from .visits import PlanVisitForm, VisitNoteForm

__all__ = [
    "ROLE_LABELS",
    "CallForm",
    "CancelVisitForm",
    "CategoriesForm",
    "ChangeGapForm",
    "Chips",
    "DecideForm",
    "DeclineForm",
    "GapForm",
    "HandOverForm",
    "ManyChips",
    "MoveForm",
    "NewPersonForm",
    "NoteForm",
    "PersonChoiceField",
    "PersonForm",
    "PlanVisitForm",
    "ReviewForm",
    "TellingForm",
    "VisitNoteForm",
    "lines",
    "show_refusal",
]
