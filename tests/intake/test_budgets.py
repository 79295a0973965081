from __future__ import annotations

from uuid import uuid4

import pytest
from django.core.cache import cache

from intake.budgets import Budget, network_of

BUDGET = Budget("test", 2)


def test_a_budget_is_spent_after_its_limit_and_apart_for_each_network():
    assert [BUDGET.spend("a") for _ in range(3)] == [True, True, False]
    assert BUDGET.is_spent("a")
    assert not BUDGET.is_spent("b")
    assert BUDGET.spend("b")


def test_what_is_sent_again_is_counted_once_and_judged_as_before():
    one, two, three = uuid4(), uuid4(), uuid4()

    assert [BUDGET.spend("a", sending=one) for _ in range(5)] == [True] * 5
    assert BUDGET.spend("a", sending=two)
    assert [BUDGET.spend("a", sending=three) for _ in range(2)] == [False, False]
    assert BUDGET.spend("b", sending=three)


def test_a_cache_that_is_down_refuses_nobody(monkeypatch):
    def fail(*args, **kwargs):
        raise ConnectionError

    for name in ("add", "incr", "get"):
        monkeypatch.setattr(type(cache._connections["default"]), name, fail)

    assert [BUDGET.spend("a") for _ in range(5)] == [True] * 5
    assert BUDGET.spend("a", sending=uuid4())
    assert not BUDGET.is_spent("a")


@pytest.mark.parametrize(
    ("meta", "proxies", "network"),
    [
        ({"REMOTE_ADDR": "1.2.3.4"}, [], "1.2.3.4"),
        ({"REMOTE_ADDR": "1.2.3.4", "HTTP_X_FORWARDED_FOR": "9.9.9.9"}, [], "1.2.3.4"),
        (
            {"REMOTE_ADDR": "10.0.0.1", "HTTP_X_FORWARDED_FOR": "6.6.6.6, 9.9.9.9"},
            ["10.0.0.1"],
            "9.9.9.9",
        ),
        (
            {"REMOTE_ADDR": "10.0.0.1", "HTTP_X_FORWARDED_FOR": "9.9.9.9, 10.0.0.2"},
            ["10.0.0.1", "10.0.0.2"],
            "9.9.9.9",
        ),
        ({"REMOTE_ADDR": "2001:db8:1:2:3::4"}, [], "2001:db8:1:2::/64"),
        ({"REMOTE_ADDR": ""}, [], "unknown"),
        ({"REMOTE_ADDR": "10.0.0.1"}, ["10.0.0.1"], "10.0.0.1"),
    ],
)
def test_only_trusted_proxies_are_believed(rf, settings, meta, proxies, network):
    settings.TRUSTED_PROXIES = proxies

    assert network_of(rf.get("/", **meta)) == network
