"""Nothing is published before a second person has checked its facts."""

from __future__ import annotations

from datetime import timedelta

from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import AbstractGroupApprovalTask, Revision, TaskState

from .checked_pages import FactCheckedPage
from .comparing import ComparedForm, comparisons, not_compared

REVIEW_EVERY = timedelta(days=182)


class FactCheckState(TaskState):
    """One page waiting for its check; once approved, what the second person compared.

    Who and when are Wagtail's ``finished_by`` and ``finished_at``. ``compared`` holds each number
    and source in words, as it stood on that day.
    """

    compared = models.JSONField(default=list, editable=False)

    class Meta:
        verbose_name = _("fact check")
        verbose_name_plural = _("fact checks")

    def get_comment(self) -> str:
        """What the history of the page shows beside the approval."""
        if not self.compared:
            return self.comment
        said = _("Compared with the source: %(what)s.") % {"what": "；".join(self.compared)}
        return f"{said} {self.comment}".strip()


class FactCheckTask(AbstractGroupApprovalTask):
    """Someone other than the writer reads every fact against its source, then it is published.

    They tick each number and each source of the version they approve. Approving writes who checked,
    the day, and the day of the next review into what is published.
    """

    task_state_class = FactCheckState

    class Meta:
        verbose_name = _("fact check by a second person")
        verbose_name_plural = _("fact checks by a second person")

    @classmethod
    def get_description(cls):
        return _("A person of the chosen groups, never the writer, checks the facts and approves")

    def get_actions(self, obj, user):
        actions = [action for action in super().get_actions(obj, user) if action[0] != "approve"]
        state = obj.current_workflow_task_state if obj else None
        if not actions or (state and _wrote(user, state)):
            return actions
        return [*actions, ("approve", _("Compare and approve"), True)]

    def get_form_for_action(self, action):
        return ComparedForm if action == "approve" else super().get_form_for_action(action)

    def get_template_for_action(self, action):
        return "pages/admin/compare_facts.html" if action == "approve" else ""

    @transaction.atomic
    def on_action(self, task_state, user, action_name, compared=(), **kwargs):
        """Act on a page that waits. ``compared``: the keys of the comparisons that were ticked.

        Raises ``PermissionDenied`` where the writer approves, the page is not whole, or a number
        or a source is not ticked: the form has said so before.
        """
        if action_name == "approve":
            if _wrote(user, task_state):
                raise PermissionDenied(_("A second person must check the facts."))
            page = task_state.revision.as_object()
            if isinstance(page, FactCheckedPage):
                self._refuse_unready(page, compared)
                task_state.compared = [str(one) for one in comparisons(page)]
                _sign(task_state.revision, user)
        return super().on_action(task_state, user, action_name, **kwargs)

    @staticmethod
    def _refuse_unready(page: FactCheckedPage, ticked) -> None:
        if missing := page.what_is_missing():
            raise PermissionDenied(" ".join(missing))
        if unticked := not_compared(page, ticked):
            names = "；".join(one.what for one in unticked)
            raise PermissionDenied(_("Not compared yet: %(names)s.") % {"names": names})


def _wrote(user, task_state: TaskState) -> bool:
    """Whether this person asked for the check, or wrote any of the words to be checked.

    Wagtail saves a version under the checker's name when they approve in the editor; it counts as
    theirs only if it says something else than the last version of another person.
    """
    if task_state.workflow_state.requested_by_id == user.pk:
        return True
    revision = task_state.revision
    if revision.user_id != user.pk:
        return False
    others = Revision.objects.for_instance(task_state.workflow_state.content_object)
    last = others.exclude(user=user).order_by("-created_at", "-pk").first()
    return last is None or _says(last.as_object()) != _says(revision.as_object())


def _says(page) -> tuple:
    """What a reader learns from a version of a page, whatever its editor's marks."""
    sources = [(cited.source_id, cited.article, cited.confidence) for cited in page.sources.all()]
    return page.title, page.words_to_check(), sources


def _sign(revision, user) -> None:
    page = revision.as_object()
    today = timezone.localdate()
    page.fact_checked_by = user
    page.last_reviewed = today
    page.next_review_due = today + REVIEW_EVERY
    revision.content = page.serializable_data()
    revision.save(update_fields=["content"])
