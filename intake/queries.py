"""Reads for the pages of this app."""

from __future__ import annotations

from policy_pages.models import PolicyPage, Station

from .models import Need

FIRST_READING = {
    Need.MONEY: ["dibao", "linshi-jiuzhu", "dibao-bianyuan"],
    Need.HEALTH: ["yiliao-jiuzhu", "gangxing-zhichu", "linshi-jiuzhu"],
    Need.CARE: ["tekun", "canji-butie", "dibao"],
    Need.HOUSING: ["jiaoyu-zhufang-jiuye", "shouzai", "linshi-jiuzhu"],
    Need.WORK: ["jiaoyu-zhufang-jiuye", "dibao", "linshi-jiuzhu"],
    Need.SCHOOL: ["jiaoyu-zhufang-jiuye", "yingxiang-zinv", "dibao"],
    Need.DISABILITY: ["canji-butie", "dibao", "tekun"],
    Need.POLICY: ["dibao", "yingxiang-zinv", "linshi-jiuzhu"],
    Need.PAPERWORK: ["dibao", "linshi-jiuzhu", "yingxiang-zinv"],
    Need.TALK: ["linshi-jiuzhu", "dibao", "yingxiang-zinv"],
}
"""Explainers by slug, to read while waiting. Low mood and violence get phone numbers instead."""


def explainers_for(receipt, station: Station | None) -> list:
    """At most three live explainers for what was asked, the best first. One query."""
    slugs = [slug for need in receipt.get("needs", []) for slug in FIRST_READING.get(need, [])]
    wanted = list(dict.fromkeys(slugs))[:3]
    if not wanted or station is None:
        return []
    pages = PolicyPage.objects.readable_below(station.site.root_page).filter(slug__in=wanted)
    return sorted(pages, key=lambda page: wanted.index(page.slug))
