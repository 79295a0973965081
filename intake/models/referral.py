"""What people tell us: a referral as it was sent.

A ``Referral`` never changes once sent. What we decide about it lives in ``staff``; what the person
who sent it may be told lives in ``Promise`` and ``PublicStatus``, which staff actions write through
``intake.actions``.
"""

from __future__ import annotations

import uuid

from django.db import models
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from policy_pages.models import CommunityRoom, Station

from ..encryption import EncryptedJSONField, EncryptedTextField


class Channel(models.TextChoices):
    """How the station came to know (R-40)."""

    ONLINE = "online", _("self-referral online")
    PHONE = "phone", _("phone call keyed by staff")
    DESK = "desk", _("at the desk, keyed by staff")
    REPORT = "report", _("short report by another person")
    ROOM_SIGNAL = "room_signal", _("need signal from a community room")
    CRISIS = "crisis", _("number left on the crisis page")


class OnBehalf(models.TextChoices):
    SELF = "self", _("for myself or my household")
    CHILD = "child", _("a child, for itself")
    FAMILY = "family", _("for a relative or friend")
    NEIGHBOUR = "neighbour", _("for a neighbour")
    CAPTAIN = "captain", _("as a building captain, grid worker or volunteer")
    ORGANISATION = "organisation", _("as staff of an organisation")


class Awareness(models.TextChoices):
    """Whether the person it is about knows; anything but WILLING takes the short path."""

    WILLING = "willing", _("knows and agrees")
    UNWILLING = "unwilling", _("knows but does not want it")
    UNAWARE = "unaware", _("does not know yet")
    UNABLE = "unable", _("cannot say")
    CHILD = "child", _("is a child")


class Danger(models.TextChoices):
    NONE = "none", pgettext_lazy("danger", "no")
    HARM = "harm", _("someone is hurt, very ill, or may hurt someone or themselves")
    SHELTER = "shelter", _("no food or no place to sleep today")
    UNSURE = "unsure", _("hard to say")


class Need(models.TextChoices):
    MONEY = "money", _("not enough money")
    HEALTH = "health", _("seeing a doctor")
    CARE = "care", _("meals or care")
    HOUSING = "housing", _("housing")
    WORK = "work", _("finding work")
    SCHOOL = "school", _("a child's schooling")
    DISABILITY = "disability", _("disability or trouble walking")
    LOW_MOOD = "low_mood", _("feeling very low")
    VIOLENCE = "violence", _("quarrels or beating at home")
    POLICY = "policy", _("a rule or notice I do not understand")
    PAPERWORK = "paperwork", _("paperwork")
    TALK = "talk", _("hard to say; I want to talk to someone")


class ContactMethod(models.TextChoices):
    PHONE = "phone", _("phone me")
    SMS = "sms", _("send a text message")
    VISIT = "visit", _("come to my home")
    COME = "come", _("I will come to the station")
    PROXY = "proxy", _("tell another person")
    NONE = "none", _("no contact left")


class Urgency(models.TextChoices):
    """How fast the station promises first contact. It is not the tier."""

    TODAY = "today", _("today")
    SOON = "soon", _("soon")
    NORMAL = "normal", _("normal")


TELLS_ABOUT_ANOTHER = models.Q(channel=Channel.REPORT) | ~models.Q(awareness=Awareness.WILLING)
"""Told by somebody else, or without the person's own will."""


class ReferralQuerySet(models.QuerySet["Referral"]):
    def for_station(self, station: Station) -> ReferralQuerySet:
        return self.filter(station=station)

    def same_home(self, referral: Referral) -> ReferralQuerySet:
        """Others about the same building: a second report weighs more (R-86)."""
        if not referral.place_hash:
            return self.none()
        return self.filter(station=referral.station_id, place_hash=referral.place_hash).exclude(
            pk=referral.pk
        )

    def kept_from_room(self) -> ReferralQuerySet:
        return self.filter(station_only=True)


class Referral(models.Model):
    """What one person told us at one time. Written once, by ``actions.submit_referral``.

    Nothing changes it afterwards but ``actions.erase_referral``, which leaves nobody in it.
    """

    reference = models.CharField(
        max_length=8,
        unique=True,
        help_text=_("Seven random digits and a check digit; shown as 3815 7042."),
    )
    station = models.ForeignKey(Station, on_delete=models.PROTECT, related_name="referrals")
    room = models.ForeignKey(
        CommunityRoom, on_delete=models.PROTECT, null=True, blank=True, related_name="referrals"
    )
    received_at = models.DateTimeField(db_index=True)
    channel = models.CharField(max_length=20, choices=Channel.choices)
    keyed_by_id = models.BigIntegerField(
        null=True,
        blank=True,
        help_text=_("The staff user who keyed it; a plain number, since intake knows no staff."),
    )
    language = models.CharField(max_length=10, default="zh-hans")

    on_behalf = models.CharField(max_length=20, choices=OnBehalf.choices, default=OnBehalf.SELF)
    awareness = models.CharField(
        max_length=20, choices=Awareness.choices, default=Awareness.WILLING
    )
    danger = models.CharField(max_length=20, choices=Danger.choices, default=Danger.NONE)
    urgency = models.CharField(max_length=20, choices=Urgency.choices)
    needs = models.JSONField(default=list, blank=True, help_text=_("Codes of Need, at most three."))
    words = EncryptedTextField(blank=True)
    observed = EncryptedJSONField(
        null=True, blank=True, help_text=_("What a reporter noticed: {signs: [codes], words: str}.")
    )
    facts = EncryptedJSONField(
        null=True,
        blank=True,
        help_text=_("Optional household facts, given behind the sensitive-data tick."),
    )

    called_name = EncryptedTextField(blank=True)
    name_hash = models.CharField(max_length=64, blank=True, db_index=True)
    contact_method = models.CharField(max_length=20, choices=ContactMethod.choices)
    phone = EncryptedTextField(blank=True)
    phone_hash = models.CharField(max_length=64, blank=True, db_index=True)
    safe_contact = EncryptedJSONField(
        null=True,
        blank=True,
        help_text=_(
            "{say_who: bool, others_may_answer: bool, good_times, bad_times: [codes], proxy: {…}}."
        ),
    )
    place = EncryptedTextField(blank=True, help_text=_("Estate, building, door as given."))
    reporter_link = models.ForeignKey(
        "intake.ReporterLink",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="referrals",
        help_text=_("The personal link a short report came by."),
    )
    place_hash = models.CharField(max_length=64, blank=True, db_index=True)
    access_needs = models.JSONField(default=list, blank=True)
    station_only = models.BooleanField(
        default=False, help_text=_("The person asked that the community room not see this (R-42).")
    )

    source_page = models.CharField(max_length=100, blank=True, help_text=_("Explainer last read."))
    check_result = EncryptedJSONField(null=True, blank=True)
    status_code_hash = EncryptedTextField(
        blank=True, help_text=_("Salted hash of the one-time status code.")
    )
    erased_at = models.DateTimeField(
        null=True,
        blank=True,
        help_text=_("From then on nobody is in it; the row stays for the counts."),
    )
    submit_token = models.UUIDField(
        default=uuid.uuid4, unique=True, help_text=_("Makes sending twice the same as once.")
    )

    objects = ReferralQuerySet.as_manager()

    class Meta:
        verbose_name = _("referral")
        verbose_name_plural = _("referrals")
        permissions = [
            ("key_referral", _("Can key in a referral for somebody")),
            ("erase_referral", _("Can erase what a person told us")),
        ]
        ordering = ["-received_at", "-pk"]
        indexes = [
            models.Index(fields=["station", "-received_at", "-id"], name="referral_by_station"),
            models.Index(
                fields=["room", "-received_at", "-id", "station"], name="referral_by_room"
            ),
            models.Index(
                fields=["station", "urgency", "-received_at", "-id"], name="referral_by_urgency"
            ),
            models.Index(
                fields=["station", "-received_at", "-id"],
                name="referral_in_danger",
                condition=models.Q(danger__in=["harm", "shelter"]),
            ),
            models.Index(
                fields=["place_hash", "-received_at"],
                name="report_about_a_home",
                condition=TELLS_ABOUT_ANOTHER,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reference[:4]} {self.reference[4:]}"

    @property
    def tells_about_another(self) -> bool:
        """As ``TELLS_ABOUT_ANOTHER``, of one referral."""
        return self.channel == Channel.REPORT or self.awareness != Awareness.WILLING

    @property
    def is_childs_own(self) -> bool:
        """A child asked for itself (docs/decisions/0021)."""
        return self.on_behalf == OnBehalf.CHILD

    @property
    def may_ask_for_a_half_day(self) -> bool:
        """Who sent it wants a call, and need not be called within hours (docs/decisions/0020)."""
        return (
            not self.tells_about_another
            and not self.is_childs_own
            and self.contact_method == ContactMethod.PHONE
            and self.urgency != Urgency.TODAY
        )

    @cached_property
    def corrected_contact(self):
        """The newest number the person gave since, or None (PIPL Art. 46). One query."""
        return self.corrections.first()

    @property
    def newest_phone(self) -> str:
        """The number to call: the corrected one, or the one sent."""
        corrected = self.corrected_contact
        return corrected.phone if corrected else self.phone
