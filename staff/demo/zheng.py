"""郑阿姨's story whole, as the station tells it (R-73…R-80, R-94); names and days are invented."""

from __future__ import annotations

from intake.models import Channel

from ..domain.stages import Stage
from .player import Player

KEY = "zheng"


def zheng(player: Player) -> None:
    player.by = "shegong1"
    room = "dongjie2"
    player.asks(
        KEY,
        hours_ago=24 * 41,
        channel=Channel.ROOM_SIGNAL,
        on_behalf="captain",
        awareness="willing",
        needs=["money", "health", "care"],
        words="郑阿姨72岁，有心脏病、糖尿病，中过风，没有社保医保。还照顾重病、精神残疾二级的女儿。"
        "一个月只有一千多元。说起低保她就摆手。",
        called_name="郑阿姨",
        estate="东街小区",
        building="3号楼",
        contact_method="visit",
        facts={
            "members": [
                {
                    "who": "self",
                    "age": 72,
                    "illness": ["心脏病", "糖尿病", "脑中风"],
                    "insurance": "none",
                },
                {"who": "daughter", "disability": "mental", "grade": 2, "illness": ["重病"]},
            ],
            "income_month": "1000-1500",
            "helpers": "一儿一女，日子也紧",
        },
        safe_contact={"say_who": True, "others_may_answer": False},
    )
    player.opens(
        40,
        Stage.T1_EMERGENCY_HANDLING,
        "72岁，三种病，没有医保，照顾重病的女儿，一家每月一千多元，生活非常贫困。",
        "不想办低保，怕影响儿女前途。",
        room=room,
        reason="生活非常贫困，按实际情况评估为一级紧急。",
    )
    player.stays_safe = "她说好了：女儿睡着时去，一个人去，不穿工作服。"
    player.keeps_calm(40, contact=room)
    player.visits(
        40,
        by=room,
        purpose="只听，不劝。一个人去，不拍照。",
        said="不要低保。孩子以后找工作、孙子当兵，怕受影响。",
        seen="药快吃完了。女儿睡着。灶上有粥。",
        done="听她说了一小时。先联系药和菜。",
        met=["self", "family"],
    )
    player.notes(
        40,
        "不愿意办低保，原因：怕影响儿女前途。尊重她的决定，门一直开着。",
        kind="willingness",
        by=room,
    )
    player.visits(
        38,
        by=room,
        purpose="带「申请低保会影响子女吗」这一页",
        said="这上面写的是真的？不影响孩子考工作？",
        done="在门口一起读完。讲了谁来审、公示写什么、不写什么。",
    )
    player.notes(
        38,
        "讲了低保不影响子女。她的担心：儿女前途、邻居知道。听完说再想想。",
        kind="explained",
        explainer="yingxiang-zinv",
        by=room,
    )
    player.stands(37.5, cat1_dibao="suspected")
    player.moves(
        37,
        Stage.T1_JOINT_HELP,
        "药和吃饭先接上了，看病的钱还没有。",
        "一周的菜和药送到了，网格员每两天去一次。",
        "你们来我不嫌烦。",
    )
    player.visits(
        32,
        said="夜里睡得着了。",
        done="站里和社工室一起：志愿者买药，社区基金垫药费，问清了参加居民医保。",
    )
    player.notes(
        30,
        "讲了办低保的步骤、要带的东西、多少天有结果。",
        kind="explained",
        explainer="dibao",
        by=room,
    )
    player.notes(
        28,
        "她说：想通了，愿意试试办低保，日子总要往好里过。",
        kind="willingness",
        by=room,
    )
    player.visits(
        27,
        by=room,
        said="愿意试试。你们陪我去窗口。",
        seen="精神好多了，和邻居说话了。",
        done="一起列了要带的东西。",
    )
    player.moves(
        26,
        Stage.T1_STEP_DOWN_REFERRAL,
        "急的事过去了，收入还是低。",
        "药能按时吃，女儿复诊了，有人定期上门。",
        "愿意办低保，不再整天发愁。",
    )
    player.moves(
        25,
        Stage.T2_REFERRAL_OBSERVATION,
        "长期困难，但不再紧急。",
        "走出了办不办低保的纠结，生活慢慢恢复。",
        "愿意接受现在的日子，也愿意改变它。",
    )
    player.visits(16, said="表填好了，你帮我看看。", done="看了一遍申请表和授权书。")
    player.moves(
        12,
        Stage.T2_ACCOMPANIED_GROWTH,
        "一家两个病人，钱不够，适合长期陪伴。",
        "自己能去社区取药，开始来活动室。",
        "想先把低保办下来，再学做点手工。",
    )
    player.notes(11, "陪她到街道窗口交了低保申请，当天受理。", by=room)
    player.stands(10, cat1_dibao="applied")
    player.notes(6, "两位工作人员入户看过了，她自己把情况说清楚了。", by=room)
    player.plans(2, "问核对结果；带医保缴费单", by=room)
