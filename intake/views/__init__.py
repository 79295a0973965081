from .crisis import CrisisPage
from .from_check import FromCheckPage
from .paper import PaperPage
from .report import ReportPage
from .sending import CheckHumanPage, CheckPage, DonePage, LeavePage, RestartPage
from .status import (
    ChangeCallTimePage,
    CorrectContactPage,
    FeedbackPage,
    RightsPage,
    StatusPage,
    WithdrawPage,
)
from .steps import NamedStepPage, StartPage

__all__ = [
    "ChangeCallTimePage",
    "CheckHumanPage",
    "CheckPage",
    "CorrectContactPage",
    "CrisisPage",
    "DonePage",
    "FeedbackPage",
    "FromCheckPage",
    "LeavePage",
    "NamedStepPage",
    "PaperPage",
    "ReportPage",
    "RestartPage",
    "RightsPage",
    "StartPage",
    "StatusPage",
    "WithdrawPage",
]
