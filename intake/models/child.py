"""What is known of a child that asks for help itself, and on which ground we listen (PIPL 31)."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from .consent import ConsentText
from .referral import Referral


class ChildRequest(models.Model):
    """Written with the referral of a child (``OnBehalf.CHILD``), once, and never changed.

    Under fourteen nobody's consent is waited for: a minor is protected first (PIPL 13(3)(4);
    MINOR 11, 72), and whether the guardian agrees is noted by the desk later. From fourteen on
    the child agrees itself. ``text`` is the version of the words it was shown.
    """

    class Age(models.TextChoices):
        UNDER_14 = "under_14", _("under 14")
        FROM_14 = "from_14", _("14 to 17")
        NOT_SAID = "not_said", _("not said, counted as under 14")

    class AtHome(models.TextChoices):
        """Whom at home the child lets us speak to."""

        TRUSTED = "trusted", _("we may call the grown-up it named")
        NOBODY = "nobody", _("nobody at home may know")
        UNSURE = "unsure", _("it does not know yet: tell nobody at home before it agrees")

    class Ground(models.TextChoices):
        CONSENT = "consent", _("the child agreed itself")
        PROTECTION = "protection", _("to protect a minor, before anybody's consent")

    referral = models.OneToOneField(Referral, on_delete=models.CASCADE, related_name="child")
    age = models.CharField(pgettext_lazy("a child", "age"), max_length=10, choices=Age.choices)
    at_home = models.CharField(_("who at home may know"), max_length=10, choices=AtHome.choices)
    ground = models.CharField(_("ground"), max_length=10, choices=Ground.choices)
    text = models.ForeignKey(
        ConsentText,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("the words it was shown"),
    )

    class Meta:
        verbose_name = _("child's own request")
        verbose_name_plural = _("children's own requests")
        constraints = [
            models.CheckConstraint(
                name="only_a_child_from_14_agrees_itself",
                condition=~models.Q(ground="consent") | models.Q(age="from_14"),
            ),
        ]

    def __str__(self) -> str:
        return str(self.referral)

    @property
    def is_heard_first(self) -> bool:
        """What it says is taken down before anybody's consent."""
        return self.ground == self.Ground.PROTECTION

    @property
    def is_kept_from_home(self) -> bool:
        """Nobody at home is told before the child agrees."""
        return self.at_home != self.AtHome.TRUSTED


def ground_for(age: str) -> ChildRequest.Ground:
    """On which ground a child's own words are taken down."""
    if age == ChildRequest.Age.FROM_14:
        return ChildRequest.Ground.CONSENT
    return ChildRequest.Ground.PROTECTION


def reader_of(age: str) -> ConsentText.Reader:
    """Which texts are shown to a child of this age."""
    if age == ChildRequest.Age.FROM_14:
        return ConsentText.Reader.CHILD
    return ConsentText.Reader.YOUNG_CHILD
