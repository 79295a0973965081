"""What sending one referral costs while the table grows: 0, 1,000 and 1,000,000 referrals.

``python -m bench.submit`` makes a throw-away PostgreSQL database, measures the real action
(``intake.actions.submit_referral``), fills the tables in SQL with copies of one referral and what
hangs on it, and measures again. Each sender chooses a half-day to be called in. Encryption, hashing
and the commit are in the figure, as they are for a resident. Left out where no PostgreSQL answers.
"""

from __future__ import annotations

import os
import sys
import time
import uuid

from .table import Row, finish, percentile

SIZES = (0, 1_000, 1_000_000)
TIMES = 200
MOST_STATEMENTS = 15
SETTINGS = "portal.settings.test_postgres"
DATABASE = "bench_yimi_submit"
WAITING_TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

ANSWERS = {
    "consents": ["help", "sensitive"],
    "needs": ["money", "health"],
    "words": "老伴住院，押金交不上，孩子也帮不了多少。",
    "called_name": "王阿姨",
    "contact_method": "phone",
    "phone": "13000000000",
    "safe_contact": {"say_who": True, "others_may_answer": False},
    "facts": {"event": ["illness"], "members": [{"who": "我和老伴"}]},
    "place": "东街小区3号楼",
}
UNIQUE = {
    "reference": "'x' || lpad(to_hex({first} + n), 7, '0')",
    "submit_token": "gen_random_uuid()",
    "phone_hash": "encode(sha256(n::text::bytea), 'hex')",
    "name_hash": "encode(sha256((n % 50000)::text::bytea), 'hex')",
    "place_hash": "encode(sha256((n % 5000)::text::bytea), 'hex')",
    "received_at": "received_at - (n % 1000) * interval '1 day'",
}
"""What differs between copies, so that indexes are as wide as with real households.

References of copies are none of ours, so that drawing a free one costs the same at every size: of
nine million, a million in use make every ninth sending draw twice, two statements more.
"""


def main(arguments: list[str]) -> int:
    os.environ.update(DJANGO_SETTINGS_MODULE=SETTINGS, TEST_DATABASE=DATABASE)
    rows = run(SIZES)
    if not rows:
        sys.stderr.write("PostgreSQL: not measured, no such database here\n")
        return 0
    return finish(rows, arguments)


def run(sizes: tuple[int, ...] = SIZES) -> list[Row]:
    """The rows at each size; none where the database does not answer."""
    import django  # noqa: PLC0415  (settings are chosen by ``main``)

    django.setup()
    from django.db import connection  # noqa: PLC0415
    from django.db.utils import OperationalError  # noqa: PLC0415
    from django.test.utils import override_settings  # noqa: PLC0415

    before = connection.settings_dict["NAME"]
    try:
        connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    except OperationalError:
        return []
    try:
        # As in production: the alerts are written down to be sent, and the task worker sends them.
        with override_settings(TASKS=WAITING_TASKS):
            return list(_measure(sizes))
    finally:
        connection.creation.destroy_test_db(before, verbosity=0)


def _measure(sizes: tuple[int, ...]):
    from intake.actions import ensure_consent_texts  # noqa: PLC0415
    from policy_pages.demo import load  # noqa: PLC0415
    from policy_pages.models import Station  # noqa: PLC0415

    load()
    ensure_consent_texts()
    station = Station.objects.get()
    _send(station, "")  # the first one pays for what is loaded once
    empty = None
    for size in sizes:
        _fill_up_to(size)
        statements, times = _try(station)
        p50, p95 = (percentile(times, share) * 1000 for share in (0.5, 0.95))
        empty = empty or (p50, p95)
        where = f"PostgreSQL, {size:,} referrals"
        yield Row("submit: statements", where, statements, "", None, MOST_STATEMENTS)
        yield Row("submit: p50", where, p50, "ms", empty[0], 3 * empty[0])
        yield Row("submit: p95", where, p95, "ms", empty[1])


def _last_half_day(station) -> str:
    from django.utils import timezone  # noqa: PLC0415

    from intake.models import Urgency  # noqa: PLC0415
    from intake.promises import due_at  # noqa: PLC0415
    from intake.queries import free_call_times  # noqa: PLC0415
    from intake.workdays import Workdays  # noqa: PLC0415

    now = timezone.now()
    promised = due_at(Urgency.NORMAL, now, station)
    workdays = Workdays(timezone.localdate(now))
    return free_call_times(station, at=now, promised=promised, workdays=workdays)[-1].code


def _send(station, half_day: str):
    from intake.actions import submit_referral  # noqa: PLC0415

    answers = {**ANSWERS, "call_time": half_day}
    return submit_referral(answers, submit_token=uuid.uuid4(), station=station)


def _try(station) -> tuple[int, list[float]]:
    """Statements of one sending (savepoints not counted), and seconds of each of many.

    The half-day is given back each time, so that there is one for the next.
    """
    from django.db import connection  # noqa: PLC0415
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415

    from intake.actions import free_call  # noqa: PLC0415

    half_day = _last_half_day(station)
    with CaptureQueriesContext(connection) as captured:
        receipt = _send(station, half_day)
    free_call(receipt.referral)
    asked = [query["sql"] for query in captured if "SAVEPOINT" not in query["sql"]]
    times = []
    for _ in range(TIMES):
        started = time.perf_counter()
        receipt = _send(station, half_day)
        times.append(time.perf_counter() - started)
        free_call(receipt.referral)
    return len(asked), times


def _fill_up_to(size: int) -> None:
    """Copies of the last referral, with promise, state, consents and a sent alert, in SQL."""
    from django.db import connection  # noqa: PLC0415

    from intake.models import Alert, Consent, Promise, PublicStatus, Referral  # noqa: PLC0415

    missing = size - Referral.objects.count()
    if missing <= 0:
        return
    model = Referral.objects.order_by("pk").last()
    first = model.pk + 1
    with connection.cursor() as cursor:
        unique = {column: value.format(first=first) for column, value in UNIQUE.items()}
        _copy(cursor, Referral, f"id = {model.pk}", unique | {"id": f"{first} + n"}, missing)
        for what in (Promise, PublicStatus, Consent, Alert):
            changes = {"id": None, "referral_id": f"{first} + n"}
            if what is Alert:
                changes["sent_at"] = "created_at"
            _copy(cursor, what, f"referral_id = {model.pk}", changes, missing)
        cursor.execute(
            "SELECT setval(pg_get_serial_sequence('intake_referral', 'id'), %s)", [first + missing]
        )
        cursor.execute("VACUUM ANALYZE")
        cursor.execute("CHECKPOINT")  # the filling is not in the figure


def _copy(cursor, model, of: str, changes: dict[str, str | None], times: int) -> None:
    """INSERT … SELECT of one row ``times`` times; a change of None leaves a column its default."""
    columns = [
        field.column for field in model._meta.fields if changes.get(field.column, "") is not None
    ]
    values = [changes.get(column) or f'"{column}"' for column in columns]
    table = model._meta.db_table
    names = ", ".join(f'"{column}"' for column in columns)
    cursor.execute(
        f'INSERT INTO "{table}" ({names}) SELECT {", ".join(values)} '  # noqa: S608  (ours)
        f'FROM "{table}", generate_series(0, {times - 1}) AS n WHERE {of}'
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
