from __future__ import annotations

from policy_pages.eligibility import QUESTIONS, Criterion, Role, check_paths

from .rules_for_tests import DIBAO, rule, ruleset


def test_the_map_has_every_question_option_and_criterion():
    ill = rule(Role.REQUIRED, '"illness" in answer("household")', "ill")
    gap = Criterion("gap", Role.NOT_ASKED, "没问的")
    paths = check_paths([ruleset(ill, gap), DIBAO])

    assert [path.question for path in paths] == list(QUESTIONS)
    assert [path.number for path in paths] == list(range(1, 10))
    assert [path.next_code for path in paths] == [q.code for q in QUESTIONS[1:]] + [None]
    by_code = {path.question.code: path for path in paths}
    assert by_code["money"].criteria == ("dibao.income",)
    assert by_code["household"].criteria == ("trial.ill",)
    looked_for = {option.code: option.criteria for option in by_code["household"].options}
    assert looked_for["illness"] == ("trial.ill",)
    assert looked_for["child"] == ()
