"""What was heard in the words, on the screens: the queue's mark, and the card that hears itself."""

from __future__ import annotations

from django.urls import reverse
from django.utils import timezone

from intake.models import Consent, ConsentText, Urgency
from staff import actions
from staff.models import HeardInWords

HUNGRY = "米缸空了，三天没吃上一顿热的"
MARK = "话里有急事"
QUEUE = "/staff/referrals/"


def rows_marked(client, user):
    client.force_login(user)
    page = client.get(QUEUE).content.decode()
    return page.count(MARK)


def test_the_queue_marks_it_for_whoever_may_read_the_words(
    client, worker, lead, room_worker, refer
):
    hungry = refer(words=HUNGRY, urgency=Urgency.NORMAL)
    refer(words="想问低保去哪里办", urgency=Urgency.NORMAL)
    refer(words=HUNGRY, urgency=Urgency.TODAY)  # marked as urgent already
    actions.hear_waiting()

    assert [rows_marked(client, user) for user in (worker, lead, room_worker)] == [1, 1, 0]
    text = ConsentText.objects.create(
        purpose="share", version=9, language="zh-hans", text="同意", in_force_from="2026-01-01"
    )
    Consent.objects.create(referral=hungry, text=text, given_at=timezone.now())
    assert rows_marked(client, room_worker) == 1


def test_opening_the_card_hears_what_the_task_has_not(client, worker, refer):
    referral = refer(words=HUNGRY, urgency=Urgency.NORMAL)
    client.force_login(worker)

    client.get(reverse("referrals:detail", args=[referral.reference]))
    client.get(reverse("referrals:detail", args=[referral.reference]))

    heard = HeardInWords.objects.get()
    assert (heard.referral, heard.urgent) == (referral, True)
    assert list(referral.alerts.values_list("kind", flat=True)) == ["heard"]


def test_the_card_says_at_its_top_what_cannot_wait(client, worker, lead, refer):
    client.force_login(worker)
    hungry = client.get(
        reverse("referrals:detail", args=[refer(words=HUNGRY, urgency=Urgency.NORMAL).reference])
    )
    asks = client.get(reverse("referrals:detail", args=[refer(words="想问低保去哪里办").reference]))

    assert [alert["code"] for alert in hungry.context["cannot_wait"]] == ["no_food"]
    page = hungry.content.decode()
    assert page.index('href="#desk-suggestion-heading"') < page.index("显示电话和地址")
    assert asks.context["cannot_wait"] == []
    assert 'href="#desk-suggestion-heading"' not in asks.content.decode()


def test_whoever_may_not_decide_changes_nothing_by_looking(client, room_worker, refer):
    referral = refer(words=HUNGRY, urgency=Urgency.NORMAL, received_at=timezone.now())
    client.force_login(room_worker)

    client.get(reverse("referrals:detail", args=[referral.reference]))

    assert not HeardInWords.objects.exists()
