"""The staff screens as Wagtail knows them: their addresses and their places in the menu.

Plain view sets, not model view sets: adding, copying, deleting and usage do not exist here, and
every view looks only among what its reader may see (``views.base``).
"""

from __future__ import annotations

from django.urls import path
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem
from wagtail.admin.viewsets.base import ViewSet
from wagtail.admin.viewsets.model import ModelViewSet

from intake.models import AlertChannel

from .views import (
    access,
    alerts,
    assigning,
    calls,
    calm,
    case_forms,
    cases,
    categories,
    check_result,
    duplicates,
    holding,
    keyed,
    mandatory,
    minors,
    pausing,
    people,
    referrals,
    repeated_reports,
    reporter_links,
    rights,
    saved_views,
    withdrawn,
)


class RoleMenuItem(MenuItem):
    """Shown to those whose role opens the screen behind it."""

    def __init__(self, *args, permission: str, **kwargs):
        super().__init__(*args, **kwargs)
        self.permission = permission

    def is_shown(self, request):
        return request.user.has_perm(self.permission)


class DeskViewSet(ViewSet):
    """With a place in the menu, for those who hold ``menu_permission``."""

    add_to_admin_menu = True
    menu_permission = ""

    def get_menu_item(self, order=None):
        return RoleMenuItem(
            self.menu_label,
            self.menu_url,
            name=self.name,
            icon_name=self.icon,
            order=order or self.menu_order,
            permission=self.menu_permission,
        )


class ReferralViewSet(DeskViewSet):
    name = "referrals"
    icon = "mail"
    menu_label = _("Referrals")
    menu_order = 20
    menu_permission = "intake.view_referral"

    def get_urlpatterns(self):
        index = referrals.ReferralIndexView
        one = "<str:reference>/"
        return [
            path("", index.as_view(), name="index"),
            path("results/", index.as_view(results_only=True), name="index_results"),
            path("key/", keyed.KeyReferralView.as_view(), name="key"),
            path("assign/", assigning.AssignReferralsView.as_view(), name="assign"),
            path("signal/", keyed.RoomSignalView.as_view(), name="signal"),
            path(one, referrals.ReferralDetailView.as_view(), name="detail"),
            path(f"{one}call/", calls.CallReferralView.as_view(), name="call"),
            path(f"{one}why/", access.GiveReasonForReferralView.as_view(), name="why"),
            path(f"{one}child/", minors.AskForMinorsDataView.as_view(), name="ask_minors"),
            path(f"{one}guardian/", minors.GuardianView.as_view(), name="guardian"),
            path(
                f"{one}withdrawn/delete/",
                withdrawn.DeleteWithdrawnView.as_view(),
                name="delete_withdrawn",
            ),
            path(
                f"{one}withdrawn/keep/",
                withdrawn.KeepWithdrawnView.as_view(),
                name="keep_withdrawn",
            ),
            path(f"{one}check/", check_result.CheckResultView.as_view(), name="check"),
            path(f"{one}reports/", repeated_reports.LookAtReportsView.as_view(), name="reports"),
            path(f"{one}data/", rights.StoredDataView.as_view(), name="data"),
            path(f"{one}copy/", rights.CopyView.as_view(), name="copy_of_data"),
            path(f"{one}erase/", rights.EraseView.as_view(), name="erase"),
            path(f"{one}hold/", rights.HoldView.as_view(), name="hold"),
            path(f"{one}release/", rights.ReleaseView.as_view(), name="release"),
            path(f"{one}split/", referrals.SplitReferralView.as_view(), name="split"),
            path(f"{one}pause/", pausing.PauseView.as_view(), name="pause"),
            path(f"{one}resume/", pausing.ResumeView.as_view(), name="resume"),
            path(f"{one}merge/", duplicates.MergeReferralView.as_view(), name="merge"),
            path(f"{one}apart/", duplicates.TellApartView.as_view(), name="tell_apart"),
            path(f"{one}again/", duplicates.OfferAgainView.as_view(), name="offer_again"),
            path(f"{one}contact/", access.ShowReferralContactView.as_view(), name="contact"),
            path(
                f"{one}duty-to-report/",
                mandatory.RaiseDutyForReferralView.as_view(),
                name="raise_duty",
            ),
        ]


class CaseViewSet(DeskViewSet):
    name = "cases"
    icon = "group"
    menu_label = _("Cases")
    menu_order = 30
    menu_permission = "staff.view_case"

    def get_urlpatterns(self):
        index, one = cases.CaseIndexView, "<str:reference>/"
        return [
            path("", index.as_view(), name="index"),
            path("results/", index.as_view(results_only=True), name="index_results"),
            path(one, cases.CaseDetailView.as_view(), name="detail"),
            path(f"{one}why/", access.GiveReasonView.as_view(), name="why"),
            path(f"{one}contact/", access.ShowCaseContactView.as_view(), name="contact"),
            path(f"{one}readers/", access.CaseReadersView.as_view(), name="readers"),
            path(
                f"{one}readers/results/",
                access.CaseReadersView.as_view(results_only=True),
                name="readers_results",
            ),
            path(f"{one}history/", cases.CaseHistoryView.as_view(), name="history"),
            path(f"{one}hand-over/", holding.HandOverView.as_view(), name="hand_over"),
            path(f"{one}merge/", duplicates.MergeCasesView.as_view(), name="merge"),
            path(f"{one}split/", duplicates.SplitCasesView.as_view(), name="split"),
            path(f"{one}review/", holding.ReviewView.as_view(), name="review"),
            path(
                f"{one}visits/<int:pk>/cancel/",
                holding.CancelVisitView.as_view(),
                name="cancel_visit",
            ),
            path(f"{one}move/<str:stage>/", case_forms.MoveView.as_view(), name="move"),
            path(f"{one}moves/<int:pk>/sign/", case_forms.SignMoveView.as_view(), name="sign"),
            path(
                f"{one}moves/<int:pk>/decline/",
                case_forms.DeclineMoveView.as_view(),
                name="decline",
            ),
            path(f"{one}visits/plan/", case_forms.PlanVisitView.as_view(), name="plan_visit"),
            path(f"{one}visits/<int:pk>/", case_forms.VisitNoteView.as_view(), name="visit"),
            path(f"{one}call/", calls.CallCaseView.as_view(), name="call"),
            path(f"{one}categories/", categories.CategoriesView.as_view(), name="categories"),
            path(f"{one}gaps/", categories.AddGapView.as_view(), name="add_gap"),
            path(f"{one}gaps/<int:pk>/", categories.ChangeGapView.as_view(), name="gap"),
            path(f"{one}notes/", case_forms.AddNoteView.as_view(), name="add_note"),
            path(f"{one}calm/", calm.TickCalmView.as_view(), name="calm"),
            path(
                f"{one}duty-to-report/",
                mandatory.RaiseDutyForCaseView.as_view(),
                name="raise_duty",
            ),
        ]


class ReporterLinkViewSet(DeskViewSet):
    name = "links"
    icon = "link"
    menu_label = _("Captains' links")
    menu_order = 50
    menu_permission = "intake.view_reporterlink"

    def get_urlpatterns(self):
        index = reporter_links.ReporterLinkIndexView
        return [
            path("", index.as_view(), name="index"),
            path("results/", index.as_view(results_only=True), name="index_results"),
            path("add/", reporter_links.ReporterLinkAddView.as_view(), name="add"),
            path("<int:pk>/print/", reporter_links.ReporterLinkPrintView.as_view(), name="print"),
            path(
                "<int:pk>/retire/", reporter_links.ReporterLinkRetireView.as_view(), name="retire"
            ),
        ]


class RightsViewSet(DeskViewSet):
    name = "rights"
    icon = "key"
    menu_label = _("Rights requests")
    menu_order = 55
    menu_permission = "intake.answer_rightsrequest"

    def get_urlpatterns(self):
        index, feedback = rights.RightsIndexView, rights.FeedbackIndexView
        return [
            path("", index.as_view(), name="index"),
            path("results/", index.as_view(results_only=True), name="index_results"),
            path("feedback/", feedback.as_view(), name="feedback"),
            path("feedback/results/", feedback.as_view(results_only=True), name="feedback_results"),
            path("<int:pk>/", rights.AnswerRequestView.as_view(), name="answer"),
        ]


class AlertViewSet(DeskViewSet):
    name = "alerts"
    icon = "warning"
    menu_label = _("Alerts not sent")
    menu_order = 70
    menu_permission = "intake.retry_alert"

    def get_urlpatterns(self):
        index = alerts.AlertIndexView
        return [
            path("", index.as_view(), name="index"),
            path("results/", index.as_view(results_only=True), name="index_results"),
            path("<int:pk>/retry/", alerts.RetryAlertView.as_view(), name="retry"),
        ]


class MandatoryViewSet(DeskViewSet):
    """Its place in the menu is a lead's; the page of a duty opens from its household."""

    name = "mandatory"
    icon = "warning"
    menu_label = _("Reports by law")
    menu_order = 56
    menu_permission = "staff.waive_reportduty"

    def get_urlpatterns(self):
        one = "<int:pk>/"
        return [
            path("", mandatory.DutiesView.as_view(), name="index"),
            path(one, mandatory.DutyView.as_view(), name="detail"),
            path(f"{one}none/", mandatory.WaiveDutyView.as_view(), name="waive"),
            path(f"{one}<int:report>/reply/", mandatory.ReplyView.as_view(), name="reply"),
        ]


class SavedViewViewSet(ViewSet):
    """No place in the menu: the lists themselves lead here."""

    name = "views"
    icon = "pick"

    def get_urlpatterns(self):
        index = saved_views.SavedViewIndexView
        return [
            path("", index.as_view(), name="index"),
            path("results/", index.as_view(results_only=True), name="index_results"),
            path("add/", saved_views.SaveViewView.as_view(), name="add"),
            path("<int:pk>/", saved_views.OpenSavedView.as_view(), name="open"),
            path("<int:pk>/forget/", saved_views.ForgetSavedView.as_view(), name="forget"),
        ]


class PeopleViewSet(DeskViewSet):
    name = "people"
    icon = "user"
    menu_label = _("People")
    menu_order = 80
    menu_permission = "staff.manage_user"

    def get_urlpatterns(self):
        index, let_in, one = people.PeopleView, people.LetPersonInView, "<int:pk>/"
        return [
            path("", index.as_view(), name="index"),
            path("results/", index.as_view(results_only=True), name="index_results"),
            path("add/", people.AddPersonView.as_view(), name="add"),
            path(one, people.EditPersonView.as_view(), name="edit"),
            path(f"{one}close/", let_in.as_view(), name="close"),
            path(f"{one}open/", let_in.as_view(active=True), name="open"),
            path(f"{one}reset/", people.ResetLogInView.as_view(), name="reset"),
        ]


class AlertChannelViewSet(ModelViewSet):
    """Where each station and room hears of things; kept by the administrator."""

    model = AlertChannel
    name = "alert_channels"
    icon = "mail"
    menu_label = _("Alert channels")
    menu_order = 75
    add_to_admin_menu = True
    copy_view_enabled = False
    inspect_view_enabled = False
    form_fields = ["station", "room", "kind", "address"]
    list_display = ["station", "room", "kind"]
    list_filter = ["kind"]
    search_fields = []


VIEWSETS = [
    ReferralViewSet(),
    CaseViewSet(),
    ReporterLinkViewSet(),
    RightsViewSet(),
    MandatoryViewSet(),
    SavedViewViewSet(),
    PeopleViewSet(),
    AlertViewSet(),
    AlertChannelViewSet(),
]
