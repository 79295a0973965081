from __future__ import annotations

from datetime import date

from staff.domain.categories import LABELS, Category, label_on


def test_every_category_has_the_seeds_label_and_the_laws():
    assert set(LABELS) == set(Category)
    assert len(Category) == 9


def test_the_label_is_that_of_its_day():
    assert label_on(Category.EXPENDITURE_POOR, date(2026, 6, 30)) == "支出型贫困家庭"
    assert label_on(Category.EXPENDITURE_POOR, date(2026, 7, 1)) == "刚性支出困难家庭"
