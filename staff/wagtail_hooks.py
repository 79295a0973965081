"""Registration only."""

from django.templatetags.static import static
from django.urls import path, reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.permissions import register_permission_policy

from intake.models import Referral
from policy_pages.models import CommunityRoom

from . import audit, policies
from .models import Case, CaseNote, ReferralDecision, StageMove, Visit
from .panels import arrange_home, only_what_the_role_needs, without_outside_help
from .views.access import ReadingsView
from .views.agreement import AgreementView
from .views.duty import DutyView
from .views.form_map import FormMapView
from .views.gap_report import GapReportView
from .views.minors import AnswerForMinorsDataView, MinorsRequestsView
from .views.missed_promises import MissedPromisesView
from .views.session import DraftView, SessionView
from .views.today import TodayView
from .viewsets import VIEWSETS, RoleMenuItem

for model, policy in (
    (Case, policies.case_policy),
    (Referral, policies.referral_policy),
    (ReferralDecision, policies.decision_policy),
    (StageMove, policies.move_policy),
    (Visit, policies.visit_policy),
    (CaseNote, policies.note_policy),
    (CommunityRoom, policies.room_policy),
):
    register_permission_policy(model, policy)

hooks.register("register_log_actions", audit.register_log_actions)
hooks.register("construct_homepage_panels", arrange_home)
hooks.register("construct_main_menu", only_what_the_role_needs)
hooks.register("construct_help_menu", without_outside_help)


@hooks.register("register_admin_viewset")
def register_viewsets():
    return VIEWSETS


@hooks.register("register_admin_urls")
def register_today():
    return [
        path("session/", SessionView.as_view(), name="session_left"),
        path("drafts/", DraftView.as_view(), name="staff_draft"),
        path("today/", TodayView.as_view(), name="desk_today"),
        path("duty/", DutyView.as_view(), name="duty"),
        path("form-map/", FormMapView.as_view(), name="form_map"),
        path("missed/", MissedPromisesView.as_view(), name="missed_promises"),
        path("agreement/", AgreementView.as_view(), name="agreement"),
        path("gaps/", GapReportView.as_view(), name="gap_report"),
        path("readings/", ReadingsView.as_view(), name="readings"),
        path(
            "readings/results/",
            ReadingsView.as_view(results_only=True),
            name="readings_results",
        ),
        path("children/", MinorsRequestsView.as_view(), name="minors_requests"),
        path("children/<int:pk>/", AnswerForMinorsDataView.as_view(), name="minors_answer"),
    ]


MENU = (  # words, address, name, icon, place in the menu, who is shown it
    (_("Today"), "desk_today", "today", "calendar-check", 10, "staff.view_case"),
    (_("Key in for somebody"), "referrals:key", "key", "edit", 32, "intake.key_referral"),
    (_("Need signal"), "referrals:signal", "signal", "warning", 34, "intake.key_referral"),
    (_("On duty"), "duty", "duty", "calendar", 54, "staff.triage_referraldecision"),
    (_("Missed promises"), "missed_promises", "missed", "time", 57, "staff.sign_stagemove"),
    (_("Suggestions and decisions"), "agreement", "agreement", "check", 59, "staff.view_counts"),
    (_("Policy gap"), "gap_report", "gap_report", "group", 59, "staff.view_counts"),
    (_("Children's data"), "minors_requests", "minors", "lock", 58, "staff.decide_minorsaccess"),
    (_("Who has read what"), "readings", "readings", "view", 60, "staff.view_readlog"),
    (_("Map of the form"), "form_map", "form_map", "list-ul", 130, "intake.review_form"),
)


def menu_item(label, address, name, icon, order, permission):
    return lambda: RoleMenuItem(
        label, reverse(address), name=name, icon_name=icon, order=order, permission=permission
    )


for row in MENU:
    hooks.register("register_admin_menu_item", menu_item(*row))


@hooks.register("insert_global_admin_js")
def session_js():
    return format_html(
        '<script src="{}" data-session="{}" data-drafts="{}" defer></script>',
        static("staff/session.js"),
        reverse("session_left"),
        reverse("staff_draft"),
    )


@hooks.register("insert_global_admin_css")
def desk_css():
    return format_html_join(
        "",
        '<link rel="stylesheet" href="{}">',
        [(static("staff/desk.css"),), (static("staff/brand.css"),)],
    )
