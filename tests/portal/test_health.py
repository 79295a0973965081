from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone
from django_tasks_db.models import DBTaskResult


def test_healthz_answers_without_a_database(client):
    response = client.get("/healthz")

    assert (response.status_code, response.content) == (200, b"ok")


@pytest.mark.django_db
def test_readyz_names_each_part(client):
    response = client.get("/readyz")

    assert response.json() == {"database": True, "migrations": True, "cache": True, "worker": True}


@pytest.mark.django_db
def test_a_task_nobody_works_off_makes_it_not_ready(client):
    now = timezone.now()
    task = DBTaskResult.objects.create(
        args_kwargs={"args": [], "kwargs": {}},
        task_path="x.y",
        backend_name="default",
        run_after=now,
    )
    assert client.get("/readyz").status_code == 200
    DBTaskResult.objects.filter(pk=task.pk).update(
        enqueued_at=now - timedelta(minutes=6), run_after=now - timedelta(minutes=6)
    )
    response = client.get("/readyz")
    assert response.status_code == 503
    assert response.json()["worker"] is False


@pytest.mark.django_db
def test_metrics_are_nobodys_without_the_token(client, settings):
    assert client.get("/metrics").status_code == 404
    settings.METRICS_TOKEN = "figures"
    assert client.get("/metrics").status_code == 404
    assert client.get("/metrics", headers={"Authorization": "Bearer wrong"}).status_code == 404
    response = client.get("/metrics", headers={"Authorization": "Bearer figures"})
    assert b"python_info" in response.content


@pytest.mark.django_db
def test_models_and_migrations_agree():
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)
