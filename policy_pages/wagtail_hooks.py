"""Registration only: what the content side adds to the Wagtail admin."""

from __future__ import annotations

from django.contrib import messages
from django.shortcuts import redirect
from django.templatetags.static import static
from django.urls import include, path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.rich_text.editors.draftail.features import EntityFeature
from wagtail.admin.staticfiles import versioned_static
from wagtail.admin.widgets.button import Button
from wagtail.models import Page
from wagtail.snippets.models import register_snippet

from . import audit, fact_uses, leaflets
from .actions.facts import reasons_to_keep
from .models import FactCheckedPage, PolicyFact, PolicyPage
from .panels import ContentWorkPanel
from .search.viewsets import WordsGroup
from .views import audio, facts, rules, walls
from .views.overdue_report import OverdueReportView
from .views.search_report import SearchReportView
from .viewsets import ContentGroup

hooks.register("register_log_actions", audit.register_log_actions)
register_snippet(ContentGroup)
register_snippet(WordsGroup)

_fact_urls = (
    [
        path("<int:fact_id>/enter/", facts.enter_value, name="enter"),
        path("values/<int:value_id>/check/", facts.check_value, name="check"),
        path("values/<int:value_id>/withdraw/", facts.withdraw_value, name="withdraw"),
    ],
    "fact_values",
)
_rule_urls = (
    [
        path("map/", rules.check_map, name="map"),
        path("replay/", rules.replay, name="replay"),
        path("<int:ruleset_id>/<slug:name>/", rules.act, name="act"),
    ],
    "check_rules",
)
_wall_urls = (
    [
        path("", walls.register, name="register"),
        path("hang/<int:page_id>/", walls.hang, name="hang"),
        path("<int:row_id>/down/", walls.take_down, name="take_down"),
        path("<int:row_id>/exchange/", walls.exchange, name="exchange"),
    ],
    "walls",
)


@hooks.register("register_admin_urls")
def admin_urls():
    return [
        path("leaflets/", include(_wall_urls)),
        path("read-aloud/<int:page_id>/", audio.recording, name="recording"),
        path("reports/overdue/", OverdueReportView.as_view(), name="overdue_report"),
        path(
            "reports/overdue/results/",
            OverdueReportView.as_view(results_only=True),
            name="overdue_report_results",
        ),
        path("fact-values/", include(_fact_urls)),
        path("self-check/", include(_rule_urls)),
        path("reports/searches/", SearchReportView.as_view(), name="search_report"),
        path(
            "reports/searches/results/",
            SearchReportView.as_view(results_only=True),
            name="search_report_results",
        ),
    ]


@hooks.register("register_rich_text_features")
def fact_button(features):
    """A button only: what is stored is the token as text, so nothing new is allowed in."""
    entity = {"type": "FACT", "icon": "decimal", "description": _("Put in a fact")}
    features.register_editor_plugin("draftail", "fact", EntityFeature(entity))


@hooks.register("insert_editor_js")
def facts_js():
    return format_html(
        '<script src="{}"></script><script src="{}" data-chooser="{}" data-label="{}"></script>',
        versioned_static("wagtailadmin/js/chooser-modal.js"),
        static("policy_pages/facts.js"),
        reverse("wagtailsnippetchoosers_policy_pages_policyfact:choose"),
        _("Put in a fact"),
    )


class PermittedItem(MenuItem):
    """Shown to those who may open the screen behind it."""

    def __init__(self, *args, permission: str, **kwargs):
        super().__init__(*args, **kwargs)
        self.permission = permission

    def is_shown(self, request) -> bool:
        return request.user.has_perm(self.permission)


@hooks.register("register_reports_menu_item")
def search_report_item():
    return PermittedItem(
        _("Searched and not found"),
        reverse("search_report"),
        name="search-report",
        icon_name="search",
        order=100,
        permission="policy_pages.view_searchlog",
    )


@hooks.register("register_reports_menu_item")
def overdue_report_item():
    return PermittedItem(
        _("Reviews overdue"),
        reverse("overdue_report"),
        name="overdue-report",
        icon_name="time",
        order=90,
        permission="policy_pages.view_policyfact",
    )


@hooks.register("register_page_header_buttons")
def read_aloud_button(page, user, view_name, next_url=None):
    """From the editor of a page to its recording."""
    if issubclass(page.specific_class or Page, PolicyPage) and user.has_perm(
        "policy_pages.add_pageaudio"
    ):
        yield Button(
            _("Read aloud"),
            reverse("recording", args=[page.pk]),
            icon_name="media",
            priority=65,
        )


@hooks.register("construct_homepage_panels")
def content_work(request, panels):
    panels.append(ContentWorkPanel())


def _to_the_check(request, page):
    messages.error(request, _("A second person must check the facts. Hand the page in instead."))
    return redirect("wagtailadmin_pages:edit", page.pk)


@hooks.register("before_publish_page")
def only_through_the_check(request, page):
    """Publishing in the editor would go past the second person."""
    if isinstance(page, FactCheckedPage) and not request.user.is_superuser:
        return _to_the_check(request, page)


@hooks.register("before_bulk_action")
def only_one_by_one_through_the_check(request, action_type, objects, action_class_instance):
    """So would publishing from the list."""
    pages = [
        page for page in objects if isinstance(getattr(page, "specific", None), FactCheckedPage)
    ]
    if action_type == "publish" and pages and not request.user.is_superuser:
        return _to_the_check(request, pages[0])


@hooks.register("construct_page_action_menu")
def no_publish_button(menu_items, request, context):
    """What would be refused is not offered."""
    page = context.get("page")
    is_new = context.get("view") == "create"
    if (is_new or isinstance(page, FactCheckedPage)) and not request.user.is_superuser:
        menu_items[:] = [item for item in menu_items if item.name != "action-publish"]


@hooks.register("before_delete_snippet")
def keep_facts_in_use(request, instances):
    """A fact that something counts on is not deleted; what counts on it is named."""
    for fact in instances:
        if isinstance(fact, PolicyFact) and (reasons := reasons_to_keep(fact)):
            sentence = _("%(fact)s cannot be deleted. %(reasons)s.")
            reasons = "；".join(reasons)
            messages.error(request, sentence % {"fact": fact, "reasons": reasons})
            return redirect("wagtailsnippets_policy_pages_policyfact:list")
    return None


@hooks.register("register_admin_menu_item")
def walls_menu_item():
    return PermittedItem(
        _("Leaflets on walls"),
        reverse("walls:register"),
        name="walls",
        icon_name="thumbtack",
        order=125,
        permission="policy_pages.view_hungleaflet",
    )


@hooks.register(fact_uses.HOOK)
def walls_that_use_a_fact(fact):
    """Doors to visit once this number changes."""
    doors = leaflets.doors_to_visit(fact)
    places = tuple(
        fact_uses.Use(f"{door.room or door.station} {door.place}：{door.title}", address)
        for door in doors
        for address in [reverse("walls:register")]
    )
    return fact_uses.Uses(_("Doors to visit, to exchange the leaflet"), places)
