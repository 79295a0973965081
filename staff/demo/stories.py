"""Stories with a turn of their own: waiting for a signature, declined, stepped up, reopened."""

from __future__ import annotations

from ..domain.stages import CloseReason, Stage
from .player import ALL_WELL, Player, walk


def waits_for_signature(player: Player) -> None:
    walk(
        player,
        {
            "key": "sign-down",
            "stage": "t1_step_down_referral",
            "since": 3,
            "room": "dongjie2",
            "asks": {
                "needs": ["money", "health"],
                "called_name": "唐阿姨",
                "phone": "13000000040",
                "estate": "东街小区",
                "building": "11号楼",
                "words": "孙子烧伤住院，钱花光了。",
            },
            "hard": "孙子烧伤，两代人的积蓄花光。",
            "says": "只要孩子好，别的都行。",
            "found": "一家四口住四十平。",
            "helped": "大病救助、志愿者接送。",
            "after": "孩子出院了，借的钱有了还法。",
            "wish": "孩子下月回学校，我们能喘口气了。",
        },
    )
    player.visits(
        1, by="dongjie2", said="孩子会笑了。", seen="家里有人声了。", done="约了复查的车。"
    )
    player.moves(
        1,
        Stage.T2_REFERRAL_OBSERVATION,
        "不再紧急，还有债要还。",
        "孩子出院，吃饭和复查都有着落。",
        "能喘口气了，想慢慢还钱。",
        signed=False,
    )


def was_declined(player: Player) -> None:
    walk(
        player,
        {
            "key": "declined",
            "stage": "t1_step_down_referral",
            "since": 6,
            "worker": "shegong2",
            "asks": {
                "needs": ["violence", "housing"],
                "called_name": "小方",
                "phone": "13000000041",
                "estate": "阳光花园",
                "words": "带着孩子从家里出来，不敢回去。",
                "station_only": True,
                "safe_contact": {"say_who": False, "others_may_answer": False},
            },
            "stays_safe": "去庇护处见她，住址只有她和社工知道。",
            "hard": "被打后带孩子离家，没有住处。",
            "says": "怕他找到学校。",
            "found": "孩子六岁，睡不好。",
            "helped": "报了警，住进庇护处，妇联接上了。",
            "after": "有地方住，孩子换了学校。",
        },
    )
    player.visits(4, kind="phone", said="他托人来传话。", done="报了派出所，换了号。", urgent=True)
    move = player.moves(
        4,
        Stage.T2_REFERRAL_OBSERVATION,
        "住处稳了。",
        "孩子上学了。",
        "还是害怕。",
        signed=False,
    )
    player.declines(3, move, "他还在找人，危险没有过去。先和派出所说清楚，再提。")


def steps_up_again(player: Player) -> None:
    walk(
        player,
        {
            "key": "step-up",
            "stage": "t2_accompanied_growth",
            "since": 25,
            "room": "dongjie2",
            "asks": {
                "needs": ["money"],
                "called_name": "罗师傅",
                "phone": "13000000042",
                "estate": "东街小区",
                "words": "工地上摔了，干不了重活。",
            },
            "hard": "工伤后没有收入，赔偿没谈下来。",
            "says": "不想吃闲饭。",
            "found": "妻子做保洁。",
            "helped": "法律援助，学修鞋。",
            "after": "赔偿谈好了，摆了修鞋摊。",
            "wish": "想租个小门面。",
        },
    )
    player.notes(1, "妻子昨天突发脑出血，进了重症。", kind="change", by="dongjie2")
    player.moves(
        1,
        Stage.T1_EMERGENCY_HANDLING,
        "妻子脑出血进重症，一天八千。",
        "修鞋摊停了，孩子在邻居家。",
        "脑子一片空白。",
    )


def closing_waits(player: Player) -> None:
    walk(
        player,
        {
            "key": "sign-close",
            "stage": "t3_follow_up",
            "since": 80,
            "asks": {
                "needs": ["health", "low_mood"],
                "called_name": "白老师",
                "phone": "13000000043",
                "estate": "经七路小区",
                "words": "退休后查出重病，儿女在国外。",
            },
            "hard": "独居，突然重病，身边没有亲人。",
            "says": "怕给人添麻烦。",
            "found": "书很多，人很清楚。",
            "helped": "陪诊、助餐、老同事互助小组。",
            "after": "病情稳定，自己带着读书会。",
            "wish": "读书会缺人，你们来听。",
        },
    )
    player.visits(
        3, said="这学期讲《红楼梦》。", seen="屋里坐了八个人。", done="听了一节。", **ALL_WELL
    )
    player.moves(
        2,
        Stage.CLOSED,
        "病情稳定，生活能自理。",
        "社工室的助餐和互助小组一直在。",
        "我现在是帮人的那个了。",
        close_reason=CloseReason.GOALS_MET,
        signed=False,
    )


def reopened(player: Player) -> None:
    walk(
        player,
        {
            "key": "reopened",
            "stage": "closed",
            "since": 30,
            "close_reason": CloseReason.GOALS_MET,
            "worker": "shegong2",
            "asks": {
                "needs": ["work", "money"],
                "called_name": "小尹",
                "phone": "13000000044",
                "estate": "南小辛庄小区",
                "words": "刚出狱，没人敢用我。",
            },
            "hard": "没有住处，没有工作，家人不认。",
            "says": "想重新来过。",
            "found": "会修车。",
            "helped": "临时救助，修车行学徒。",
            "after": "在修车行上班，租了房。",
            "wish": "攒钱接妈妈来住。",
        },
    )
    player.moves(
        5,
        Stage.T2_REFERRAL_OBSERVATION,
        "修车行关门，又没了收入。",
        "房租交到年底，吃饭还行。",
        "不慌，就是想有人帮着找找。",
    )


def asks_twice(player: Player) -> None:
    walk(
        player,
        {
            "key": "twice",
            "stage": "t1_joint_help",
            "since": 5,
            "room": "xijie1",
            "asks": {
                "needs": ["care"],
                "called_name": "范奶奶",
                "phone": "13000000045",
                "estate": "西街小区",
                "words": "眼睛突然看不见了，一个人。",
            },
            "hard": "突然失明，独居，没人做饭。",
            "says": "怕摔。",
            "found": "屋里东西绊脚。",
            "helped": "送餐、收拾通道、陪看眼科。",
            "after": "手术约好了，每天有人来。",
        },
    )
    player.asks(
        "twice-neighbour",
        hours_ago=30,
        channel="report",
        on_behalf="neighbour",
        awareness="unaware",
        estate="西街小区",
        building="6号楼",
        observed={"signs": ["confused"], "words": "范奶奶夜里喊人。"},
        consents=[],
    )
    player.joins(0.9, "同一位老人，已经在帮。夜里的事记下了。")


def moved_away(player: Player) -> None:
    walk(
        player,
        {
            "key": "moved",
            "stage": "t2_referral_observation",
            "since": 40,
            "asks": {
                "needs": ["housing"],
                "called_name": "小汤",
                "phone": "13000000046",
                "estate": "纺织宿舍",
                "words": "房东突然赶人，还怀着孩子。",
            },
            "hard": "怀孕七个月，被赶出来。",
            "says": "不想回老家。",
            "found": "东西堆在楼道。",
            "helped": "租到了房，产检补上了。",
            "after": "孩子平安出生。",
            "wish": "婆婆来接我们回去。",
        },
    )
    player.moves(
        15,
        Stage.CLOSED,
        "搬回老家，那边有人照应。",
        "孩子满月，身体好。",
        "回去了，谢谢你们。",
        close_reason=CloseReason.MOVED,
    )


def declined_help(player: Player) -> None:
    player.by = "shegong2"
    player.asks(
        "said-no",
        hours_ago=24 * 20,
        on_behalf="family",
        awareness="unwilling",
        needs=["care"],
        called_name="戴叔",
        phone="13000000047",
        estate="阳光花园",
        words="我叔不肯看病，谁劝都不听。",
    )
    player.opens(
        19,
        Stage.T1_EMERGENCY_HANDLING,
        "胸口疼一周，一个人，不肯看病。",
        "不用你们管。",
    )
    player.visits(19, said="别来了。", seen="脸色还好，自己买菜。", done="留了电话和急救号。")
    player.visits(12, kind="phone", said="去医院看了，没事。", done="说好有事打电话。")
    player.moves(
        11,
        Stage.CLOSED,
        "已经看过病，没有大事。",
        "能自己照顾自己。",
        "现在不用，有事我打电话。",
        close_reason=CloseReason.DECLINED,
    )


def no_answer_yet(player: Player) -> None:
    player.by = "shegong1"
    player.asks(
        "no-answer",
        hours_ago=24 * 3,
        channel="phone",
        needs=["health", "money"],
        called_name="小雷",
        phone="13000000048",
        estate="东街小区",
        words="妈妈昏倒送医院了，手里只有三百块。",
        consents=["help", "sensitive"],  # the room goes there and reads no story (decision 8)
    )
    player.opens(
        2.9,
        Stage.T1_EMERGENCY_HANDLING,
        "母亲昏倒住院，手里没有钱。",
        "不知道该找谁。",
        room="dongjie2",
    )
    player.misses(2, "家里没人，邻居说都在医院。", by="dongjie2")
    player.plans(0, "去医院找她，带临时救助说明页")


def changed_their_mind(player: Player) -> None:
    """Took the consent back on the status page; the station has yet to delete it."""
    player.asks(
        "changed-mind",
        hours_ago=50,
        needs=["money"],
        called_name="老邱",
        phone="13000000049",
        estate="西街小区",
        words="想问问低保，又怕单位知道。",
    )
    player.takes_consent_back(1)


def kept_by_law(player: Player) -> None:
    player.asks(
        "kept-by-law",
        hours_ago=24 * 6,
        needs=["violence"],
        called_name="小覃",
        phone="13000000050",
        estate="铁路宿舍",
        words="孩子他爸喝了酒打孩子。",
    )
    player.hears(5.5)
    player.reports(5.5)
    player.takes_consent_back(5)
    player.keeps_by_law(5, "已向派出所报告孩子被打，《未成年人保护法》第十一条，报告记录要留。")


def asked_both_ways(player: Player) -> None:
    """She wrote, and her daughter phoned the same evening: one matter, answered once."""
    player.by = "shegong2"
    asked = {"needs": ["policy"], "called_name": "崔姨", "phone": "13000000051"}
    player.asks(
        "both-ways-first",
        hours_ago=24 * 9,
        estate="西街小区",
        words="低保复核的通知看不懂。",
        **asked,
    )
    first = player.referral
    player.asks(
        "both-ways",
        hours_ago=24 * 9 - 3,
        channel="phone",
        on_behalf="family",
        estate="西街小区",
        words="我妈收到低保复核的通知，要交什么？",
        **asked,
    )
    player.is_the_same_as(8, first)
    player.advises(8, "按讲解页一条条说了要交的材料，崔姨自己去办。")


STORIES = {
    "sign-down": waits_for_signature,
    "declined": was_declined,
    "step-up": steps_up_again,
    "sign-close": closing_waits,
    "reopened": reopened,
    "twice": asks_twice,
    "moved": moved_away,
    "said-no": declined_help,
    "no-answer": no_answer_yet,
    "changed-mind": changed_their_mind,
    "kept-by-law": kept_by_law,
    "both-ways": asked_both_ways,
}
