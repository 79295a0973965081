from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from intake import references

digits7 = st.text("0123456789", min_size=7, max_size=7)


@given(digits7, st.integers(0, 7), st.integers(1, 9))
def test_one_wrong_digit_is_always_noticed(digits, place, change):
    reference = digits + references.check_digit(digits)
    wrong = str((int(reference[place]) + change) % 10)

    assert references.is_reference(reference)
    assert not references.is_reference(reference[:place] + wrong + reference[place + 1 :])


def test_new_references_pass_their_own_check_and_are_shown_in_fours():
    made = {references.new_reference() for _ in range(200)}

    assert len(made) > 190
    assert all(references.is_reference(reference) for reference in made)
    assert references.shown("38157042") == "3815 7042"


def test_typed_digits_are_forgiven_their_form():
    assert references.only_digits(" ３８１５-7042 号") == "38157042"


def test_a_code_is_stored_salted_and_matches_only_itself():
    stored = references.hash_status_code("0427")

    assert "0427" not in stored
    assert stored != references.hash_status_code("0427")
    assert references.status_code_matches("0427", stored)
    assert not references.status_code_matches("0428", stored)
    assert not references.status_code_matches("0427", "")
    assert not references.status_code_matches("", "")
