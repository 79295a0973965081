from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from wagtail.models import ModelLogEntry

from staff import actions
from staff.models import CaseNote
from tests.factories import CaseFactory, UserFactory


@pytest.fixture
def case(station, room, worker):
    return CaseFactory(station=station, room=room, worker=worker)


def test_an_explained_page_and_the_worry_it_settled_are_noted(case, room_worker):
    note = actions.add_note(
        case.pk,
        kind=CaseNote.Kind.EXPLAINED,
        text="讲了不影响子女工作，她松了口气",
        explainer="yingxiang-zinv",
        actor=room_worker,
    )

    stored = CaseNote.objects.get()
    assert stored == note
    assert (stored.explainer, stored.written_by) == ("yingxiang-zinv", room_worker)
    case.refresh_from_db()
    assert case.version == 1
    entry = ModelLogEntry.objects.get()
    assert (entry.action, entry.data) == ("staff.add_note", {"note": note.pk})


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ({"kind": "note", "text": "  "}, "note_empty"),
        ({"kind": "explained", "text": "讲了"}, "explainer_missing"),
        ({"kind": "secret", "text": "讲了"}, None),
    ],
)
def test_a_refused_note_writes_nothing(case, worker, arguments, code):
    with pytest.raises(ValidationError) as refused:
        actions.add_note(case.pk, actor=worker, **arguments)

    assert getattr(refused.value, "code", None) == code
    assert not CaseNote.objects.exists()
    assert not ModelLogEntry.objects.exists()


def test_who_may_not_see_the_case_writes_no_note(case):
    for outsider in (UserFactory(role="social_worker"), UserFactory(role="editor")):
        with pytest.raises(PermissionDenied):
            actions.add_note(case.pk, kind="note", text="看看", actor=outsider)
