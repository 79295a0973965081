"""A household read from answers in whatever form they come. Pure Python.

Keys and values may be the codes of the intake form, plain English or Chinese; ``docs/triage.md``
lists them. Anything written in words is also listened to (``words``) and stays apart from what
was stated: ``Facts.heard``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from ..stages import Stage
from . import likeness, numbers, words
from .facts import Event, Facts, Member, UnreadableFacts
from .flags import read_flags
from .keys import BENEFIT_WORDS, NEED_WORDS, STAGE_WORDS, code_of, known_keys
from .numbers import read_number
from .people import (
    MINOR_ILLNESS,
    event_kind,
    has_minor,
    heard_days_ago,
    read_member,
    speaks_of_child,
)
from .values import UNKNOWN, as_list, as_number, days_ago, texts_in, yes_or_no
from .words import Heard

_NESTED = {
    "facts",
    "prior",
    "client",
    "applicant",
    "person",
    "referral",
    "案主",
    "申请人",
    "服务对象",
}
_NOT_LISTENED = {
    "danger", "needs", "event_when", "prior_tier", "prior_stage", "on_behalf", "awareness",
    "channel", "received_at", "insurance", "disability_grade", "size", "age",
}  # fmt: skip
_TELLING = {"words", "observed", "progress", None}
"""Keys whose texts are told in sentences; None are the keys nobody knows."""
_LONGEST = 4_000
"""Characters of one text; the form allows 300, a case note hardly ever has more."""
_CODE = re.compile("[a-z0-9_]+")
_CHINESE = re.compile("[\u4e00-\u9fff]{4}")
_SELF = re.compile(
    r"^(?:self|me|applicant|client|本人|自己|我|案主|申请人|服务对象|户主)", re.IGNORECASE
)
_PERSONAL = ("age", "illness", "disability", "insurance", "serious_illness", "disability_kind",
             "disability_grade", "severely_disabled", "needs_care")  # fmt: skip


def _flattened(data: Mapping) -> dict[str, Any]:
    """Nested groups of answers lifted to the top; what stands at the top wins."""
    lifted: dict[str, Any] = {}
    for key, value in data.items():
        code = code_of(key) or str(key).strip().lower()
        is_group = isinstance(value, Mapping) and (
            code in _NESTED
            or (
                code == "members"
                and any(code_of(each) in {"members", "size", "income"} for each in value)
            )
        )
        if is_group:
            inner = _flattened(value)
            if code == "prior":
                inner = {
                    {"tier": "prior_tier", "stage": "prior_stage"}.get(k, k): v
                    for k, v in inner.items()
                }
            lifted = {**inner, **lifted}
        else:
            lifted[str(key)] = value
    return lifted


def _said_in(value: Any) -> list[str]:
    """The texts in a value; a plain list is one text, 「心脏病、糖尿病、脑中风」."""
    if isinstance(value, Mapping):
        return [text for each in value.values() for text in _said_in(each)]
    if not isinstance(value, str) and all(isinstance(each, str) for each in as_list(value)):
        return ["、".join(texts_in(value))]
    if isinstance(value, (list, tuple, set)):
        return [text for each in value for text in _said_in(each)]
    return texts_in(value)


def _listened(data: Mapping) -> list[str]:
    texts = []
    for key, value in data.items():
        code = code_of(key)
        said = _said_in(value)
        if code == "events":  # 「eviction」 is one of a list, and no cry
            said = [text for text in said if not _CODE.fullmatch(text)]
        if code not in _NOT_LISTENED or (code == "danger" and _CHINESE.search(str(value))):
            texts += said
    return [text[:_LONGEST] for text in texts if text.strip()]


def _told(data: Mapping) -> list[str]:
    """The texts somebody told in sentences: not the values of a form's single fields."""
    told = [
        text for key, value in data.items() if code_of(key) in _TELLING for text in texts_in(value)
    ]
    return [text[:_LONGEST] for text in told if _CHINESE.search(text)]


def _danger(value: Any) -> str:
    if value in (None, "", False):
        return "" if value is None or value == "" else "none"
    text = str(value).strip().lower()
    if text in {"none", "harm", "shelter", "unsure"}:
        return text
    if re.search(r"饭|吃|住|food|shelter|sleep", text):
        return "shelter"
    if re.search(r"说不|不清|不确定|unsure|unknown|maybe", text):
        return "unsure"
    return "none" if yes_or_no(text) is False else "harm"


def _needs(value: Any) -> set[str]:
    needs = set()
    for each in as_list(value):
        text = str(each).strip().lower()
        if text in NEED_WORDS:
            needs.add(text)
            continue
        needs |= {code for code, words in NEED_WORDS.items() if re.search(words, text)}
    return needs


def _stated_events(value: Any, when: Any, today: date, heard: list[Heard]) -> list[Event]:
    events = []
    values = [value] if isinstance(value, (str, Mapping)) else as_list(value)
    for each in values:
        days = days_ago(when, today)
        if isinstance(each, Mapping):
            text = "，".join(texts_in(each))
            for key, inner in each.items():
                if re.search(r"when|date|days|time|时间|日期|天", str(key), re.IGNORECASE):
                    stated = days_ago(inner, today)
                    days = days if stated is None else stated
        else:
            text = str(each)
        if yes_or_no(text) is False or UNKNOWN.match(text.strip()):
            continue
        if MINOR_ILLNESS.search(text):
            continue
        if days is None and len(text) > 6:
            days = heard_days_ago(words.hear(text))
        if days is None:
            days = heard_days_ago(heard)
        kind = event_kind(text)
        events.append(Event(kind or "other", days))
    return events


_HEARD_EVENTS = {
    "child_died": "child_lost", "death": "death", "sudden_illness": "illness",
    "accident": "accident", "new_disability": "disability", "natural_disaster": "disaster",
    "fire": "disaster", "job_loss": "job_loss",
}  # fmt: skip


def _prior(stage: Any, tier: Any) -> tuple[Stage | None, int | None]:
    found = None
    if stage:
        text = str(stage).strip()
        if tier and not re.search(r"[一二三123]", text):
            text = f"{tier} {text}"
        code = next((code for pattern, code in STAGE_WORDS if re.search(pattern, text)), text)
        found = next((each for each in Stage if each.value == code.strip().lower()), None)
    if found is not None and found.tier is not None:
        return found, found.tier.number
    match = re.search(r"[123一二三]", str(tier or stage or ""))
    return found, int(read_number(match[0])) if match else None


def _gap_reasons(get, facts: Facts) -> set[str]:
    reasons = {
        code
        for signal, code in (
            ("refused_aid", "refused"), ("just_over", "just_over"),
            ("property_bar", "property"), ("hukou_elsewhere", "hukou_elsewhere"),
            ("no_papers", "no_papers"), ("children_counted", "children_counted"),
        )
        if facts.hears(signal)
    }  # fmt: skip
    gap = get("gap")
    if yes_or_no(gap):
        named = {
            code
            for code, words in {
                "just_over": r"超|高于|over|above|income", "property": r"车|房|财产|car|house|property|asset",
                "hukou_elsewhere": r"户|hukou|regist", "no_papers": r"证|材料|paper|document",
                "children_counted": r"儿女|子女|赡养|child|support", "refused": r"拒|不符|没批|refus|reject|eligib",
            }.items()
            if re.search(words, "，".join(texts_in(gap)), re.IGNORECASE)
        }  # fmt: skip
        reasons |= named or {"other"}
    if yes_or_no(get("refused")):
        reasons.add("refused")
    people = [each for each in as_list(get("members")) if isinstance(each, Mapping)]
    if any(re.search("none|没|无", str(known_keys(each)("hukou") or "")) for each in people):
        reasons.add("no_papers")
    hukou = str(get("hukou") or "")
    if re.search(r"外|不在|别处|老家|农村|elsewhere|other|non|migrant|out", hukou, re.IGNORECASE):
        reasons.add("hukou_elsewhere")
    return reasons


def _child_left_alone(text: str, heard: list[Heard]) -> Heard | None:
    """A child and nobody with it, said in two clauses."""
    alone = words.ALONE_AT_HOME.search(text)
    young = any(age < 16 for age in numbers.ages(text)) or words.SCHOOL_AGE.search(text)
    if alone and young and not any(signal.code == "child_alone" for signal in heard):
        return Heard("child_alone", alone.group())
    return None


def _deaf_to(get, facts: Facts) -> set[str]:
    """What likeness alone is not believed: what was denied outright, and children where none is."""
    denied = {
        signal
        for signal in likeness.DANGERS
        if get(signal) not in (None, "", [], {}) and yes_or_no(get(signal)) is False
    }
    if yes_or_no(get("has_food")):
        denied.add("no_food")
    if has_minor(facts) or speaks_of_child(facts):
        return denied
    return denied | likeness.OF_CHILDREN


def read_facts(data: Any, *, today: date, line: float) -> Facts:
    """A household from answers of any shape we know. ``line`` is the 低保 standard, yuan a month.

    Raises ``UnreadableFacts`` when it is not an object, or a value is of an impossible kind.
    """
    if not isinstance(data, Mapping):
        raise UnreadableFacts("the answers must be one JSON object: {...}")
    data = _flattened(data)
    get = known_keys(data)
    texts = _listened(data)
    heard = words.hear(*texts)
    if left := _child_left_alone("，".join(texts), heard):
        heard.append(left)
    facts = Facts(heard=heard, words="，".join(texts))
    facts.not_understood = [
        key for key in data if code_of(key) is None and str(key).strip().lower() not in _NESTED
    ]
    facts.danger = _danger(get("danger"))
    facts.needs = _needs(get("needs"))
    facts.on_behalf, facts.awareness = str(get("on_behalf") or ""), str(get("awareness") or "")
    facts.channel = str(get("channel") or "")
    facts.received_at = _moment(get("received_at"))

    facts.events = _stated_events(get("events"), get("event_when"), today, heard)
    stated = {event.kind for event in facts.events}
    for signal, kind in _HEARD_EVENTS.items():
        if facts.hears(signal) and kind not in stated:
            stated.add(kind)
            facts.events.append(Event(kind, heard_days_ago(heard)))

    facts.members = _members(get, today)
    facts.heard = words.hear_again(heard, _told(data), deaf_to=_deaf_to(get, facts))
    facts.lives_alone = yes_or_no(get("lives_alone"))
    if facts.lives_alone is None and (
        facts.hears("lives_alone") or re.search(r"独居|一个人|alone", str(get("housing") or ""))
    ):
        facts.lives_alone = True
    _read_size_and_income(facts, get, line)
    facts.no_food = bool(
        yes_or_no(get("no_food"))
        or yes_or_no(get("has_food")) is False
        or (facts.danger == "shelter" and not facts.hears("homeless"))
        or facts.hears("no_food")
    )
    facts.homeless = bool(
        yes_or_no(get("homeless"))
        or facts.hears("homeless")
        or re.search(r"无|没|流浪|街|桥|homeless|none", str(get("housing") or ""))
    )
    facts.cannot_pay_care = bool(
        yes_or_no(get("cannot_pay_care")) or facts.hears("cannot_pay_care")
    )
    facts.has_support = yes_or_no(get("support"))
    if yes_or_no(get("no_support")) or (facts.has_support is None and facts.hears("no_support")):
        facts.has_support = False
    facts.has_savings = yes_or_no(get("savings"))
    facts.in_debt = bool(yes_or_no(get("debt")) or facts.hears("debt"))
    facts.benefits = _benefits(get, facts)
    facts.gap_reasons = _gap_reasons(get, facts)
    facts.unwilling = bool(yes_or_no(get("unwilling")) or facts.hears("unwilling"))
    facts.stable = bool(yes_or_no(get("stable")) or facts.hears("stable"))
    facts.information_only = bool(yes_or_no(get("information_only"))) or bool(
        facts.needs and facts.needs <= {"policy", "paperwork"}
    )
    facts.flags = read_flags(get, facts)
    facts.prior_stage, facts.prior_tier = _prior(get("prior_stage"), get("prior_tier"))
    facts.progress = _progress(get("progress"), facts)
    return facts


def _moment(value: Any) -> datetime | None:
    if isinstance(value, datetime):
        return value
    try:
        return datetime.fromisoformat(str(value)) if value else None
    except ValueError:
        return None


def _members(get, today: date) -> list[Member]:
    value = get("members")
    if isinstance(value, Mapping):
        value = [
            {"who": who, **each} if isinstance(each, Mapping) else {"who": who, "note": str(each)}
            for who, each in value.items()
        ]
    if isinstance(value, (int, float, str)) or value is None:
        value = []
    members = [read_member(each, today) for each in value]
    personal = {code: get(code) for code in _PERSONAL if get(code) is not None}
    if personal and not any(_SELF.match(member.who) for member in members):
        members.insert(0, read_member({**personal, "who": "self"}, today))
    return members


def _read_size_and_income(facts: Facts, get, line: float) -> None:
    size = as_number(get("size"), "size")
    if size is None and isinstance(get("members"), (int, float)):
        size = float(get("members"))
    if size is None and len(facts.members) > 1:
        size = float(len(facts.members))
    size = size or numbers.household_size(facts.words)
    facts.size = int(size) if size else (1 if facts.lives_alone else None)
    if facts.lives_alone is None and facts.size == 1:
        facts.lives_alone = True
    per_head = as_number(get("income_per_head"), "income_per_head")
    total = as_number(get("income"), "income")
    if total is None and (yearly := as_number(get("income_year"), "income_year")) is not None:
        total = yearly / 12
    if per_head is None and total is None and (said := numbers.income(facts.words)):
        per_head, total = (said[0], None) if said[1] else (None, said[0])
    if per_head is None and total is not None:
        # When nobody said how many: below the line stays below it; above it, two share it.
        per_head = total / (facts.size or (1 if total <= line else 2))
    facts.income_per_head = per_head
    facts.no_income = bool(
        yes_or_no(get("no_income"))
        or per_head == 0
        or (per_head is None and facts.hears("no_income"))
    )


def _benefits(get, facts: Facts) -> set[str]:
    benefits = {
        code
        for text in texts_in(get("benefits"))
        for code, words in BENEFIT_WORDS.items()
        if re.search(words, text, re.IGNORECASE)
        and not re.search(r"被拒|不符|申请中|没有|未|拒绝|停", text)
    }
    dibao = get("dibao")
    if dibao is not None:
        text = str(dibao)
        if re.search(r"边缘", text):
            benefits.add("low_margin")
        elif yes_or_no(dibao) and not re.search(r"申请|拒|不符|想|refus|appl|reject", text):
            benefits.add("dibao")
    if facts.hears("benefits"):
        benefits.add("dibao")
    return benefits


def _progress(value: Any, facts: Facts) -> set[str]:
    progress = {code for code in ("improving", "independent", "worse") if facts.hears(code)}
    items = (
        value.items() if isinstance(value, Mapping) else [(each, True) for each in as_list(value)]
    )
    for key, state in items:
        text = str(key).lower()
        if yes_or_no(state) is False:
            continue
        if re.search(
            r"recover|improv|help_arrived|crisis_passed|safe_now|needs_known|willing|suitable|better",
            text,
        ):
            progress.add("improving")
        if re.search(r"goal|empower|resource|independ|stands_alone|two_good", text):
            progress.add("independent")
        if re.search(r"worse|relapse|not_suitable|declin", text):
            progress.add("worse")
    return progress
