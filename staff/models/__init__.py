from .access import ReadLog
from .assignment import ReferralAssignment
from .calm import CalmTick
from .case import Case, CaseNote, ReferralDecision, StageMove
from .category import CaseCategory, CaseGap
from .contact import ContactTry
from .draft import StaffDraft
from .duplicates import CaseMerge, ToldApart
from .heard import HeardInWords
from .mandatory import ReportDuty, ReportMade
from .minors import GuardianAnswer, MinorsAccess
from .reports import ReportsLookedAt
from .retention import LegalHold
from .saved_view import MorningMail, SavedView
from .suggestion import SuggestionKept
from .user import User
from .visit import Visit

__all__ = [
    "CalmTick",
    "Case",
    "CaseCategory",
    "CaseGap",
    "CaseMerge",
    "CaseNote",
    "ContactTry",
    "GuardianAnswer",
    "HeardInWords",
    "LegalHold",
    "MinorsAccess",
    "MorningMail",
    "ReadLog",
    "ReferralAssignment",
    "ReferralDecision",
    "ReportDuty",
    "ReportMade",
    "ReportsLookedAt",
    "SavedView",
    "StaffDraft",
    "StageMove",
    "SuggestionKept",
    "ToldApart",
    "User",
    "Visit",
]
