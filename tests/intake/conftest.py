from __future__ import annotations

import pytest
from django.core.cache import cache

from intake.actions import ensure_consent_texts

from .factories import StationFactory


@pytest.fixture(autouse=True)
def empty_cache():
    """Budgets are counted in the cache; each test begins with full ones."""
    cache.clear()


@pytest.fixture
def station(db):
    ensure_consent_texts()
    return StationFactory()


@pytest.fixture
def patient(monkeypatch):
    """Nobody is too quick for the form in a test that is not about that."""
    monkeypatch.setattr("intake.views.sending.QUICKEST", 0)
