"""The short path: the person does not know yet. A place and what was seen; no name, no illness."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from .base import Answers, LimitedText, Step, phone_field, some_of
from .home import PlaceFields, estate_choices
from .phones import clean_phone
from .start import is_short_path

SIGNS = [
    ("silent", _("Not seen or heard for days")),
    ("mail", _("Letters or deliveries pile up")),
    ("smell", _("Strange smell, or lights on all night")),
    ("no_food", _("Seems to have nothing to eat")),
    ("wandering", _("Wanders about, cannot find the way home")),
    ("crying_out", _("Shouting, beating or crying for help")),
    ("child_alone", _("A child is left alone")),
    ("money", _("Cannot pay for daily life")),
    ("other", _("Something else")),
]
ONE_OF_THE_TWO = _("always: one of the two")


class ShortPathStep(Step):
    @classmethod
    def applies(cls, answers: Answers) -> bool:
        return is_short_path(answers)


class SeenWhereStep(PlaceFields, ShortPathStep):
    slug = "seen-where"
    title = _("Roughly where is it?")
    lead = _("The estate and the building are enough. Please write no name.")
    needed_when = dict.fromkeys(("estate", "place"), ONE_OF_THE_TWO)

    def prepare(self) -> None:
        self.fields["estate"].choices = estate_choices(self.station)

    def clean(self):
        cleaned = super().clean()
        if not cleaned.get("estate") and not cleaned.get("place") and not self.errors:
            self.add_error("estate", _("Please choose the estate or write the place."))
        return cleaned


class SeenStep(ShortPathStep):
    slug = "seen"
    title = _("What did you notice?")
    lead = _("Only what you saw or heard yourself. No name, no illness.")
    needed_when = dict.fromkeys(("seen_signs", "seen_words"), ONE_OF_THE_TWO)
    seen_signs = some_of(SIGNS, _("What did you notice?"))
    seen_words = LimitedText(label=_("Say a little about it"), limit=300, lines=5)

    def clean(self):
        cleaned = super().clean()
        if not cleaned.get("seen_signs") and not cleaned.get("seen_words") and not self.errors:
            self.add_error("seen_signs", _("Please tick one line, or write what you noticed."))
        return cleaned


class ReporterStep(ShortPathStep):
    slug = "your-contact"
    title = _("May we ask you back?")
    lead = _("You can leave both empty. We tell nobody who you are.")
    skippable = True
    reporter_name = LimitedText(label=_("What should we call you?"), limit=40)
    reporter_phone = phone_field(_("Your phone number"))

    def clean_reporter_phone(self):
        typed = self.cleaned_data["reporter_phone"]
        return clean_phone(typed) if typed else ""
