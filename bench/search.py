"""How well and how fast the search finds, among 500 pages, on SQLite and on PostgreSQL.

``python -m bench.search`` makes a throw-away database on each, loads the eleven explainers and
489 made-up pages that use the same sentences, and asks every question of the evaluation set. In the
same run it measures two baselines: a scan with ``icontains``, and Wagtail's database search with
our words, which the ratios are against. PostgreSQL is left out where none answers.
"""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from pathlib import Path
from typing import NamedTuple

from .table import Row, finish, percentile, read

NO_DATABASE = 3
"""Exit code of a measurement whose database does not answer."""
PAGES = 500
ROOT = Path(__file__).resolve().parents[1]
QUERIES = ROOT / "tests" / "policy_pages" / "search_queries.tsv"
DATABASES = {"SQLite": "portal.settings.test", "PostgreSQL": "portal.settings.test_postgres"}
_TOPICS = """
    高龄津贴 居住证 生育登记 公积金提取 社保转移 老年优待证 独生子女补助 退役军人优待
    暖气开通 垃圾分类 宠物登记 物业维修 电动车上牌 婚姻登记 出生证明 户口迁移
    身份证补办 护照办理 驾照换证 车辆年检 个体户执照 食品许可 法律援助 人民调解 信访
    噪音投诉 停车位 健身场地 图书馆 老年食堂 家政服务 疫苗接种 体检 献血 公交卡
    志愿服务 党员学习 义务教育入学 课后托管 幼儿园报名
"""
_ASPECTS = """
    怎么办 谁能申请 要什么材料 多久有结果 在哪里办 能领多少 到期怎么换
    丢了怎么补 网上怎么办 常见问题 费用 新规定 投诉
"""


def main(arguments: list[str]) -> int:
    if arguments[:1] == ["--one"]:
        return _measure(arguments[1])
    rows = []
    for name, settings in DATABASES.items():
        environment = os.environ | {
            "DJANGO_SETTINGS_MODULE": settings,
            "TEST_DATABASE": "bench_yimi_search",
        }
        command = [sys.executable, "-m", "bench.search", "--one", name]
        trial = subprocess.run(
            command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True, check=False
        )
        rows += read(trial.stdout)
        if trial.returncode == NO_DATABASE:
            sys.stderr.write(f"{name}: not measured, no such database here\n")
        elif trial.returncode and not trial.stdout:
            return 1
    return finish(rows, arguments)


def _measure(name: str) -> int:
    import django  # noqa: PLC0415  (settings are chosen by the parent process)

    django.setup()
    from django.db import connection  # noqa: PLC0415
    from django.db.utils import OperationalError  # noqa: PLC0415

    if connection.vendor == "sqlite":
        connection.settings_dict["TEST"]["NAME"] = str(ROOT / "var" / "bench-search.sqlite3")
    before = connection.settings_dict["NAME"]
    try:
        connection.creation.create_test_db(verbosity=0, autoclobber=True)
    except OperationalError:
        return NO_DATABASE
    try:
        _fill()
        return finish(_ask(f"{name}, {PAGES} pages"), ["--json"])
    finally:
        connection.creation.destroy_test_db(before, verbosity=0)


def _fill() -> None:
    from tqdm import tqdm  # noqa: PLC0415

    from policy_pages.blocks import plain  # noqa: PLC0415
    from policy_pages.demo import load  # noqa: PLC0415
    from policy_pages.models import PolicyIndexPage, PolicyPage  # noqa: PLC0415

    load()
    real = list(PolicyPage.objects.live())
    sentences = [line for page in real for line in page.search_body().splitlines() if line]
    index = PolicyIndexPage.objects.get(locale__language_code="zh-hans")
    dice = random.Random(1)
    missing = PAGES - len(real)
    names = [f"{topic}{aspect}" for topic in _TOPICS.split() for aspect in _ASPECTS.split()][
        :missing
    ]
    for number, title in enumerate(tqdm(names, desc="pages", file=sys.stderr)):
        text = "".join(f"<p>{line}</p>" for line in dice.sample(sentences, 30))
        index.add_child(
            instance=PolicyPage(
                title=title,
                official_name=title,
                slug=f"bench-{number}",
                one_line=plain(dice.choice(sentences))[:80],
                short_answer=f"<p>{dice.choice(sentences)[:200]}</p>",
                short_code=f"b{number}",
                what_you_get=[("paragraph", text)],
                live=True,
            )
        )


def _ask(where: str) -> list[Row]:
    from django.db.models import Q  # noqa: PLC0415

    from policy_pages.models import PolicyPage  # noqa: PLC0415
    from policy_pages.search import search  # noqa: PLC0415

    def ours(query: str) -> list[str]:
        return [hit.page.slug for hit in search(query).hits[:3]]

    def database_search(query: str) -> list[str]:
        found = PolicyPage.objects.live().search(query, operator="or")[:3]
        return [page.slug for page in found]

    def scan(query: str) -> list[str]:
        fields = ("title", "official_name", "aka", "one_line", "short_answer", "what_you_get")
        wanted = Q()
        for field in (*fields, "steps", "who_can", "common_worries"):
            wanted |= Q(**{f"{field}__icontains": query})
        return list(PolicyPage.objects.live().filter(wanted).values_list("slug", flat=True)[:3])

    asked = [
        line.split("\t")[1:]
        for line in QUERIES.read_text(encoding="utf-8").splitlines()[1:]
        if line
    ]
    methods = {"icontains scan": scan, "database search": database_search, "ours": ours}
    found = {name: _try(find, asked) for name, find in methods.items()}
    baseline = found["database search"]
    rows = [
        Row(f"search by {name}: right page in the first 3", where, found[name].third, "")
        for name in ("icontains scan", "database search")
    ]
    result = found["ours"]
    rows += [
        Row(
            "search: right page in the first 3", where, result.third, "", baseline.third, 0.9, True
        ),
        Row("search: right page first", where, result.first, "", baseline.first),
        Row("search: p50", where, result.p50, "ms", baseline.p50),
        Row("search: p95", where, result.p95, "ms", baseline.p95, 30),
        Row("search: first question after a start", where, result.opening, "s"),
    ]
    return rows


class Result(NamedTuple):
    """Shares of the questions answered well, times in milliseconds, the first one in seconds."""

    first: float
    third: float
    p50: float
    p95: float
    opening: float


def _try(find, asked: list[list[str]]) -> Result:
    started = time.perf_counter()
    find("低保")
    opening = time.perf_counter() - started
    first = third = 0
    times = []
    for right, query in asked:
        started = time.perf_counter()
        found = find(query)
        times.append((time.perf_counter() - started) * 1000)
        first += found[:1] == right.split(",")[:1]
        third += bool(set(found) & set(right.split(",")))
    return Result(
        first / len(asked),
        third / len(asked),
        percentile(times, 0.5),
        percentile(times, 0.95),
        opening,
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
