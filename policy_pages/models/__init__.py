from .audio import PageAudio
from .checked_pages import FactCheckedPage
from .directory import (
    WHOLE_COUNTRY,
    CommunityRoom,
    Estate,
    Station,
    UrgentContact,
    WorkdayOverride,
    places_for,
)
from .facts import Confidence, FactValue, PolicyFact, PolicySource, narrowest
from .feedback import PageFeedback
from .glossary import GlossaryTerm, RequiredDocument
from .leaflets import HungLeaflet
from .notices import NoticeIndexPage, NoticePage, NoticePageSource
from .pages import (
    ChangeNote,
    HomePage,
    PolicyIndexPage,
    PolicyPage,
    PolicyPageSource,
    RelatedPolicyPage,
)
from .publishing import FactCheckState, FactCheckTask
from .rules import Criterion, RuleSet, Scenario
from .situations import Situation
from .upkeep import CheckedLink, WeeklyDigest
from .vocabulary import Saying, SearchLog, SynonymGroup
from .wording import Replacement

__all__ = [
    "WHOLE_COUNTRY",
    "ChangeNote",
    "CheckedLink",
    "CommunityRoom",
    "Confidence",
    "Criterion",
    "Estate",
    "FactCheckState",
    "FactCheckTask",
    "FactCheckedPage",
    "FactValue",
    "GlossaryTerm",
    "HomePage",
    "HungLeaflet",
    "NoticeIndexPage",
    "NoticePage",
    "NoticePageSource",
    "PageAudio",
    "PageFeedback",
    "PolicyFact",
    "PolicyIndexPage",
    "PolicyPage",
    "PolicyPageSource",
    "PolicySource",
    "RelatedPolicyPage",
    "Replacement",
    "RequiredDocument",
    "RuleSet",
    "Saying",
    "Scenario",
    "SearchLog",
    "Situation",
    "Station",
    "SynonymGroup",
    "UrgentContact",
    "WeeklyDigest",
    "WorkdayOverride",
    "narrowest",
    "places_for",
]
