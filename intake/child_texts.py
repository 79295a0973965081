"""The words a child reads before it tells us anything (to be checked by a lawyer).

Two readers. From fourteen on the text is a tick: the child agrees itself. Under fourteen it is
no tick but the sentence under which we listen: protecting a minor waits for nobody's consent
(PIPL 13(3)(4); MINOR 11, 72), and the guardian is asked later, unless the guardian is the danger.
Versions are kept as those of ``consent_texts`` are. To a child we say 「你」
(docs/decisions/0021).
"""

from __future__ import annotations

from .consent_texts import FIRST, Wording

KEPT_ZH = """\
记什么：怎么叫你，怎么找你，你遇到的事。只用来帮你。
谁能看：社工站的社工，要站长同意才能看。有危险时可以先看。每次看都有记录。社区、学校看不到。不公开。
家里人：你说不能让家里知道，我们就先不告诉家里。
"""
MUST_ZH = """\
必须说出去的时候：你或别的孩子受了伤害，或者有危险。法律要求我们马上报告。能先告诉你，就先告诉你。
放多久：没发出来的，七天后删。没有长期帮的，六个月后删。长期帮的，结束后放三年。
"""
YOUNG_ZH = (
    """\
你可以先说：不用等爸妈同意。保护小孩，是法律给我们的责任。
"""
    + KEPT_ZH
    + """\
以后问大人：社工会问照顾你的大人，同不同意我们帮你。怎么问，先和你商量。他就是伤害你的人，我们不问他。
"""
    + MUST_ZH
    + """\
你可以：看一看，改，让我们删掉。打电话，或用编号在网上点。"""
)
OLDER_ZH = (
    KEPT_ZH
    + """\
以后问大人：有些帮助，法律要爸妈点头。怎么问，先和你商量。他就是伤害你的人，我们不问他。
"""
    + MUST_ZH
    + """\
你可以：看一看，改，让我们删掉，说「不同意了」。打电话，或用编号在网上点。"""
)

KEPT_EN = """\
What we note：What to call you, how to reach you, what has happened. Only to help you.
Who can see it：The social workers of the station, when their lead says yes; at once if there is danger. Each look is noted. The community and your school do not see it. It is not published.
Your family：If you say that nobody at home may know, we do not tell them yet.
"""  # noqa: E501
MUST_EN = """\
When we must tell：When you or another child is hurt or in danger. The law says we report it at once. If we can, we tell you first.
How long：Not sent: deleted after seven days. Sent, but no case: deleted after six months. A case: three years after it is closed.
"""  # noqa: E501
YOUNG_EN = (
    """\
You may speak first：You need not wait for your parents. The law makes it our duty to protect children.
"""  # noqa: E501
    + KEPT_EN
    + """\
Asking a grown-up later：A social worker asks whoever looks after you whether we may help you. How, we talk about with you first. If that is who hurts you, we do not ask them.
"""  # noqa: E501
    + MUST_EN
    + """\
What you can do：See it, correct it, have it deleted. By phone, or online with your number."""
)
OLDER_EN = (
    KEPT_EN
    + """\
Asking a grown-up later：For some kinds of help the law wants a parent to agree. How we ask, we talk about with you first. If that is who hurts you, we do not ask them.
"""  # noqa: E501
    + MUST_EN
    + """\
What you can do：See it, correct it, have it deleted, withdraw. By phone, or online with your number."""  # noqa: E501
)

CHILD_WORDINGS = (
    Wording(
        "help",
        1,
        "zh-hans",
        "我看懂了，同意社工站用我写的来帮我。",
        FIRST,
        OLDER_ZH,
        reader="child",
    ),
    Wording(
        "help",
        1,
        "en",
        "I understand, and agree that the station uses what I write to help me.",
        FIRST,
        OLDER_EN,
        reader="child",
    ),
    Wording(
        "help",
        1,
        "zh-hans",
        "你先说，我们先听。保护小孩不用等大人同意。",
        FIRST,
        YOUNG_ZH,
        reader="young_child",
    ),
    Wording(
        "help",
        1,
        "en",
        "You speak first, and we listen. To protect a child we wait for no grown-up's consent.",
        FIRST,
        YOUNG_EN,
        reader="young_child",
    ),
)
