"""What every screen of the form has in common."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from policy_pages.models import Station

Answers = Mapping[str, Any]

CHOOSE_ONE = _("Please choose one line.")
TOO_LONG = _("This is too long. Please make it shorter: at most %(limit_value)d characters.")


class Honeypot(forms.CharField):
    """A field people do not see. Whoever fills it in is asked to show they are a person."""

    def __init__(self):
        super().__init__(required=False, label=_("Leave this empty"))

    def clean(self, value):
        try:
            return super().clean(value)
        except forms.ValidationError:
            return "x"


class Step(forms.Form):
    """One screen. A subclass says when it applies, what it asks and how it reads back.

    Its answers are kept flat in the draft, by field name, beside those of the other screens.
    """

    slug: ClassVar[str]
    title: ClassVar[Any]
    lead: ClassVar[Any] = ""
    button: ClassVar[Any] = _("Continue")
    template: ClassVar[str] = "intake/step.html"
    short_title: ClassVar[Any] = ""
    skippable: ClassVar[bool] = False
    needed_when: ClassVar[Mapping[str, Any]] = {}
    """For the map of the form: fields that must be answered at times, and when, in words."""

    do_not_call_in_templates = True
    """Screens show the class; Django's templates would otherwise try to make a form of it."""

    surname_confirm = Honeypot()

    def __init__(self, data=None, *, answers: Answers, station: Station | None, language: str):
        self.answers_so_far = answers
        self.station = station
        self.language = language
        super().__init__(
            data,
            initial={name: answers[name] for name in self.own_fields() if name in answers},
            auto_id="id_%s",
        )
        self.prepare()

    def prepare(self) -> None:
        """Fit choices to earlier answers."""

    @classmethod
    def own_fields(cls) -> list[str]:
        return [name for name in cls.base_fields if name != "surname_confirm"]

    @classmethod
    def kept_fields(cls) -> list[str]:
        """What ``answers`` gives, by name: the fields, where a screen does not say otherwise."""
        return cls.own_fields()

    @classmethod
    def applies(cls, answers: Answers) -> bool:
        return True

    @property
    def shown_fields(self):
        return [self[name] for name in self.own_fields() if name in self.fields]

    @property
    def is_one_question(self) -> bool:
        """A single field's label is then the heading of the page."""
        return len(self.shown_fields) == 1

    def caught_by_honeypot(self) -> bool:
        return bool(self.data.get("surname_confirm"))

    def answers(self) -> dict[str, Any]:
        """The cleaned answers of this screen, ready to be kept."""
        return {name: self.cleaned_data.get(name) for name in self.own_fields()}

    def summary(self) -> list[tuple[str, str]]:
        """(question, answer) as read back before sending, from what is in the draft."""
        rows = []
        for bound in self.shown_fields:
            value = self.initial.get(bound.name)
            if text := self.read_back(bound.field, value):
                rows.append((str(bound.label), text))
        return rows

    def on_paper(self, bound: forms.BoundField) -> list[str]:
        """The lines to tick on the printed form, or none where somebody writes.

        A list of estates is too long for paper.
        """
        choices = getattr(bound.field, "choices", [])
        return [label for code, label in choices if code and bound.name != "estate"]

    @property
    def is_out_of_date(self) -> bool:
        """An answer given before cannot stand any more: shown, it says so beside the field."""
        return False

    @staticmethod
    def read_back(field: forms.Field, value: Any) -> str:
        if value in (None, "", [], False):
            return ""
        if hasattr(field, "choices"):
            labels = {
                str(code): str(label)
                for group in field.choices
                for code, label in (group[1] if isinstance(group[1], (list, tuple)) else [group])
            }
            values = value if isinstance(value, list) else [value]
            return "、".join(labels.get(str(item), "") for item in values)
        return str(value)


def one_of(choices, label, *, required=True, **options) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label,
        choices=choices,
        required=required,
        widget=forms.RadioSelect,
        error_messages={"required": CHOOSE_ONE, "invalid_choice": CHOOSE_ONE},
        **options,
    )


def some_of(choices, label, *, required=False, **options) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=label,
        choices=choices,
        required=required,
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": _("Please tick at least one line."),
            "invalid_choice": _("Please choose from the lines on this page."),
            "invalid_list": _("Please choose from the lines on this page."),
        },
        **options,
    )


class LimitedText(forms.CharField):
    """Free text with a limit the server keeps; NULs and odd characters get a plain sentence."""

    def __init__(self, *, label, limit, required=False, missing="", lines=1, **options):
        widget = options.pop("widget", None) or (
            forms.Textarea(attrs={"rows": lines}) if lines > 1 else forms.TextInput()
        )
        super().__init__(
            label=label,
            max_length=limit,
            required=required,
            widget=widget,
            error_messages={"required": missing, "max_length": TOO_LONG},
            **options,
        )

    def widget_attrs(self, widget):
        """No ``maxlength``: it would cut a pasted text without a word."""
        attrs = super().widget_attrs(widget)
        attrs.pop("maxlength", None)
        return attrs

    def to_python(self, value):
        text = super().to_python(value)
        return "".join(
            character
            for character in text.replace("\r\n", "\n").replace("\r", "\n")
            if character in "\n\t" or character.isprintable() or character == "\u3000"
        ).strip()


def phone_field(label, *, required=False, **options) -> forms.CharField:
    return LimitedText(
        label=label,
        limit=30,
        required=required,
        missing=_("Please write a phone number, or choose another way."),
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "tel"}),
        **options,
    )
