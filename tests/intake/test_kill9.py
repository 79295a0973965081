"""A small turn of ``python -m bench.kill9``: real server, real form, kill -9 in the middle."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.db import connection

from bench.kill9 import FAULTS, one_round, prepare_station
from bench.server import Server, environment, prepare_files
from bench.visitor import Visitor


@pytest.mark.django_db(transaction=True)
def test_no_acknowledged_referral_is_lost_and_none_is_stored_twice(tmp_path):
    found = connection.settings_dict
    url = (
        f"sqlite:///{found['NAME']}"
        if connection.vendor == "sqlite"
        else f"postgres://{found['USER']}@{found['HOST']}/{found['NAME']}"
    )
    env = environment(url, tmp_path, FIELD_ENCRYPTION_KEYS=settings.FIELD_ENCRYPTION_KEYS[0])
    prepare_files(env)
    prepare_station()
    server = Server(env)
    try:
        result = one_round(server, [Visitor(server.port, n + 1) for n in range(24)], seed=1)
    finally:
        server.stop()
    assert 0 < result["acknowledged before the kill"] <= 24
    assert {name: result[name] for name in FAULTS} == dict.fromkeys(FAULTS, 0)
