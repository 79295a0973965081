"""What was typed, made plain: one width, one script, no syntax, no question speech. Pure Python."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

MAX_QUERY_LENGTH = 100

# Traditional and Japanese forms met in questions about help; a whole converter is not worth 20 MB.
_FORMS = (
    "補补証证證证請请費费醫医療疗險险災灾難难貧贫窮穷錢钱業业學学費费養养護护殘残癱瘫聾聋啞哑無无"
    "兒儿孫孙親亲媽妈爺爷離离婦妇女女戶户籍籍區区街街鄉乡鎮镇縣县臨临時时邊边緣缘剛刚給给與与"
    "麼么嗎吗誰谁後后沒没還还來来過过會会個个們们這这裡里裏里為为當当應应該该對对從从關关開开"
    "門门間间問问題题話话說说認认識识讓让報报銷销藥药術术產产價价貴贵買买賣卖貸贷款款債债負负"
    "擔担負负責责壞坏塌塌風风雨雨雪雪電电話话號号碼码單单張张書书車车票票轉转運运動动勞劳働动"
    "餓饿飯饭麵面魚鱼雞鸡園园國国圖图團团體体條条樓楼橋桥標标準准樣样歲岁歷历殺杀氣气決决況况"
    "溝沟濟济滿满燒烧爐炉營营獨独獲获環环現现發发髮发監监盤盘絕绝級级紙纸終终結结維维網网線线"
    "總总縮缩繳缴續续罰罚職职聯联腦脑腫肿臉脸舊旧蓋盖藝艺處处補补裝装複复見见規规視视覺觉計计"
    "記记許许訴诉診诊評评詢询試试誤误調调談谈論论講讲證证護护讀读變变買买貨货資资質质賠赔輔辅"
    "輕轻較较輪轮輸输辦办農农違违達达遠远適适選选遺遗郵邮鄰邻釋释錄录鐵铁長长陽阳隊队階阶際际"
    "離离雙双雜杂領领頭头顧顾飛飞駐驻騙骗驗验髒脏鬧闹鬥斗點点齊齐龍龙龜龟"
)
_TO_SIMPLE = {
    ord(old): new for old, new in zip(_FORMS[::2], _FORMS[1::2], strict=True) if old != new
}

# Speech around the question, not the matter asked about.
_SPEECH_WORDS = """
    怎么办 怎么弄 怎么搞 怎么整 怎么回事 怎么样 怎么 怎样 咋办 咋整 咋弄
    咋办理 咋 如何 请问 问一下 问问 想问 我想问 想知道 我想 想要 能不能
    可不可以 可以吗 可以 能否 是不是 是否 行不行 有没有 会不会 要不要
    用不用 该不该 给不给 管不管 什么 啥 哪里 哪儿 在哪 哪些 哪个 多少
    多久 几天 为什么 为啥 谁能 谁给 吗 呢 吧 呀 嘛 啊 哦 呗 不知道
    告诉我 帮帮我 帮我 帮忙 麻烦 谢谢 您好 你好 师傅 同志 老师您 我们家
    我们 我家里 我家 俺家里 俺家 咱家 俺们 咱们 俺 咱 我 家里 国家 政府
    怎么申请 的话 一下
"""
QUESTION_SPEECH = frozenset(_SPEECH_WORDS.split())
# Little words that carry nothing once the sentence is cut into words.
_LITTLE_WORDS = """
    的 了 着 过 是 在 和 跟 与 及 或 就 也 都 还 又 很 太 挺 真
    好 要 给 能 会 把 被 让 对 从 到 这 那 这个 那个 一 一个 个 种
    些 上 下 里 中 里面 来 去 你 您 他 她 它 他们 她们 们 自己 之
    其 以 于 为 而 但 但是 因为 所以 如果 已经 现在 刚 才 只 只有 没
    不 有 想 说 做 用 叫 请 家 人 年 月 天 号 得 地 吃 看 用 两
    三 四 十 几 可 则 等 后 前 时 时候 怎么 什么 多少 哪里 办 办理
    申请 需要 条件 问题 情况 一点 一些 了吗
"""
STOP_WORDS = frozenset(_LITTLE_WORDS.split())

_SYNTAX = re.compile(r"[^0-9a-z一-鿿㐀-䶿]+")
_SPEECH = re.compile("|".join(sorted(map(re.escape, QUESTION_SPEECH), key=len, reverse=True)))
_RUN = re.compile(r"[一-鿿㐀-䶿]+|[a-z]+|[0-9]+")
_HAN = re.compile(r"[一-鿿㐀-䶿]")


def normalise(text: str) -> str:
    """Half width, small letters, simplified forms; what is no letter or digit becomes a space.

    That takes away punctuation, NUL, quotes and every character a search engine reads as syntax.
    """
    folded = unicodedata.normalize("NFKC", text).lower().translate(_TO_SIMPLE)
    without_accents = "".join(
        char for char in unicodedata.normalize("NFD", folded) if not unicodedata.combining(char)
    )
    return _SYNTAX.sub(" ", without_accents).strip()


def normalise_query(text: str) -> str:
    """As ``normalise``, cut to a length no honest question passes."""
    return normalise(text[: MAX_QUERY_LENGTH * 4])[:MAX_QUERY_LENGTH].strip()


def without_question_speech(query: str) -> str:
    """The matter asked about. A query that is nothing but speech is kept as it is."""
    bare = " ".join(_SPEECH.sub(" ", query).split())
    return bare or query


def runs(text: str) -> list[str]:
    """Stretches of one kind: Chinese characters, Latin letters, digits. ``text`` is normalised."""
    return _RUN.findall(text)


@cache
def is_han(char: str) -> bool:
    return bool(_HAN.match(char))
