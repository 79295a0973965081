"""What the second person compares with its source before a page is published, and their ticks."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.forms import TaskStateCommentForm
from wagtail.models import Page, TaskState

from .checked_pages import FactCheckedPage
from .directory import Station, places_for
from .facts import FactValue


@dataclass(frozen=True)
class Comparison:
    """One number or one source of a page. ``key`` names the very value or article to be compared.

    A number changed in the meantime has another key: a tick for the old one does not count for it.
    """

    key: str
    what: str
    source: str
    url: str

    def __str__(self) -> str:
        return f"{self.what}（{self.source}）" if self.source else self.what


def comparisons(page: Page) -> list[Comparison]:
    """Every number of today that a version of a page quotes, then every source it names.

    A fact without a checked value today shows no number, so there is none to compare. A page of
    another kind quotes nothing. A fixed number of queries.
    """
    if not isinstance(page, FactCheckedPage):
        return []
    codes = page.fact_codes()
    site = page.get_site()
    station = Station.objects.filter(site=site).first() if site else None
    values = FactValue.objects.nearest(places_for(station), timezone.localdate()) if codes else {}
    numbers = [
        Comparison(
            key=f"value-{value.pk}-{value.value}",
            what=f"{value.fact.label}：{value.with_unit}",
            source=f"{value.source} {value.article}".strip(),
            url=value.source.url,
        )
        for code in codes
        if (value := values.get(code))
    ]
    sources = [
        Comparison(
            key=f"source-{cited.source_id}-{cited.article}",
            what=f"{cited.source} {cited.article}".strip(),
            source="",
            url=cited.source.url,
        )
        for cited in page.sources.all()
    ]
    return numbers + sources


def not_compared(page: Page, ticked: Collection[str]) -> list[Comparison]:
    """What nobody has ticked yet, in the order of the list."""
    return [one for one in comparisons(page) if one.key not in ticked]


class TicksField(forms.MultipleChoiceField):
    """Keys of comparisons; which of them count is judged by the form, which knows the page."""

    def valid_value(self, value: str) -> bool:
        return True


class ComparedForm(TaskStateCommentForm):
    """One tick for each comparison of the version that waits; a missing one is named."""

    task_state = forms.ModelChoiceField(
        TaskState.objects.filter(status=TaskState.STATUS_IN_PROGRESS), widget=forms.HiddenInput
    )
    compared = TicksField(required=False, label=gettext_lazy("Compared with its source"))

    def clean(self):
        said = super().clean()
        if state := said.pop("task_state", None):
            missing = not_compared(state.revision.as_object(), said.get("compared", ()))
            if missing:
                names = "；".join(one.what for one in missing)
                self.add_error("compared", _("Not compared yet: %(names)s.") % {"names": names})
        return said
