"""What an explainer must say before a second person checks it. A draft may still lack it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from modelcluster.forms import BaseChildFormSet
from wagtail.admin.forms.pages import WagtailAdminPageForm
from wagtail.admin.panels import InlinePanel
from wagtail.blocks import StreamValue

from .. import blocks
from .rules import RuleSet

# ux_content 2.2, "must for publish"; the model itself demands title and address.
WANTED = {
    "official_name": gettext_lazy("Write the name that laws and windows use."),
    "one_line": gettext_lazy("Write one line for lists: what it is and for whom."),
    "short_answer": gettext_lazy("Write the short answer. It is the first thing people read."),
    "who_can": gettext_lazy("Write who can apply: at least one condition."),
    "what_you_get": gettext_lazy("Write what people get, with amounts as facts."),
    "steps": gettext_lazy("Write at least one step: what to do first."),
    "papers": gettext_lazy("Write which papers to bring, or that none are needed."),
    "how_long": gettext_lazy("Write how long it takes, or whom to ask."),
    "what_others_see": gettext_lazy("Write what others will see, or that nobody sees anything."),
    "if_refused": gettext_lazy("Write what to do when it is refused."),
    "when_things_change": gettext_lazy("Write what to report when things change."),
    "example_family": gettext_lazy("Add one example family."),
    "place": gettext_lazy("Write where it holds, for example 济南市槐荫区."),
}


def what_is_missing(said: Mapping[str, object]) -> dict[str, str]:
    """By field, what to add before the page can be checked; empty when it is whole.

    ``said`` maps names of fields to their values; a name that is not in it is not judged.
    """
    missing = {
        name: str(message)
        for name, message in WANTED.items()
        if name in said and not _says_something(said[name])
    }
    if steps := said.get("steps"):
        missing |= {"steps": message} if (message := _no_way_in(steps)) else {}
    if unknown := unknown_criteria(criterion_codes(said.get("who_can") or ())):
        missing["who_can"] = _(
            "The self-check has no condition %(codes)s. Correct the code, or leave it empty."
        ) % {"codes": "、".join(unknown)}
    return missing


def criterion_codes(who_can: Iterable) -> list[str]:
    """The conditions of the self-check that a section names, as ``programme.code``."""
    return [
        item["criterion"]
        for block in who_can
        if block.block_type == "conditions"
        for item in block.value["items"]
        if item["criterion"]
    ]


def unknown_criteria(codes: Iterable[str]) -> list[str]:
    """Those that no rules hold which are in use or being written."""
    if not (codes := set(codes)):
        return []
    rules = RuleSet.objects.exclude(state="retired")
    known = rules.values_list("programme", "criteria__code")
    return sorted(codes - {f"{programme}.{code}" for programme, code in known})


def _says_something(value: object) -> bool:
    if isinstance(value, StreamValue):
        return any(text.strip() for text in blocks.texts_in(value))
    return bool(value and blocks.plain(str(value)))


def _no_way_in(steps: StreamValue) -> str:
    """Why a reader would not know what to do first; empty where they would."""
    items = [
        item for block in steps if block.block_type == "steps" for item in block.value["items"]
    ]
    if not items:
        return str(WANTED["steps"])
    if not any(item["where"] or item["place"] for item in items):
        return _("Say at one step at least where people go: window, telephone, online or home.")
    return ""


class ExplainerForm(WagtailAdminPageForm):
    """The editor's form: a draft is saved as it is, a page handed in or approved must be whole."""

    def clean(self):
        said = super().clean()
        if self.is_deferred_validation or self._is_taken_back():
            return said
        if self._is_handed_in() and not said.get("content_owner"):
            said["content_owner"] = self.for_user
        for name, message in what_is_missing(said).items():
            self.add_error(name, message)
        return said

    def _is_taken_back(self) -> bool:
        """Whoever stops the check or sends the page back need not write it to the end first."""
        taken_back = self.data.get("workflow-action-name") == "reject"
        return taken_back or "action-cancel-workflow" in self.data

    def _is_handed_in(self) -> bool:
        return "action-submit" in self.data or "action-restart-workflow" in self.data


SOURCE_WANTED = gettext_lazy("Add the law or notice this page rests on.")


class SourcesFormSet(BaseChildFormSet):
    default_error_messages = {
        **BaseChildFormSet.default_error_messages,
        "too_few_forms": SOURCE_WANTED,
    }

    def add_fields(self, form, index):
        super().add_fields(form, index)
        form.fields["source"].error_messages["required"] = SOURCE_WANTED


class SourcesPanel(InlinePanel):
    """The sources of a page, at least one when it is handed in."""

    def get_form_options(self):
        options = super().get_form_options()
        options["formsets"][self.relation_name]["formset"] = SourcesFormSet
        return options
