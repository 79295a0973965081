"""``make run`` as a newcomer meets it: a copy with nothing prepared, started and started again."""

from __future__ import annotations

import sqlite3

import pytest
from django.db import connection

from bench.start import copy, start
from staff.demo import LOGINS


@pytest.mark.skipif(connection.vendor != "sqlite", reason="make run is SQLite's affair")
def test_a_fresh_copy_answers_tells_the_log_ins_and_keeps_what_it_made(tmp_path):
    copy(tmp_path)

    _, printed = start(tmp_path)
    assert "Loading the demo content" in printed
    assert [name for name, _, _ in LOGINS if name not in printed] == []
    assert printed.rstrip().endswith("Stopped.")

    with sqlite3.connect(tmp_path / "var" / "yimi.sqlite3") as database:
        database.execute("UPDATE policy_pages_station SET name = '我们改过的站名'")
    database.close()
    _, again = start(tmp_path)
    assert "Loading the demo content" not in again
    with sqlite3.connect(tmp_path / "var" / "yimi.sqlite3") as database:
        assert database.execute("SELECT name FROM policy_pages_station").fetchall() == [
            ("我们改过的站名",)
        ]
    database.close()
