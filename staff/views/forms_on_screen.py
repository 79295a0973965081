"""One form on one screen: check, hand to an action, show what was refused, lose nothing typed."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.http import HttpResponseRedirect
from wagtail.admin import messages

from ..actions import StaleCase, drop_draft
from ..forms import show_refusal
from .changed_meanwhile import ShownChange, in_words


def version_typed(request, name: str) -> int:
    """The version of a case a form was opened on; a forged or missing one counts as none seen."""
    typed = request.POST.get(name, "")
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else 0


class FormOnScreenMixin:
    """Give ``build_form(data)`` and ``save(form)``; ``save`` returns where to go next."""

    success_message = ""
    stale: list[ShownChange] | None = None

    def build_form(self, data=None):
        raise NotImplementedError

    def save(self, form) -> str:
        raise NotImplementedError

    @property
    def seen_version(self) -> int:
        return version_typed(self.request, "seen_version")

    def get(self, request, *args, **kwargs):
        return self.show(self.build_form())

    def show(self, form, status=200):
        return self.render_to_response(
            self.get_context_data(form=form, stale=self.stale), status=status
        )

    def refused(self, form, refusal: ValidationError):
        """What to answer when a rule refused what was written."""
        show_refusal(form, refusal)
        return self.show(form, status=422)

    def post(self, request, *args, **kwargs):
        form = self.build_form(request.POST)
        if not form.is_valid():
            return self.show(form, status=422)
        try:
            next_url = self.save(form)
        except ValidationError as refusal:
            return self.refused(form, refusal)
        except StaleCase as stale:
            self.stale = in_words(stale.case, stale.changes, request.user)
            self.__dict__.pop("case", None)
            return self.show(form, status=409)
        drop_draft(request.path, actor=request.user)
        if self.success_message:
            messages.success(request, self.success_message)
        return HttpResponseRedirect(next_url)
