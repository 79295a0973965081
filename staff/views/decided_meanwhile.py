"""Two decided on the same referral: the first holds, and the second loses nothing they wrote."""

from __future__ import annotations

from http import HTTPStatus

from django import forms
from django.utils.translation import gettext_lazy as _

from ..households import household_url
from .base import ReferralScreen


def what_was_typed(form: forms.Form) -> list[tuple[str, str]]:
    """Label and words of every field that somebody filled in."""
    lines = []
    for field in form:
        value = field.value()
        if value in (None, "", []):
            continue
        names = {str(code): str(name) for code, name in getattr(field.field, "choices", [])}
        codes = value if isinstance(value, list) else [value]
        lines.append((field.label, "、".join(names.get(str(code), str(code)) for code in codes)))
    return lines


class DecidedMeanwhileView(ReferralScreen):
    """Shown instead of saving: what the colleague decided beside what this person wrote.

    It names who, when and what; of the household it shows nothing this person did not write.
    """

    asks_reason = False
    form: forms.Form | None = None
    page_title = _("A colleague has decided meanwhile")
    template_name = "staff/decided_meanwhile.html"
    http_method_names = ["post"]

    def get_page_subtitle(self):
        return str(self.referral)

    def get_page_title(self):
        return self.page_title

    def post(self, request, *args, **kwargs):
        context = self.get_context_data(
            decision=self.referral.decision,
            typed=what_was_typed(self.form),
            onwards=household_url(self.household),
        )
        return self.render_to_response(context, status=HTTPStatus.CONFLICT)
