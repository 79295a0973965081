"""The records of the content side as Wagtail knows them: one group in the menu."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel, ObjectList
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from .blocks import FACT_BUTTON
from .forms import FactForm
from .models import (
    CommunityRoom,
    GlossaryTerm,
    PageFeedback,
    PolicyFact,
    PolicySource,
    RequiredDocument,
    RuleSet,
    Situation,
    Station,
    UrgentContact,
    WorkdayOverride,
)
from .panels import DatedValuesPanel, RulesStatePanel
from .views.fact_chooser import FactChooserViewSet
from .views.rooms import RoomEditView, RoomHistoryView, RoomUsageView
from .views.rules import RuleSetCreateView, RuleSetEditView


class FactViewSet(SnippetViewSet):
    model = PolicyFact
    icon = "decimal"
    menu_label = _("Policy facts")
    list_display = ["label", "code", "kind", "unit"]
    list_filter = ["kind"]
    search_fields = ["label", "code"]
    copy_view_enabled = False
    chooser_viewset_class = FactChooserViewSet
    edit_handler = ObjectList(
        [
            FieldRowPanel(
                [
                    FieldPanel(
                        "label", help_text=_("What pages and people call it, for example 低保标准.")
                    ),
                    FieldPanel(
                        "code",
                        help_text=_(
                            "Written in texts, in braces. Never change it once a page uses it."
                        ),
                    ),
                ]
            ),
            FieldRowPanel(
                [
                    FieldPanel("kind", help_text=_("Decides how the number is shown and checked.")),
                    FieldPanel(
                        "unit", help_text=_("Added behind the number by itself, for example 元.")
                    ),
                ]
            ),
            DatedValuesPanel(heading=_("Values and where they are used")),
        ],
        base_form_class=FactForm,
    )


class SourceViewSet(SnippetViewSet):
    model = PolicySource
    icon = "doc-full-inverse"
    menu_label = _("Policy sources")
    list_display = ["title", "number", "level", "effective_from", "superseded_by"]
    list_filter = ["level"]
    search_fields = ["title", "number"]
    copy_view_enabled = False
    panels = [
        FieldPanel(
            "title", help_text=_("The full title as printed, with 《》 for laws and measures.")
        ),
        FieldRowPanel(
            [
                FieldPanel("number", help_text=_("For example 民发〔2021〕57号. Empty for laws.")),
                FieldPanel("issuer", help_text=_("Who put it out.")),
                FieldPanel(
                    "level",
                    help_text=_("The newer and the more local one is named first on a page."),
                ),
            ]
        ),
        FieldRowPanel(
            [
                FieldPanel(
                    "effective_from",
                    help_text=_("The first day it holds; not the day it was signed."),
                ),
                FieldPanel("effective_to", help_text=_("Empty while it holds.")),
            ]
        ),
        FieldPanel(
            "superseded_by",
            help_text=_(
                "The one that replaced it. Pages that rest on the old one are listed for a check."
            ),
        ),
        FieldPanel(
            "url",
            help_text=_(
                "Where the public can read it. It is asked once a week whether it still opens."
            ),
        ),
    ]


class GlossaryViewSet(SnippetViewSet):
    model = GlossaryTerm
    icon = "openquote"
    menu_label = _("Words explained")
    list_display = ["term", "explanation", "marked_in_texts"]
    panels = [
        FieldRowPanel(
            [
                FieldPanel("term", help_text=_("The official word as it stands in texts.")),
                FieldPanel("slug", help_text=_("In pinyin, for the address.")),
            ]
        ),
        FieldPanel("explanation"),
        FieldPanel("spellings"),
        FieldPanel("example", help_text=_("One sentence with the word in a neighbour's mouth.")),
        FieldPanel("marked_in_texts"),
    ]


class SituationViewSet(SnippetViewSet):
    model = Situation
    icon = "help"
    menu_label = _("Situations")
    list_display = ["name", "kind", "one_line", "order"]
    list_filter = ["kind"]
    panels = [
        FieldRowPanel(
            [FieldPanel("name"), FieldPanel("slug", help_text=_("In pinyin, for the address."))]
        ),
        FieldRowPanel(
            [
                FieldPanel("kind", help_text=_("What happened, or who it is about.")),
                FieldPanel("icon", help_text=_("Stands beside the word, never alone.")),
                FieldPanel("order", help_text=_("Small numbers come first.")),
            ]
        ),
        FieldPanel("one_line", help_text=_("One short sentence under the heading.")),
        FieldPanel("first_thing"),
        FieldPanel("everyday_words"),
    ]


class DocumentViewSet(SnippetViewSet):
    model = RequiredDocument
    icon = "doc-full"
    menu_label = _("Papers to bring")
    list_display = ["name", "where_to_get", "office_looks_it_up"]
    panels = [
        FieldRowPanel(
            [
                FieldPanel("name", help_text=_("What people call it at home.")),
                FieldPanel(
                    "official_name", help_text=_("Only where the office calls it something else.")
                ),
            ]
        ),
        FieldPanel(
            "where_to_get", help_text=_("In one sentence, with the place."), attrs=FACT_BUTTON
        ),
        FieldPanel(
            "if_missing",
            help_text=_("What to do without it; never a dead end."),
            attrs=FACT_BUTTON,
        ),
        FieldPanel("valid_for", attrs=FACT_BUTTON),
        FieldRowPanel(
            [
                FieldPanel("office_looks_it_up"),
                FieldPanel("source", help_text=_("The rule that asks for it.")),
            ]
        ),
    ]


class UrgentContactViewSet(SnippetViewSet):
    model = UrgentContact
    icon = "warning"
    menu_label = _("Urgent numbers")
    list_display = ["number", "name", "when_to_call", "is_emergency", "order"]
    panels = [
        FieldPanel("number", help_text=_("Digits only; it is dialled with one tap.")),
        FieldPanel("name", help_text=_("What people call it, for example 急救.")),
        FieldPanel("when_to_call", help_text=_("Begin with what happens: 病得很重、受了伤.")),
        FieldPanel("hours", help_text=_("Empty where it is not known.")),
        FieldPanel("is_emergency", help_text=_("Shown in red at the top.")),
        FieldPanel("order", help_text=_("Small numbers come first.")),
    ]


class StationViewSet(SnippetViewSet):
    model = Station
    icon = "home"
    menu_label = _("Station")
    list_display = ["name", "phone", "address", "is_sample"]
    copy_view_enabled = False
    panels = [
        FieldPanel("name", help_text=_("As it stands at the door.")),
        FieldRowPanel(
            [
                FieldPanel("subdistrict", help_text=_("The street office it belongs to.")),
                FieldPanel(
                    "site", help_text=_("The address of the site this station answers for.")
                ),
            ]
        ),
        FieldRowPanel(
            [
                FieldPanel(
                    "operator", help_text=_("The organisation that runs it, by its full name.")
                ),
                FieldPanel("data_handler"),
            ]
        ),
        MultiFieldPanel(
            [
                FieldRowPanel(
                    [
                        FieldPanel(
                            "phone", help_text=_("Shown on every page. Somebody must answer it.")
                        ),
                        FieldPanel(
                            "duty_phone",
                            help_text=_("For the evening and the weekend. Empty if there is none."),
                        ),
                    ]
                ),
                FieldPanel("address", help_text=_("As locals would tell a stranger.")),
                FieldRowPanel(
                    [
                        FieldPanel("opens_at", help_text=_("On working days.")),
                        FieldPanel("closes_at", help_text=_("On working days.")),
                    ]
                ),
                FieldPanel("calls_per_half_day"),
            ],
            heading=_("How to reach it"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("street_window"),
                FieldPanel("street_phone", help_text=_("The phone of the window, if it has one.")),
            ],
            heading=_("The street's window"),
        ),
        FieldPanel("fact_places"),
        FieldPanel("is_sample"),
    ]


class RoomViewSet(SnippetViewSet):
    model = CommunityRoom
    icon = "group"
    menu_label = _("Community rooms")
    list_display = ["name", "community", "phone", "is_sample"]
    copy_view_enabled = False
    edit_view_class = RoomEditView
    history_view_class = RoomHistoryView
    usage_view_class = RoomUsageView
    panels = [
        FieldPanel(
            "station",
            help_text=_("The station it belongs to."),
            permission="policy_pages.add_communityroom",
        ),
        FieldPanel("name", help_text=_("As it stands at the door.")),
        FieldPanel("community", help_text=_("The community it serves, by its full name.")),
        FieldPanel("slug", help_text=_("In pinyin, for the address.")),
        FieldPanel("address", help_text=_("As locals would tell a stranger.")),
        FieldPanel("landmark", help_text=_("What stands next to it and everybody knows.")),
        FieldPanel("phone", help_text=_("Shown to everybody who looks for this room.")),
        FieldPanel("hours", help_text=_("In words, for example 工作日 9:00 到 17:00.")),
        FieldPanel(
            "is_sample",
            help_text=_("Shown to the public as an example until real numbers are entered."),
        ),
    ]

    def get_queryset(self, request):
        return self.permission_policy.instances_user_has_any_permission_for(
            request.user, ["change", "view"]
        )


class WorkdayViewSet(SnippetViewSet):
    model = WorkdayOverride
    icon = "calendar"
    menu_label = _("Working calendar")
    list_display = ["day", "is_workday", "note"]
    panels = [
        FieldPanel("day", help_text=_("Only days the calendar gets wrong.")),
        FieldPanel("is_workday", help_text=_("Promised dates count working days only.")),
        FieldPanel("note", help_text=_("Why, for example 国庆调休.")),
    ]


class FeedbackViewSet(SnippetViewSet):
    """Readers write it, editors tick it off: nothing else can be changed."""

    model = PageFeedback
    icon = "comment"
    menu_label = _("Feedback on pages")
    list_display = ["kind", "page", "section", "words", "day", "is_done"]
    list_filter = ["is_done", "kind", "page"]
    copy_view_enabled = False
    panels = [
        FieldPanel("page", read_only=True),
        FieldPanel("section", read_only=True),
        FieldPanel("kind", read_only=True),
        FieldPanel("words", read_only=True),
        FieldPanel("day", read_only=True),
        FieldPanel(
            "is_done", help_text=_("Tick it once the text is mended or nothing is to be done.")
        ),
    ]


class RuleSetViewSet(SnippetViewSet):
    model = RuleSet
    icon = "list-ul"
    menu_label = _("Rules of the self-check")
    list_display = ["title", "programme", "version", "state", "place", "checked_by"]
    list_filter = ["state", "section", "programme"]
    search_fields = ["title", "programme"]
    copy_view_enabled = False
    add_view_class = RuleSetCreateView
    edit_view_class = RuleSetEditView
    panels = [
        RulesStatePanel(heading=_("Where it stands")),
        FieldRowPanel([FieldPanel("title"), FieldPanel("programme"), FieldPanel("place")]),
        FieldRowPanel([FieldPanel("explainer"), FieldPanel("section"), FieldPanel("order")]),
        FieldRowPanel([FieldPanel("valid_from"), FieldPanel("valid_to")]),
        MultiFieldPanel(
            [
                FieldPanel("urgent_when"),
                FieldPanel("received_as"),
                FieldPanel("next_step"),
                FieldPanel("also_look_at"),
            ],
            heading=_("On the result"),
            classname="collapsed",
        ),
        InlinePanel(
            "criteria",
            heading=_("Criteria"),
            label=_("Criterion"),
            panels=[
                FieldPanel("condition"),
                FieldRowPanel([FieldPanel("code"), FieldPanel("role"), FieldPanel("group")]),
                FieldPanel("expression"),
                FieldRowPanel([FieldPanel("source"), FieldPanel("article")]),
                FieldPanel("text_pass"),
                FieldPanel("text_fail"),
                FieldPanel("text_unknown"),
                FieldPanel("what_would_change_it"),
                FieldPanel("also_facts"),
            ],
        ),
        InlinePanel(
            "scenarios",
            heading=_("Families to test with"),
            label=_("Family"),
            panels=[
                FieldPanel("title"),
                FieldPanel("answers"),
                FieldRowPanel([FieldPanel("outcome"), FieldPanel("failing")]),
                FieldRowPanel([FieldPanel("assumed"), FieldPanel("as_of")]),
            ],
        ),
    ]


class ContentGroup(SnippetViewSetGroup):
    menu_label = _("Policy records")
    menu_icon = "folder-open-inverse"
    menu_name = "policy-records"
    menu_order = 120
    items = (
        FactViewSet,
        FeedbackViewSet,
        SourceViewSet,
        RuleSetViewSet,
        GlossaryViewSet,
        SituationViewSet,
        DocumentViewSet,
        UrgentContactViewSet,
        StationViewSet,
        RoomViewSet,
        WorkdayViewSet,
    )
