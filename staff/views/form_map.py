"""Every path of the form and of the self-check, drawn from the code and the rules."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from intake import form_map
from policy_pages.views.rules import map_of_check

from .base import DeskView


class FormMapView(DeskView):
    """For whoever reviews what is asked. It holds no answer of anybody, so no reading is logged."""

    permission_required = "intake.review_form"
    page_title = _("Map of the form")
    header_icon = "list-ul"
    template_name = "staff/form_map.html"
    http_method_names = ["get"]

    def get_page_title(self):
        return self.page_title

    def get_context_data(self, **kwargs):
        screens = form_map.screens()
        ways = form_map.ways_through()
        titles = {screen.slug: screen.title for screen in screens} | {
            form_map.CRISIS: _("Numbers to call at once"),
            form_map.CHECK: _("Everything read back, and sent"),
        }
        return super().get_context_data(
            screens=[
                (screen, [(when, slug, titles[slug]) for when, slug in screen.leads_to])
                for screen in screens
            ],
            titles=titles,
            ways=[(when, [(slug, titles[slug]) for slug in slugs]) for when, slugs in ways],
            **map_of_check(self.request),
            **kwargs,
        )
