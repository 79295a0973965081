from __future__ import annotations

import logging
import os
from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import pytest
import time_machine

from portal.caches import CountingFileCache, ForgivingRedisCache


def test_many_at_once_are_all_counted(tmp_path):
    cache = CountingFileCache(str(tmp_path), {})
    cache.add("budget", 0, 3600)
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda _: cache.incr("budget"), range(100)))
    assert cache.get("budget") == 100


def test_counting_does_not_make_a_budget_live_longer_or_shorter(tmp_path):
    cache = CountingFileCache(str(tmp_path), {})
    with time_machine.travel("2026-11-24 08:00Z", tick=False) as clock:
        cache.add("budget", 0, 3600)
        clock.shift(3000)
        assert cache.incr("budget") == 1
        clock.shift(500)
        assert cache.get("budget") == 1
        clock.shift(200)
        assert cache.get("budget") is None
        with pytest.raises(ValueError, match="not found"):
            cache.incr("budget")


def test_an_absent_redis_is_a_miss_and_never_an_error(caplog):
    """Port 1 of this machine: nobody answers."""
    cache = ForgivingRedisCache("redis://127.0.0.1:1", {"OPTIONS": {"socket_connect_timeout": 1}})
    with caplog.at_level(logging.WARNING):
        assert cache.get("key", "fallback") == "fallback"
        assert cache.add("key", 1) is True
        assert cache.set("key", 1) is None
        assert cache.get_many(["key"]) == {}
        assert cache.incr("key") == 1
        assert cache.get_or_set("key", lambda: "made") == "made"
        cache.delete("key")
        cache.clear()
    assert "127.0.0.1" not in caplog.text


@pytest.fixture
def living_redis():
    """A prefix of our own in a Redis that runs (REDIS_URL says where); skipped where none does."""
    url = os.environ.get("REDIS_URL", "redis://127.0.0.1:6379/15")
    cache = ForgivingRedisCache(
        url, {"KEY_PREFIX": f"yimi-test-{uuid4()}", "OPTIONS": {"socket_connect_timeout": 1}}
    )
    cache.set("alive", 1, 5)
    if cache.get("alive") != 1:
        pytest.skip("no Redis answers")
    yield cache
    cache.delete_many(["alive", "budget", "page"])


def test_on_redis_a_hundred_at_once_are_all_counted_within_the_life_of_the_budget(living_redis):
    assert living_redis.add("budget", 0, 3600) is True
    assert living_redis.add("budget", 7, 3600) is False
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda _: living_redis.incr("budget"), range(100)))

    assert living_redis.get("budget") == 100
    client = living_redis._cache.get_client()
    assert 3590 <= client.ttl(living_redis.make_and_validate_key("budget")) <= 3600


def test_on_redis_what_is_put_away_is_found_and_a_purge_is_exact(living_redis):
    living_redis.set_many({"page": b"<p>\xe4\xbd\x8e</p>", "budget": 3})

    assert living_redis.delete("page") is True
    assert living_redis.get_many(["page", "budget"]) == {"budget": 3}
    assert living_redis.get_or_set("page", lambda: "new", 60) == "new"
    with pytest.raises(ValueError, match="not found"):
        living_redis.incr("nothing")
