"""Walking through the form as a browser would, following redirects."""

from __future__ import annotations

from django.test import Client

SHORTEST = [
    ("danger", {"danger": "none"}),
    ("for-whom", {"on_behalf": "self"}),
    ("consent", {"help": "on"}),
    ("needs", {"needs": ["money"]}),
    ("words", {"words": ""}),
    ("name", {"called_name": "王阿姨"}),
    ("contact", {"contact_method": "come"}),
]
BY_PHONE = [
    *SHORTEST[:6],
    ("contact", {"contact_method": "phone", "phone": "138 0013 8000"}),
    ("safe-contact", {"say_who": "yes", "others_may_answer": "hang_up"}),
    ("call-time", {"call_time": "any"}),
    ("where", {"place": "和平小区", "building": "3号楼"}),
]
UNAWARE = [
    ("danger", {"danger": "none"}),
    ("for-whom", {"on_behalf": "neighbour"}),
    ("awareness", {"awareness": "unaware"}),
    ("consent", {"help": "on"}),
    ("seen-where", {"place": "和平小区", "building": "3号楼"}),
    ("seen", {"seen_signs": ["silent"]}),
    ("your-contact", {}),
]

YOUNG_CHILD = [
    ("danger", {"danger": "none"}),
    ("for-whom", {"on_behalf": "child"}),
    ("child", {"child_age": "under_14", "at_home": "nobody"}),
    ("child-notice", {}),
    ("child-tell", {"child_needs": ["violence"], "child_name": "小雨"}),
    ("child-contact", {"child_contact": "phone", "child_phone": "138 0013 8000"}),
]
OLDER_CHILD = [
    *YOUNG_CHILD[:2],
    (
        "child",
        {
            "child_age": "from_14",
            "at_home": "trusted",
            "grown_up_name": "李老师",
            "grown_up_phone": "139 0013 9000",
        },
    ),
    ("child-consent", {"child_help": "on"}),
    ("child-tell", {"child_needs": ["school"], "child_words": "有人堵我", "child_name": "阿强"}),
    ("child-contact", {"child_contact": "sms", "child_phone": "13800138000", "child_call": "say"}),
]


def answer(client: Client, slug: str, data: dict, **extra):
    return client.post(f"/intake/{slug}/", data, **extra)


def walk(client: Client, steps=SHORTEST) -> str:
    """Answer every step in turn; the address of the page that follows the last."""
    url = "/intake/"
    for slug, data in steps:
        response = answer(client, slug, data)
        assert response.status_code == 302, (slug, response.context["form"].errors)
        url = response["Location"]
    return url
