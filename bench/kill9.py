"""Kill the server in the middle of 200 submissions, and count what it had promised.

    python -m bench.kill9                                  # both databases, made for the trial
    python -m bench.kill9 --database-url postgres://postgres@127.0.0.1/trial --rounds 3

Every visitor fills in the real form over HTTP; all press 「send」 together; while the answers come,
master and workers get kill -9. The server starts again, and whoever got no answer presses again.
Then: every reference a visitor was shown is in the database, nobody has two, nothing is half
written. A database that is named must exist and is filled; give it one of its own.
"""

from __future__ import annotations

import argparse
import os
import random
import re
import subprocess
import sys
import tempfile
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import psycopg

from .server import ROOT, Server, environment, manage, prepare_files
from .table import Row, finish, read
from .visitor import Visitor

TRIAL_DATABASE = "bench_yimi_kill9"

STEPS = [
    ("danger", {"danger": "none"}),
    ("for-whom", {"on_behalf": "self"}),
    ("consent", {"help": "on"}),
    ("needs", {"needs": "money"}),
    ("words", {"words": "家里没钱买药了"}),
    ("name", {"called_name": "王阿姨"}),
    ("contact", {"contact_method": "come"}),
]
QUICKEST = 3.5
"""Seconds the form wants to see between the first answer and sending."""
REFERENCE = re.compile(r"\b(\d{4})\s(\d{4})\b")


def prepare_site(env: dict[str, str]) -> None:
    """Files, tables, one station, the consent texts: what the form needs in order to be sent."""
    prepare_files(env)
    manage(env, "migrate", "--verbosity", "0")
    prepare_station()


def prepare_station() -> None:
    from wagtail.models import Site  # noqa: PLC0415  (the settings come first)

    from intake.actions import ensure_consent_texts  # noqa: PLC0415
    from policy_pages.models import Station  # noqa: PLC0415

    ensure_consent_texts()
    site = Site.objects.get(is_default_site=True)
    if not Station.objects.filter(site=site).exists():
        Station.objects.create(
            site=site, name="试验社工站", phone="0531-00000000", address="试验街 1 号"
        )


def fill_in(visitor: Visitor) -> None:
    visitor.get("/intake/")
    for slug, data in STEPS:
        status, _, _ = visitor.post(f"/intake/{slug}/", **data)
        if status != 302:
            raise RuntimeError(f"{slug}: {status}")
    visitor.get("/intake/check/")


def send(visitor: Visitor) -> bool:
    """True only when the server has acknowledged."""
    try:
        status, location, _ = visitor.post("/intake/check/")
    except OSError:
        return False
    return status == 302 and location.endswith("/intake/done/")


def shown_reference(visitor: Visitor) -> str:
    _, _, text = visitor.get("/intake/done/")
    found = REFERENCE.search(re.sub(r"<[^>]+>|&nbsp;", " ", text).replace("\u00a0", " "))
    return found[1] + found[2] if found else ""


def one_round(server: Server, visitors: list[Visitor], seed: int) -> dict[str, int]:
    """One kill. What the visitors saw, and what the database holds."""
    from django.db import connection, models  # noqa: PLC0415  (the settings come first)

    from intake.models import Draft, Promise, Referral  # noqa: PLC0415

    server.start()
    with ThreadPoolExecutor(16) as pool:
        list(pool.map(fill_in, visitors))
    time.sleep(QUICKEST)
    before = Referral.objects.count()
    acknowledged: list[Visitor] = []
    some = random.Random(seed).randint(len(visitors) // 6, len(visitors) // 2)
    enough = threading.Event()

    def press(visitor):
        if send(visitor):
            acknowledged.append(visitor)
            if len(acknowledged) >= some:
                enough.set()

    presses = [threading.Thread(target=press, args=[visitor]) for visitor in visitors]
    for thread in presses:
        thread.start()
    enough.wait(60)
    server.kill()
    for thread in presses:
        thread.join()
    in_time = list(acknowledged)
    connection.close()
    stored_at_kill = Referral.objects.count() - before

    server.start()
    first_seen = [shown_reference(visitor) for visitor in in_time]
    again = [visitor for visitor in visitors if visitor not in in_time]
    with ThreadPoolExecutor(16) as pool:
        answered = list(pool.map(send, again))
        references = list(pool.map(shown_reference, visitors))
    server.stop()
    connection.close()
    stored = set(Referral.objects.values_list("reference", flat=True))
    return {
        "sent": len(visitors),
        "acknowledged before the kill": len(in_time),
        "stored at the kill": stored_at_kill,
        "acknowledged and lost": len([r for r in first_seen if r not in stored]),
        "not answered after pressing again": answered.count(False),
        "without a reference": references.count(""),
        "stored twice": Referral.objects.count() - before - len(set(references) & stored),
        "half written": Referral.objects.annotate(promises=models.Count("promise"))
        .exclude(promises=1)
        .count()
        + Referral.objects.count()
        - Promise.objects.count(),
        "drafts not closed": Draft.objects.filter(sent_at=None).count(),
    }


FAULTS = (
    "acknowledged and lost",
    "not answered after pressing again",
    "without a reference",
    "stored twice",
    "half written",
    "drafts not closed",
)


def trial(database_url: str, *, visitors: int, rounds: int, workers: int) -> list[dict[str, int]]:
    with tempfile.TemporaryDirectory() as scratch:
        env = environment(database_url, Path(scratch))
        os.environ.update(env)
        import django  # noqa: PLC0415

        django.setup()
        prepare_site(env)
        server = Server(env, workers=workers)
        results = []
        try:
            for number in range(rounds):
                first = number * visitors
                people = [Visitor(server.port, first + n + 1) for n in range(visitors)]
                results.append(one_round(server, people, seed=number))
        finally:
            server.stop()
        return results


def databases(scratch: Path) -> dict[str, str]:
    """A fresh SQLite file, and a fresh PostgreSQL database where a server answers."""
    found = {"SQLite": f"sqlite:///{scratch / 'trial.sqlite3'}"}
    host, user = os.environ.get("PGHOST", "127.0.0.1"), os.environ.get("PGUSER", "postgres")
    try:
        with psycopg.connect(host=host, user=user, dbname="postgres", autocommit=True) as server:
            server.execute(f"DROP DATABASE IF EXISTS {TRIAL_DATABASE} WITH (FORCE)")
            server.execute(f"CREATE DATABASE {TRIAL_DATABASE}")
        found["PostgreSQL"] = f"postgres://{user}@{host}/{TRIAL_DATABASE}"
    except psycopg.OperationalError:
        sys.stderr.write("PostgreSQL: not tried, none answers here\n")
    return found


def drop_databases() -> None:
    host, user = os.environ.get("PGHOST", "127.0.0.1"), os.environ.get("PGUSER", "postgres")
    with (
        suppress(psycopg.OperationalError),
        psycopg.connect(host=host, user=user, dbname="postgres", autocommit=True) as server,
    ):
        server.execute(f"DROP DATABASE IF EXISTS {TRIAL_DATABASE} WITH (FORCE)")


def rows_of(where: str, results: list[dict[str, int]]) -> list[Row]:
    """Each count over all rounds; a fault is allowed nowhere."""
    return [
        Row(
            f"kill -9: {name}",
            where,
            sum(result[name] for result in results),
            budget=0 if name in FAULTS else None,
        )
        for name in results[0]
    ]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--database-url", help="a filled database of one's own; default: both")
    parser.add_argument("--visitors", type=int, default=200)
    parser.add_argument("--rounds", type=int, default=1)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    size = ["--visitors", str(options.visitors), "--rounds", str(options.rounds)]
    if options.database_url:
        results = trial(
            options.database_url,
            visitors=options.visitors,
            rounds=options.rounds,
            workers=options.workers,
        )
        where = options.database_url.partition(":")[0]
        return finish(rows_of(where, results), sys.argv[1:])
    rows = []
    with tempfile.TemporaryDirectory() as scratch:
        try:
            for name, url in databases(Path(scratch)).items():
                command = [sys.executable, "-m", "bench.kill9", "--json", "--database-url", url]
                one = subprocess.run(
                    command + size, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=False
                )
                rows += [replace(row, where=name) for row in read(one.stdout)]
                if not one.stdout:
                    return 1
        finally:
            drop_databases()
    return finish(rows, sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
