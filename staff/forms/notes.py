"""A quick note on a case."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ..models import CaseNote
from .fields import Chips, lines
from .mandatory import HarmField


class NoteForm(forms.Form):
    """A quick line: something changed, a policy was explained, what the person wants now."""

    WILL = [
        ("willing", _("willing now")),
        ("undecided", _("not sure yet")),
        ("unwilling", _("not willing")),
    ]
    UNDERSTOOD = [
        ("yes", _("can say it back")),
        ("partly", _("can say some of it")),
        ("unasked", _("was not asked")),
    ]
    kind = forms.ChoiceField(
        label=_("What kind of note"), choices=CaseNote.Kind.choices, widget=Chips
    )
    explainer = forms.ChoiceField(label=_("Which explainer"), required=False)
    understood = forms.ChoiceField(
        label=_("Understood?"), choices=UNDERSTOOD, required=False, widget=Chips
    )
    will = forms.ChoiceField(
        label=_("What the person wants"), choices=WILL, required=False, widget=Chips
    )
    text = forms.CharField(label=_("In a line or two"), required=False, widget=lines(3))
    harm = HarmField()

    def __init__(self, *args, explainers: list[tuple[str, str]], **kwargs):
        super().__init__(*args, **kwargs)
        self._titles = dict(explainers)
        self.fields["explainer"].choices = [("", _("choose one")), *explainers]

    def clean(self):
        data = super().clean()
        kind, text = data.get("kind"), data.get("text", "").strip()
        tapped = ""
        if kind == CaseNote.Kind.EXPLAINED:
            if not data.get("explainer"):
                self.add_error("explainer", _("Choose which explainer was explained."))
            else:
                tapped = gettext("Explained: %(title)s") % {
                    "title": self._titles[data["explainer"]]
                }
            if data.get("understood"):
                tapped += "；" + str(dict(self.UNDERSTOOD)[data["understood"]])
        elif kind == CaseNote.Kind.WILLINGNESS:
            if not data.get("will"):
                self.add_error("will", _("Choose what the person wants now."))
            else:
                tapped = str(dict(self.WILL)[data["will"]])
            if data.get("will") == "unwilling" and not text:
                self.add_error("text", _("Write the reason in the person's own words."))
        if kind != CaseNote.Kind.EXPLAINED:
            data["explainer"] = ""
        if not (text or tapped) and kind and not self.errors:
            self.add_error("text", _("Write something before saving."))
        data["full_text"] = "。".join(filter(None, [tapped, text]))
        return data
