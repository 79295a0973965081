"""Pages that ask a sum in words when something looks odd, and let through whoever knows it."""

from __future__ import annotations

from django.http import HttpResponse

from .. import human_check


class AsksASum:
    """Mixed into a page with a form: nobody is refused, a machine is slowed down."""

    def sum_is_right(self) -> bool:
        posted = self.request.POST
        return human_check.is_answered(posted.get("question", ""), posted.get("answer", ""))

    def ask_a_sum(self, **context) -> HttpResponse:
        """The page again, with what was typed and a question to answer."""
        return self.render_to_response(
            self.get_context_data(
                human_question=human_check.new_question(),
                wrong_sum=bool(self.request.POST.get("question")),
                **context,
            )
        )
