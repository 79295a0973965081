"""Panels of the content side in the admin."""

from __future__ import annotations

from datetime import date

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import Panel
from wagtail.admin.ui.components import Component

from .actions import rules
from .content_work import content_work
from .fact_uses import uses_of
from .models import RuleSet
from .page_text import amount

CHART_WIDTH, CHART_HEIGHT = 600, 120


def history_charts(values: list) -> list[dict]:
    """One chart a place, in the order of the places' names: numbers of two places never mix."""
    by_place: dict[str, list] = {}
    for value in values:
        by_place.setdefault(value.place, []).append(value)
    charts = [{"place": place, "bars": history_bars(by_place[place])} for place in sorted(by_place)]
    return [chart for chart in charts if chart["bars"]]


def history_bars(values: list) -> list[dict]:
    """The checked numbers of one place over time, as bars of a chart: x, y, height, label."""
    numbers = []
    for value in sorted(values, key=lambda value: value.valid_from):
        try:
            numbers.append((value, float(value.value)))
        except ValueError:
            continue
    if len(numbers) < 2:
        return []
    highest = max(number for _value, number in numbers) or 1
    step = CHART_WIDTH / len(numbers)
    bars = []
    for position, (value, number) in enumerate(numbers):
        height = round((CHART_HEIGHT - 40) * number / highest)
        bars.append(
            {
                "x": round(position * step),
                "middle": round(position * step + step * 0.4),
                "y": CHART_HEIGHT - 20 - height,
                "height": height,
                "width": round(step * 0.8),
                "number": amount(value),
                "year": value.valid_from.year,
            }
        )
    return bars


class DatedValuesPanel(Panel):
    """The values of a fact with the two people behind each, and every page that quotes it."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "pages/admin/dated_values.html"

        def is_shown(self):
            return bool(self.instance.pk)

        def get_context_data(self, parent_context=None):
            context = super().get_context_data(parent_context)
            today = timezone.localdate()
            values = list(self.instance.values.select_related("source", "entered_by", "checked_by"))
            context["fact"] = self.instance
            context["values"] = [
                {"row": value, "state": state_of(value, today)} for value in values
            ]
            context["charts"] = history_charts([value for value in values if value.checked_by_id])
            context["has_value_today"] = any(
                value.checked_by_id and state_of(value, today) == "now" for value in values
            )
            context["uses"] = uses_of(self.instance)
            context["user"] = self.request.user
            context["may_enter"] = self.request.user.has_perm("policy_pages.add_factvalue")
            context["may_check"] = self.request.user.has_perm("policy_pages.check_factvalue")
            return context


class RulesStatePanel(Panel):
    """Where a version of the rules stands, how its families come out, and what may be done."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "pages/admin/rules_state.html"

        def is_shown(self):
            return bool(self.instance.pk)

        def get_context_data(self, parent_context=None):
            context = super().get_context_data(parent_context)
            today = timezone.localdate()
            stored = RuleSet.objects.with_criteria().get(pk=self.instance.pk)
            user = self.request.user
            context |= {
                "rules": stored,
                "families": rules.run_scenarios(stored, today=today),
                "untested": rules.untested_criteria(stored, today=today),
                "obstacles": [
                    sentence
                    for reason in rules.reasons_not_to_go_live(stored, today=today)
                    for sentence in reason.messages
                ],
                "may_write": user.has_perm("policy_pages.change_ruleset"),
                "may_check": user.has_perm("policy_pages.check_ruleset"),
                "is_author": stored.author_id == user.pk,
            }
            return context


def state_of(value, day: date) -> str:
    """``now``, ``over`` or ``ahead``."""
    if value.valid_to and value.valid_to < day:
        return "over"
    return "ahead" if value.valid_from > day else "now"


class ContentWorkPanel(Component):
    """On the admin home: values to check, facts without a value, reviews overdue."""

    name = "content_work"
    template_name = "pages/admin/content_work.html"
    order = 60

    def get_context_data(self, parent_context):
        user = parent_context["request"].user
        context = super().get_context_data(parent_context)
        context["may_see"] = user.has_perm("policy_pages.view_policyfact")
        context["may_check"] = user.has_perm("policy_pages.check_factvalue")
        if context["may_see"]:
            context["work"] = content_work(timezone.localdate())
        return context


dated_values_heading = _("Values and where they are used")
