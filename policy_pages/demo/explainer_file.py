"""Reads one explainer from a text file an editor can read too.

A file has a head of ``name: value`` lines between two ``---`` lines, then sections that start with
``## heading``. In a section: lines of text, lists with ``- `` or ``1. `` (one level below with two
spaces). A line ``  ~ name: text | name: text`` below an item tells more of it (``DETAILS``). A line
that ends in a colon right above a list stands with that list. In the head, a paper that must be
brought has ``!`` behind its key. Under 常见担心 each item starts with the worry in 「」. Under 依据
an item is ``key | article | 高/中/低 | note``.
Anything else is refused with the file and the line, so that nothing is dropped in silence.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

HEAD = {
    "title",
    "official_name",
    "short_code",
    "one_line",
    "also_called",
    "situations",
    "related",
    "match",
    "documents",
}
SECTIONS = {
    "一句话说清": "short_answer",
    "谁能申请": "who_can",
    "能得到什么": "what_you_get",
    "怎么办": "steps",
    "带什么材料": "papers",
    "多久有结果": "how_long",
    "别人会看到什么": "what_others_see",
    "不符合怎么办": "if_refused",
    "情况变了怎么办": "when_things_change",
    "常见担心": "common_worries",
    "举个例子": "example_family",
}
DETAILS = {"criterion", "how_to_know", "where", "place", "checked", "takes", "helper"}
CONFIDENCE = {"高": "high", "中": "medium", "低": "low"}
_ITEM = re.compile(r"^(?P<indent> {0,2})(?:(?P<bullet>- )|(?P<number>\d+\. ))(?P<text>.+)$")
_WORRY = re.compile(r"^「(?P<question>.+?)」(?P<answer>.+)$")


class ExplainerFileError(ValueError):
    """The file says something the parser does not know."""


@dataclass(frozen=True)
class Paragraph:
    text: str


@dataclass
class Item:
    text: str
    below: list[str] = field(default_factory=list)
    details: dict[str, str] = field(default_factory=dict)


@dataclass
class Points:
    items: list[Item]
    numbered: bool
    intro: str = ""


@dataclass(frozen=True)
class Worry:
    question: str
    answer: str


@dataclass(frozen=True)
class Citation:
    source: str
    article: str
    confidence: str
    note: str


@dataclass
class Explainer:
    """One file: its head, its sections in order, its worries and citations."""

    slug: str
    head: dict[str, str]
    sections: dict[str, list[Paragraph | Points]] = field(default_factory=dict)
    extra_sections: list[tuple[str, list[Paragraph | Points]]] = field(default_factory=list)
    worries: list[Worry] = field(default_factory=list)
    citations: list[Citation] = field(default_factory=list)


def read(path: Path) -> Explainer:
    """Parse one file. Raises ``ExplainerFileError`` with file and reason."""
    try:
        return parse(path.stem, path.read_text(encoding="utf-8"))
    except ExplainerFileError as error:
        raise ExplainerFileError(f"{path.name}: {error}") from error


def parse(slug: str, text: str) -> Explainer:
    """Parse the text of one file."""
    _, head_text, body = _split_head(text)
    explainer = Explainer(slug=slug, head=_head(head_text))
    for heading, lines in _sections(body):
        if heading == "依据":
            explainer.citations = [_citation(line) for line in lines if line.strip()]
        elif heading == "常见担心":
            explainer.worries = [_worry(line) for line in lines if line.strip()]
        elif heading in SECTIONS:
            explainer.sections[SECTIONS[heading]] = _blocks(lines)
        else:
            explainer.extra_sections.append((heading, _blocks(lines)))
    missing = set(SECTIONS.values()) - {"common_worries"} - set(explainer.sections)
    if missing or not explainer.worries or not explainer.citations:
        raise ExplainerFileError(f"sections are missing: {sorted(missing) or '常见担心、依据'}")
    return explainer


def _split_head(text: str) -> list[str]:
    parts = text.split("---\n", 2)
    if len(parts) != 3 or parts[0]:
        raise ExplainerFileError("the file must start with a head between two --- lines")
    return parts


def _head(text: str) -> dict[str, str]:
    head = {}
    for line in text.splitlines():
        name, colon, value = line.partition(": ")
        if not colon or name not in HEAD:
            raise ExplainerFileError(f"unknown line in the head: {line}")
        head[name] = value.strip()
    return head


def _sections(body: str) -> list[tuple[str, list[str]]]:
    found: list[tuple[str, list[str]]] = []
    for line in body.splitlines():
        if line.startswith("## "):
            found.append((line[3:].strip(), []))
        elif found:
            found[-1][1].append(line)
        elif line.strip():
            raise ExplainerFileError(f"text before the first heading: {line}")
    return found


def _blocks(lines: list[str]) -> list[Paragraph | Points]:
    blocks: list[Paragraph | Points] = []
    in_list = False
    for line in lines:
        if not line.strip():
            in_list = False
        elif item := _ITEM.match(line):
            if item["indent"]:
                if not in_list:
                    raise ExplainerFileError(f"a lower list without a list above: {line}")
                blocks[-1].items[-1].below.append(item["text"])
                continue
            if not in_list:
                blocks.append(_new_list(blocks, numbered=bool(item["number"])))
                in_list = True
            blocks[-1].items.append(Item(item["text"]))
        elif line.startswith("  ~ ") and in_list:
            blocks[-1].items[-1].details |= _details(line)
        elif line.startswith(("#", "*", "|", "~", " ", "\t")):
            raise ExplainerFileError(f"unknown line: {line}")
        else:
            blocks.append(Paragraph(line.strip()))
            in_list = False
    return blocks


def _details(line: str) -> dict[str, str]:
    details = dict(part.split(": ", 1) for part in line[4:].split(" | ") if ": " in part)
    if line.count(" | ") + 1 != len(details) or set(details) - DETAILS:
        raise ExplainerFileError(f"unknown details: {line}")
    return details


def _new_list(blocks: list[Paragraph | Points], *, numbered: bool) -> Points:
    """A new list, which takes the line above it as its introduction if that ends in a colon."""
    above = blocks[-1] if blocks else None
    intro = ""
    if isinstance(above, Paragraph) and above.text.endswith(("：", ":")):
        intro = blocks.pop().text
    return Points(items=[], numbered=numbered, intro=intro)


def _worry(line: str) -> Worry:
    item = _ITEM.match(line)
    worry = item and _WORRY.match(item["text"])
    if not worry:
        raise ExplainerFileError(f"a worry must read - 「…」…: {line}")
    return Worry(worry["question"], worry["answer"])


def _citation(line: str) -> Citation:
    parts = [part.strip() for part in line.removeprefix("- ").split("|")]
    if not line.startswith("- ") or len(parts) not in (3, 4) or parts[2] not in CONFIDENCE:
        raise ExplainerFileError(f"a citation must read - key | article | 高/中/低 | note: {line}")
    return Citation(parts[0], parts[1], CONFIDENCE[parts[2]], parts[3] if len(parts) == 4 else "")
