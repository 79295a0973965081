from .alert import NO_CHANNEL, Alert, AlertChannel
from .child import ChildRequest, ground_for, reader_of
from .consent import Consent, ConsentText
from .draft import Draft
from .duty import DutyDay
from .promise import CallPeriod, Promise, PublicStatus
from .referral import (
    TELLS_ABOUT_ANOTHER,
    Awareness,
    Channel,
    ContactMethod,
    Danger,
    Need,
    OnBehalf,
    Referral,
    Urgency,
)
from .reporter import ReporterLink
from .rights import ContactCorrection, HelpFeedback, RightsRequest
from .sharing import Sharing

__all__ = [
    "NO_CHANNEL",
    "TELLS_ABOUT_ANOTHER",
    "Alert",
    "AlertChannel",
    "Awareness",
    "CallPeriod",
    "Channel",
    "ChildRequest",
    "Consent",
    "ConsentText",
    "ContactCorrection",
    "ContactMethod",
    "Danger",
    "Draft",
    "DutyDay",
    "HelpFeedback",
    "Need",
    "OnBehalf",
    "Promise",
    "PublicStatus",
    "Referral",
    "ReporterLink",
    "RightsRequest",
    "Sharing",
    "Urgency",
    "ground_for",
    "reader_of",
]
