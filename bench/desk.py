"""How fast the desk answers on PostgreSQL with 1,000 and with 1,000,000 cases.

``python -m bench.desk`` fills a throw-away database with ``load_demo`` and ``generate_cases``, asks
for every list, filter, search and page as a worker would, at each size, and drops the database.
p50 and p95 are server time: the whole request through every middleware, without the network. Work
is what the processors did for it, in our process and in the database's, which a busy machine does
not stretch. The baseline of a time is the same screen at the first size. Skipped where no
PostgreSQL answers or less than 8 GB of disk are left: a million households take about half.
"""

from __future__ import annotations

import argparse
import gc
import os
import shutil
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from .server import ROOT
from .table import Row, finish, percentile

DATABASE = "bench_yimi_desk"
COUNTS = (1_000, 1_000_000)
ROUNDS = 40
LIST_SQL, DETAIL_SQL, P95_MS = 12, 25, 100
DISK_NEEDED = 8 * 2**30


def run(counts: Sequence[int] = COUNTS, rounds: int = ROUNDS, *, keep: bool = False) -> list[Row]:
    """Four figures a screen: queries, work, p50 and p95, beside those at the first size."""
    os.environ |= {
        "DJANGO_SETTINGS_MODULE": "portal.settings.test_postgres",
        "TEST_DATABASE": DATABASE,
    }
    import django  # noqa: PLC0415  (the settings are chosen just above)

    django.setup()
    from django.core.management import call_command  # noqa: PLC0415
    from django.db import connection  # noqa: PLC0415
    from django.db.utils import OperationalError  # noqa: PLC0415

    if shutil.disk_usage(ROOT).free < DISK_NEEDED:
        sys.stderr.write("desk: left out, less than 8 GB of disk are free\n")
        return []
    before = connection.settings_dict["NAME"]
    try:
        connection.creation.create_test_db(
            verbosity=0, autoclobber=not keep, serialize=False, keepdb=keep
        )
    except OperationalError:
        sys.stderr.write("desk: left out, no PostgreSQL answers\n")
        return []
    from staff.models import Case  # noqa: PLC0415

    rows: list[Row] = []
    first: dict[str, tuple[float, float, float]] = {}
    try:
        if not Case.objects.exists():
            call_command("load_demo", verbosity=0)
        for count in sorted(counts):
            missing = count - Case.objects.count()
            if missing > 0:
                call_command("generate_cases", count=missing, waiting=300, stdout=sys.stderr)
                with connection.cursor() as cursor:  # what autovacuum does by the next morning
                    cursor.execute("VACUUM ANALYZE")
            for screen, most_sql, user, address in _screens():
                sql, *times = _ask(screen, user, address, rounds)
                where = f"PostgreSQL, {count:,} cases"
                (work, p50, p95), bases = times, first.setdefault(screen, tuple(times))
                rows += [
                    Row(f"desk, {screen}: queries", where, sql, "", None, most_sql),
                    Row(f"desk, {screen}: work", where, work, "ms", bases[0], P95_MS),
                    Row(f"desk, {screen}: p50", where, p50, "ms", bases[1]),
                    Row(f"desk, {screen}: p95", where, p95, "ms", bases[2], P95_MS),
                ]
    finally:
        if not keep:
            connection.creation.destroy_test_db(before, verbosity=0)
    return rows


def _ask(screen: str, user, address: str, rounds: int) -> tuple[int, float, float, float]:
    """Queries, then work, p50 and p95 in milliseconds of one address, once it is warm."""
    from django.db import connection  # noqa: PLC0415
    from django.test import Client  # noqa: PLC0415
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415

    client = Client(SERVER_NAME="localhost")
    client.force_login(user)
    for _warm in range(2):
        answer = client.get(address)
        if answer.status_code != 200:
            raise RuntimeError(f"{screen}: {address} answers {answer.status_code}")
    gc.collect()
    gc.freeze()  # as gunicorn.conf does
    with CaptureQueriesContext(connection) as asked:
        client.get(address)
        sql = len(asked)
    took, worked = [], _work(connection)
    for _round in range(rounds):
        started = time.perf_counter()
        client.get(address)
        took.append((time.perf_counter() - started) * 1000)
    work = (_work(connection) - worked) / rounds
    return sql, work, percentile(took, 0.5), percentile(took, 0.95)


def _work(connection) -> float:
    """Milliseconds the processors have spent on us and, where it is on this machine, on our
    database connection so far."""
    backend = Path(f"/proc/{connection.connection.info.backend_pid}/schedstat")
    theirs = int(backend.read_text().split()[0]) / 1e6 if backend.exists() else 0.0
    return time.process_time() * 1000 + theirs


def _screens() -> Iterator[tuple[str, int, object, str]]:
    """Name, the queries it may ask, who asks, and where. The busiest of each kind is chosen."""
    from django.db.models import Count  # noqa: PLC0415

    from intake.models import Referral  # noqa: PLC0415
    from policy_pages.models import CommunityRoom  # noqa: PLC0415
    from staff.domain.stages import Stage  # noqa: PLC0415
    from staff.domain.tiers import Tier  # noqa: PLC0415
    from staff.lists import CAP  # noqa: PLC0415
    from staff.models import Case, User  # noqa: PLC0415
    from staff.queue import queue_order, waiting_for  # noqa: PLC0415

    case = Case.objects.exclude(stage=Stage.CLOSED).order_by("-pk").first()
    told = Referral.objects.filter(decision__case=case).exclude(phone_hash="").first()
    worker, lead = case.worker, User.objects.get(username="zhanzhang")
    colleague = User.objects.filter(station=case.station).exclude(pk=case.worker_id).first()
    staffed = CommunityRoom.objects.filter(staff__isnull=False)
    busiest = staffed.annotate(n=Count("cases")).order_by("-n").first()
    in_room = User.objects.filter(rooms=busiest).first()
    queue = queue_order(waiting_for(worker))
    middle = queue[queue.count() // 2]
    deepest = f"p={min(CAP, Case.objects.count()) // 20}"
    queries = {
        "reference": told.reference,
        "phone": told.phone,
        "name": told.called_name,
        "nobody": "没有这个人",
    }

    def case_list(name: str, query: str = "", who=worker):
        return (f"cases: {name}", LIST_SQL, who, f"/staff/cases/?{query}")

    def queue_list(name: str, query: str = "", who=worker):
        return (f"referrals: {name}", LIST_SQL, who, f"/staff/referrals/?{query}")

    yield ("today", DETAIL_SQL, worker, "/staff/today/")
    yield ("today, the lead", DETAIL_SQL, lead, "/staff/today/")
    yield ("home", DETAIL_SQL, worker, "/staff/")
    yield queue_list("the queue")
    yield queue_list("the queue of a room", who=in_room)
    for state in ("decided", "all"):
        yield queue_list(state, f"state={state}")
        yield queue_list(f"{state}, deepest page", f"state={state}&{deepest}")
    yield queue_list("all of a room's", "state=all", in_room)
    for urgency in ("danger", "today", "soon", "normal"):
        yield queue_list(f"waiting, {urgency}", f"urgency={urgency}")
        yield queue_list(f"all, {urgency}", f"state=all&urgency={urgency}")
    yield queue_list("waiting, one room", f"room={busiest.pk}")
    yield queue_list("all, one room", f"state=all&room={busiest.pk}")
    for name, typed in queries.items():
        yield queue_list(f"search, {name}", f"q={typed}")
    yield ("referral waiting", DETAIL_SQL, worker, f"/staff/referrals/{middle.reference}/")
    yield ("referral decided", DETAIL_SQL, worker, f"/staff/referrals/{told.reference}/")
    yield case_list("all")
    yield case_list("deepest page", deepest)
    yield case_list("all of a room's", who=in_room)
    yield case_list("deepest page of a room", deepest, in_room)
    yield case_list("held by me", "held=mine")
    yield case_list("held by me in a room", "held=mine", in_room)
    for tier in Tier:
        yield case_list(f"{tier.value}", f"tier={tier.value}")
    yield case_list("tier, deepest page", f"tier={Tier.TIER2_EASING.value}&{deepest}")
    for stage in (Stage.T1_STEP_DOWN_REFERRAL, Stage.T3_FOLLOW_UP, Stage.CLOSED):
        yield case_list(f"{stage.value}", f"stage={stage.value}")
    for attention in ("review", "silent", "signature"):
        yield case_list(f"attention, {attention}", f"attention={attention}")
        yield case_list(f"mine and {attention}", f"held=mine&attention={attention}")
    for standing in ("gap", "cat1_dibao"):
        yield case_list(f"standing, {standing}", f"standing={standing}")
        yield case_list(f"standing, {standing}, deepest page", f"standing={standing}&p=20")
        yield case_list(f"mine and {standing}", f"held=mine&standing={standing}")
    yield case_list("one room", f"room={busiest.pk}")
    yield case_list(
        "mine, tier and room",
        f"held=mine&tier={Tier.TIER1_URGENT.value}&room={busiest.pk}",
    )
    for name, typed in queries.items():
        yield case_list(f"search, {name}", f"q={typed}")
        yield case_list(f"search in a tier, {name}", f"tier={case.tier}&q={typed}")
    yield ("case", DETAIL_SQL, worker, f"/staff/cases/{case.reference}/")
    yield ("case, history", DETAIL_SQL, worker, f"/staff/cases/{case.reference}/history/")
    yield ("case, categories", DETAIL_SQL, worker, f"/staff/cases/{case.reference}/categories/")
    yield ("case, asked why", LIST_SQL, colleague, f"/staff/cases/{case.reference}/why/")
    yield ("who has read what", LIST_SQL, lead, "/staff/readings/")


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--counts", type=int, nargs="+", default=COUNTS)
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--keep", action="store_true", help="keep the database, and use a kept one")
    parser.add_argument("--json", action="store_true", help="one row a line, for make bench")
    options = parser.parse_args(arguments)
    rows = run(options.counts, options.rounds, keep=options.keep)
    return finish(rows, ["--json"] if options.json else [])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
