"""Writes the demo content, as often as one likes: what is there already is brought up to date."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils import timezone
from wagtail.models import Locale, Page, Site

from ..actions.publishing import grant_content_permissions, require_fact_check
from ..models import (
    CommunityRoom,
    Estate,
    FactValue,
    GlossaryTerm,
    HomePage,
    PolicyFact,
    PolicyIndexPage,
    PolicySource,
    RequiredDocument,
    Situation,
    Station,
    UrgentContact,
)
from .english import write_english
from .explainer_file import Explainer, read
from .explainer_pages import write_explainers
from .notices import write_notices
from .search_words import load_plain_wordings, load_search_words
from .walls import hang_leaflets

HERE = Path(__file__).parent
ORDER = (
    "dibao",
    "linshi-jiuzhu",
    "yiliao-jiuzhu",
    "yingxiang-zinv",
    "dibao-bianyuan",
    "gangxing-zhichu",
    "tekun",
    "canji-butie",
    "jiaoyu-zhufang-jiuye",
    "shouzai",
    "liulang",
)
STATION = {
    "name": "营市街街道社工站",
    "subdistrict": "营市街街道",
    "operator": "营市街街道社工站运营机构（样例）",
    "data_handler": "营市街街道社工站运营机构（样例）",
    "phone": "0531-80000000",
    "duty_phone": "0531-80000009",
    "address": "济南市槐荫区营市东街1号（样例）",
    "street_window": "营市街街道便民服务大厅，社会救助窗口（样例）",
    "street_phone": "0531-80000008",
    "fact_places": "营市街街道 槐荫区 济南市 山东省 全国",
    "is_sample": True,
}


@transaction.atomic
def load() -> list[str]:
    """Write everything. Returns one line for each kind of thing, for the command to print."""
    today = timezone.localdate()
    locale = _chinese()
    entered_by, checked_by = _editor_and_checker()
    sources = _sources()
    facts, values = _facts(sources, entered_by, checked_by, today)
    documents = _documents(sources)
    situations = _situations(locale)
    terms = _glossary(locale)
    site = _site(locale)
    rooms = _directory(site)
    explainers = [read(HERE / "explainers" / f"{slug}.md") for slug in ORDER]
    _refuse_leftovers(explainers)
    write_explainers(
        explainers,
        index=PolicyIndexPage.objects.child_of(site.root_page).get(),
        sources=sources,
        situations=situations,
        documents=documents,
        owner=entered_by,
        checked_by=checked_by,
        reviewed_on=today - timedelta(days=30),
    )
    notices = write_notices(
        site.root_page.specific,
        sources=sources,
        owner=entered_by,
        checked_by=checked_by,
        reviewed_on=today - timedelta(days=30),
    )
    english = write_english(site.root_page.specific, documents, entered_by)
    hanging = hang_leaflets(Station.objects.get(site=site), actor=entered_by, today=today)
    words = f"{load_search_words()}, {load_plain_wordings()}"
    grant_content_permissions()
    require_fact_check()
    return [
        f"{len(sources)} sources, {facts} facts with {values} dated values",
        f"1 station, {rooms} community rooms, {UrgentContact.objects.count()} urgent numbers",
        f"{len(situations)} situations, {terms} glossary terms, {len(documents)} papers",
        f"{len(explainers)} explainers and {notices} guides to notices, published",
        f"{english} explainer in English, as a sample translation",
        f"{hanging} leaflets on walls",
        words,
    ]


def _rows(name: str) -> list[dict]:
    return json.loads((HERE / f"{name}.json").read_text(encoding="utf-8"))


def _refuse_leftovers(explainers: list[Explainer]) -> None:
    files = {path.stem for path in (HERE / "explainers").glob("*.md")}
    if unread := files - {explainer.slug for explainer in explainers}:
        raise ValueError(f"explainers nobody loads: {sorted(unread)}")


def _chinese() -> Locale:
    """Chinese is the language the tree starts in, whatever the first migration wrote."""
    return Locale.get_default()


def _editor_and_checker():
    """Two people who enter and check. They cannot log in until a password is set for them."""
    people = []
    for username, name in (("bianji", "样例编辑"), ("hedui", "样例核对人")):
        person, is_new = get_user_model().objects.get_or_create(
            username=username, defaults={"first_name": name}
        )
        if is_new:
            person.set_unusable_password()
            person.save(update_fields=["password"])
        people.append(person)
    return people


def _sources() -> dict[str, PolicySource]:
    sources = {}
    replaced = []
    for row in _rows("sources"):
        key, newer = row.pop("key"), row.pop("superseded_by", None)
        title = row.pop("title")
        sources[key], _ = PolicySource.objects.update_or_create(title=title, defaults=row)
        if newer:
            replaced.append((key, newer))
    for key, newer in replaced:
        PolicySource.objects.filter(pk=sources[key].pk).update(superseded_by=sources[newer])
    return sources


def _facts(sources, entered_by, checked_by, today: date) -> tuple[int, int]:
    rows = _rows("facts")
    count = 0
    for row in rows:
        fact, _ = PolicyFact.objects.update_or_create(
            code=row["code"],
            defaults={"label": row["label"], "kind": row["kind"], "unit": row["unit"]},
        )
        for value in row["values"]:
            is_checked = value["checked"]
            FactValue.objects.get_or_create(
                fact=fact,
                place=value["place"],
                valid_from=date.fromisoformat(value["from"]),
                defaults={
                    "value": value["value"],
                    "valid_to": value["to"] and date.fromisoformat(value["to"]),
                    "source": sources[value["source"]],
                    "article": value["article"],
                    "confidence": value["confidence"],
                    "entered_by": entered_by,
                    "checked_by": checked_by if is_checked else None,
                    "checked_on": today - timedelta(days=30) if is_checked else None,
                },
            )
            count += 1
    return len(rows), count


def _documents(sources) -> dict[str, RequiredDocument]:
    documents = {}
    for row in _rows("documents"):
        key, name = row.pop("key"), row.pop("name")
        if source := row.pop("source", None):
            row["source"] = sources[source]
        documents[key], _ = RequiredDocument.objects.update_or_create(name=name, defaults=row)
    return documents


def _situations(locale: Locale) -> dict[str, Situation]:
    situations = {}
    for order, row in enumerate(_rows("situations"), start=1):
        slug = row.pop("slug")
        row["everyday_words"] = "\n".join(row["everyday_words"])
        situations[slug], _ = Situation.objects.update_or_create(
            locale=locale, slug=slug, defaults=row | {"order": order}
        )
    return situations


def _glossary(locale: Locale) -> int:
    rows = _rows("glossary")
    for row in rows:
        slug = row.pop("slug")
        row["spellings"] = "\n".join(row["spellings"])
        GlossaryTerm.objects.update_or_create(locale=locale, slug=slug, defaults=row)
    return len(rows)


def _site(locale: Locale) -> Site:
    """The default site, with our front page in place of the page Wagtail starts with."""
    site = Site.objects.get(is_default_site=True)
    home = HomePage.objects.filter(locale=locale).first()
    if not home:
        root = Page.get_first_root_node()
        home = root.add_child(
            instance=HomePage(
                title="一米：最后一米的帮助",
                slug="yimi",
                locale=locale,
                headline="遇到难处，从这里开始",
                intro="看懂有哪些帮助，或者请社工联系您。",
            )
        )
    if site.root_page_id != home.pk:
        welcome = site.root_page
        site.root_page = home
        site.site_name = "一米"
        site.save()
        if type(welcome.specific) is Page and not welcome.get_children().exists():
            welcome.delete()
    for title, slug in (("政策说明", "policies"),):
        if not PolicyIndexPage.objects.child_of(home).filter(slug=slug).exists():
            home.add_child(
                instance=PolicyIndexPage(
                    title=title, slug=slug, locale=locale, intro="每一种帮助，用大白话讲清楚。"
                )
            )
    Site.clear_site_root_paths_cache()
    return site


def _directory(site: Site) -> int:
    station, _ = Station.objects.get_or_create(site=site, defaults=STATION)
    rooms = _rows("rooms")
    for row in rooms:
        slug, estates = row.pop("slug"), row.pop("estates")
        room, _ = CommunityRoom.objects.update_or_create(
            slug=slug, defaults=row | {"station": station, "is_sample": True}
        )
        for name in estates:
            Estate.objects.get_or_create(room=room, name=name)
    for order, row in enumerate(_rows("urgent_contacts"), start=1):
        number = row.pop("number")
        UrgentContact.objects.update_or_create(number=number, defaults=row | {"order": order})
    return len(rooms)


def slugs() -> Iterator[str]:
    """The slugs of the demo explainers, in the order they are listed."""
    yield from ORDER
