"""What readers say about a page, without anything that points to a person."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from .pages import PolicyPage


class PageFeedbackQuerySet(models.QuerySet["PageFeedback"]):
    def open(self) -> PageFeedbackQuerySet:
        return self.filter(is_done=False)

    def complaints(self) -> PageFeedbackQuerySet:
        return self.exclude(kind=PageFeedback.Kind.USEFUL)


class PageFeedback(models.Model):
    """One reader's word on one page or section; five open complaints make an item of work.

    ``text_hash`` is of the text as it was read: once the section says something else, the count
    begins again.
    """

    class Kind(models.TextChoices):
        USEFUL = "useful", _("It helped me")
        NOT_USEFUL = "not_useful", _("It did not help me")
        UNCLEAR = "unclear", _("I did not understand something")
        WRONG = "wrong", _("Something is wrong")

    page = models.ForeignKey(
        PolicyPage, on_delete=models.CASCADE, related_name="feedback", verbose_name=_("explainer")
    )
    section = models.CharField(_("section"), max_length=40, blank=True)
    kind = models.CharField(_("what the reader says"), max_length=12, choices=Kind.choices)
    words = models.CharField(_("in their words"), max_length=300, blank=True)
    text_hash = models.CharField(_("text it is about"), max_length=16, blank=True, editable=False)
    day = models.DateField(_("day"))
    is_done = models.BooleanField(pgettext_lazy("feedback", "done"), default=False)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    objects = PageFeedbackQuerySet.as_manager()

    class Meta:
        verbose_name = _("feedback on a page")
        verbose_name_plural = _("feedback on pages")
        ordering = ["is_done", "-day", "-pk"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.day:%Y-%m-%d}"
