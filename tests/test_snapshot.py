from __future__ import annotations

import pytest
from django.db import connection
from wagtail.models import Page, Site

from tests.snapshot import Snapshot


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("turn", [1, 2])
def test_what_migrations_wrote_is_there_in_every_transactional_test(turn):
    assert Page.objects.filter(depth=1).count() == 1
    assert Site.objects.exists()
    Page.objects.all().delete()


@pytest.mark.django_db(transaction=True)
def test_a_snapshot_brings_back_rows_and_the_next_number():
    snapshot = Snapshot()
    sites = set(Site.objects.values_list("id", "hostname"))
    root = Page.objects.get(depth=1)
    Site.objects.create(hostname="other.test", port=81, root_page=root)
    snapshot.restore()
    assert set(Site.objects.values_list("id", "hostname")) == sites
    again = Site.objects.create(hostname="other.test", port=81, root_page=root)
    assert again.id not in {pk for pk, _ in sites}
    assert connection.check_constraints() is None
