"""The words people consent to, version by version (ux_content 3; to be checked by a lawyer).

Once stored, a version never changes: new words are a new version, written here or at the desk
(``actions.publish_consent_text``). ``notice`` is what stands above the boxes, one line each,
heading and text parted by 「：」; it belongs to the first box, whose tick says "I understand".
"""

from __future__ import annotations

from datetime import date
from typing import NamedTuple


class Wording(NamedTuple):
    purpose: str
    version: int
    language: str
    text: str
    in_force_from: date
    notice: str = ""
    reader: str = "anyone"


FIRST = date(2026, 1, 1)
ROOM_NAMED = date(2026, 11, 20)
"""From here on the texts say what a community room sees, and what it does not."""

NOTICE_ZH = """\
我们记什么、为什么：怎么称呼您、怎么联系您、住哪栋楼、要什么帮助。用来找到您、帮您。
谁能看：本站的社工和督导。不公开，不卖。
社区社工室知道什么：只知道社工站请他们去哪栋楼、找谁。您写的话、身体、钱、电话，您没勾「让社工室看到」，他们看不到。也可以勾「只让社工站知道」，那他们什么也不知道。
要告诉别的单位时：告诉谁、为什么、告诉哪些，每次先问您，每次都记下来。
身体、残疾、孩子、家里的事：说出去可能让您难堪，所以另外问您。知道了，我们来之前好准备。不同意也照样帮您，见面再说。
放多久：没发出去的，七天后删。发来了、没有长期帮的，六个月后删。长期帮的，结束后放三年。
您可以：看、改、抄走、删掉、收回同意。打电话，或用编号在网上办。不影响以后再来。
我们必须说出去的：有人可能会死伤。小孩、没法保护自己的人被打被害。这是法律的要求。
14岁以下孩子的事：要爸妈或监护人同意。孩子自己来求助，我们不拦，先打电话给我们。
谁来决定：社工决定，不是电脑。"""

NOTICE_EN = """\
What we note, and why：What to call you, how to reach you, your building, the help you need. To find you and help you.
Who can see it：The social workers of this station and their supervisor. Not published, not sold.
What the community room knows：Only to which building the station asks them to go, and to whom. They do not see what you write, your health, money or phone unless you tick that they may. Tick “only the station” and they know nothing.
When another office is told：Whom, why and what: we ask you each time, and note it each time.
Health, disability, children, trouble at home：Being known it may shame you, so we ask apart. Knowing it, we come prepared. If you do not agree we still help you, and talk when we meet.
How long：Not sent: deleted after seven days. Sent, but no case: deleted after six months. A case: three years after it is closed.
What you can do：See it, correct it, take a copy, have it deleted, withdraw. By phone, or online with your number. You can come back at any time.
When we must tell：When a life is at risk. When a child, or somebody who cannot protect themselves, is harmed. The law says so.
Children under 14：A parent or guardian has to agree. A child who asks for itself is not turned away: please call us first.
Who decides：A social worker. Never a computer."""  # noqa: E501

WORDINGS = (
    Wording("help", 1, "zh-hans", "我看懂了，同意社工站用这些信息来帮我。", FIRST),
    Wording(
        "sensitive",
        1,
        "zh-hans",
        "我同意记下身体、残疾、小孩等敏感情况。不同意也照样帮您，见面再说。",
        FIRST,
    ),
    Wording(
        "share", 1, "zh-hans", "需要时可以告诉街道或社区。每次告诉谁、告诉什么，会再问您。", FIRST
    ),
    Wording(
        "help",
        1,
        "en",
        "I understand, and agree that the station uses this information to help me.",
        FIRST,
    ),
    Wording(
        "sensitive",
        1,
        "en",
        "I agree that health, disability, children and other sensitive matters are noted. "
        "If not, we still help you and talk about them when we meet.",
        FIRST,
    ),
    Wording(
        "share",
        1,
        "en",
        "When needed, the sub-district office or the community may be told. "
        "Each time we ask you again: whom, and what.",
        FIRST,
    ),
    Wording("help", 2, "zh-hans", "我看懂了，同意社工站用这些信息来帮我。", ROOM_NAMED, NOTICE_ZH),
    Wording(
        "share",
        2,
        "zh-hans",
        "让我们社区的社工室看到我写的，好就近来帮。要告诉街道或别的单位，每次再问我。",
        ROOM_NAMED,
    ),
    Wording(
        "help",
        2,
        "en",
        "I understand, and agree that the station uses this information to help me.",
        ROOM_NAMED,
        NOTICE_EN,
    ),
    Wording(
        "share",
        2,
        "en",
        "The room of my community may see what I write, so that help comes from nearby. "
        "Before the sub-district office or anybody else is told, I am asked each time.",
        ROOM_NAMED,
    ),
)
