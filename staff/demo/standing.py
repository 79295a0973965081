"""How the invented households stand with the nine categories, and what no rule meets."""

from __future__ import annotations

FOUND_OUT = {
    "gap-carer": {
        "categories": {"cat1_dibao": "not_met", "cat3_low_income": "suspected"},
        "gaps": [
            {
                "need": "care",
                "rule": "cat1_dibao",
                "reason": "just_over",
                "offered": ["care", "neighbours"],
                "words": "人均比低保线高一百多。喘息服务每周半天。",
            }
        ],
    },
    "gap-migrant": {
        "categories": {"cat7_temporary_hardship": "suspected"},
        "gaps": [
            {
                "need": "school",
                "rule": "other",
                "reason": "hukou_elsewhere",
                "offered": ["neighbours", "other_body"],
                "words": "教育资助要在户口所在地申请。联系了老家的民政。",
            }
        ],
    },
    "cancer": {
        "categories": {"cat4_expenditure_poor": "applied", "cat7_temporary_hardship": "confirmed"},
        "gaps": [
            {
                "need": "health",
                "rule": "other",
                "reason": "not_listed",
                "offered": ["charity"],
                "words": "有一种药不在医保目录里。",
            }
        ],
    },
    "jobless": {
        "categories": {"cat1_dibao": "not_met", "cat7_temporary_hardship": "confirmed"},
        "gaps": [
            {"need": "money", "rule": "cat1_dibao", "reason": "property", "offered": ["skills"]}
        ],
    },
    "elder-couple": {
        "categories": {"cat3_low_income": "not_met"},
        "gaps": [
            {
                "need": "care",
                "rule": "cat1_dibao",
                "reason": "children_counted",
                "offered": ["care"],
            }
        ],
    },
    "debts": {
        "categories": {"cat4_expenditure_poor": "not_met"},
        "gaps": [{"need": "money", "rule": "cat4_expenditure_poor", "reason": "not_listed"}],
    },
    "flood": {"categories": {"cat5_disaster": "confirmed"}, "gaps": []},
    "dibao-work": {"categories": {"cat1_dibao": "confirmed"}, "gaps": []},
}
