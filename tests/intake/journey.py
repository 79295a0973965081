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
