"""Invented households: who asked, what was hard, what helped, and where they stand now.

``gap`` enters tier 2 directly, because no rule fits (R-31). ``since`` is how many days the
household has been in its stage. Phones are of a range nobody is given.
"""

from __future__ import annotations

WALKED = [
    {
        "key": "fire", "stage": "t1_emergency_handling", "since": 0, "room": "dongjie2",
        "asks": {
            "danger": "shelter", "needs": ["housing", "money"], "called_name": "刘师傅",
            "phone": "13000000001", "estate": "东街小区", "building": "7号楼",
            "words": "昨晚厨房着火，屋里烧黑了，今晚没地方住。",
        },
        "hard": "家里失火，今晚没处住，衣被都湿了。", "says": "先有个地方让孩子睡。",
        "found": "人没受伤。孩子吓得不说话。", "helped": "联系了旅馆和衣被。", "after": "还没有。",
    },
    {
        "key": "stroke", "stage": "t1_emergency_handling", "since": 4, "worker": "shegong2",
        "asks": {
            "needs": ["health", "money"], "called_name": "陈大爷", "phone": "13000000002",
            "estate": "西街小区", "building": "2号楼",
            "words": "老伴前天中风住院，押金交不起。",
        },
        "hard": "老伴突然中风，住院押金交不上。", "says": "钱的事我一点办法没有。",
        "found": "一个人守在医院走廊。", "helped": "问了医院的救助办公室。", "after": "还在医院。",
        "next": [(-1, "去医院看看，带临时救助说明页")],
    },
    {
        "key": "lost-son", "stage": "t1_joint_help", "since": 6, "room": "dongjie2",
        "asks": {
            "on_behalf": "neighbour", "awareness": "willing", "needs": ["low_mood", "care"],
            "called_name": "许家", "estate": "营市东街1号院", "building": "1号楼",
            "contact_method": "visit", "words": "儿子车祸走了，两口子一个月没出门。",
        },
        "hard": "独子车祸去世，两位老人不出门，饭也不做。", "says": "不想说话，你坐会儿就行。",
        "found": "窗帘一直拉着。", "helped": "志愿者隔天送饭，约了心理老师。",
        "after": "能吃下饭了，肯开窗了。", "wish": "下周想去看看孩子的同学。",
        "next": [(1, "陪坐，不提往事；带热饭")],
    },
    {
        "key": "cancer", "stage": "t1_joint_help", "since": 9, "worker": "shegong2",
        "asks": {
            "needs": ["health", "money"], "called_name": "马女士", "phone": "13000000003",
            "estate": "纺织宿舍", "words": "丈夫查出肺癌，一下借了八万，孩子还在上学。",
            "safe_contact": {
                "say_who": False, "others_may_answer": False, "not_times": "周末孩子在家",
            },
        },
        "stays_safe": "她说好了：孩子上学的时候去，不在楼道里说话。",
        "hard": "丈夫重病，欠债八万，唯一的收入断了。", "says": "别让孩子知道借钱的事。",
        "found": "账记在一个本子上，很清楚。", "helped": "一起算了医疗账，交了临时救助申请。",
        "after": "第一笔临时救助到了。", "wish": "想把医保报销弄明白。",
        "next": [(0, "带医疗救助说明页，一起看账单")],
    },
    {
        "key": "injury", "stage": "t1_joint_help", "since": 11, "room": "dongjie2",
        "asks": {
            "needs": ["health", "work"], "called_name": "小郭", "phone": "13000000004",
            "estate": "东街小区", "building": "5号楼", "words": "送外卖摔断腿，三个月没收入。",
        },
        "hard": "骨折在家，没有收入，房租欠了两个月。", "says": "不好意思麻烦人。",
        "found": "一个人住，方便面吃了一周。", "helped": "志愿者送饭，和房东说好了缓交。",
        "after": "吃饭有着落，房东同意缓两个月。",
    },
    {
        "key": "flood", "stage": "t1_step_down_referral", "since": 2,
        "asks": {
            "needs": ["housing", "money"], "called_name": "于阿姨", "phone": "13000000005",
            "estate": "铁路宿舍", "words": "上个月大雨，一楼全淹了，家具泡坏了。",
        },
        "hard": "一楼进水，家具全坏，墙还没干。", "says": "就想回自己家住。",
        "found": "住在女儿家打地铺。", "helped": "报了受灾，联系了除湿机和旧家具。",
        "after": "墙干了，床和柜子到了。", "wish": "这周能搬回去了。",
    },
    {
        "key": "widow", "stage": "t2_referral_observation", "since": 5, "room": "dongjie2",
        "asks": {
            "needs": ["low_mood", "paperwork"], "called_name": "孟奶奶", "phone": "13000000006",
            "estate": "营市东街1号院", "words": "老头子走了，手续一样都不会办。",
        },
        "hard": "老伴刚去世，一个人住，手续不会办。", "says": "屋里太静了。",
        "found": "82岁，独居，腿脚还行。", "helped": "陪着办了丧葬和抚恤手续。",
        "after": "手续办完了，邻居每天敲一次门。", "wish": "想去老年食堂吃饭，有人说话。",
        "next": [(3, "一起去老年食堂认认门")],
    },
    {
        "key": "jobless", "stage": "t2_referral_observation", "since": 10, "worker": "shegong2",
        "asks": {
            "needs": ["work", "money"], "called_name": "丁先生", "phone": "13000000007",
            "estate": "阳光花园", "words": "厂子关了，老婆又病了，房贷断了两个月。",
        },
        "hard": "失业，妻子住院，房贷断供。", "says": "我能干活，就是没人要。",
        "found": "五十三岁，会电焊。", "helped": "临时救助到账，介绍了招聘会。",
        "after": "妻子出院了，有了零工。", "wish": "想找个长期的活。",
    },
    {
        "key": "gap-carer", "stage": "t2_accompanied_growth", "since": 21, "gap": True,
        "room": "dongjie2",
        "asks": {
            "needs": ["money", "care"], "called_name": "冯大姐", "phone": "13000000008",
            "estate": "东街小区", "building": "9号楼", "source_page": "dibao",
            "words": "收入比低保线高一点，什么都不够条件。妈妈瘫痪，我辞职照顾她。",
        },
        "hard": "收入略高于低保标准，长期照顾瘫痪母亲，没有别的帮助。", "says": "我就是想歇一天。",
        "found": "人均收入过线不多。一个人照顾三年，腰不好。", "helped": "找了喘息服务，教了翻身。",
        "after": "每周能歇半天。", "next": [(5, "看翻身做得怎么样；问喘息服务")],
    },
    {
        "key": "gap-migrant", "stage": "t2_accompanied_growth", "since": 44, "gap": True,
        "worker": "shegong2",
        "asks": {
            "needs": ["school", "money"], "called_name": "小梁妈妈", "phone": "13000000009",
            "estate": "南小辛庄小区", "words": "户口不在这，孩子上学、看病都说不归这边管。",
        },
        "hard": "户口在外地，单亲带两个孩子，打零工。", "says": "孩子作业没人看。",
        "found": "租一间房，孩子懂事。", "helped": "联系了课后看护和老家的民政。",
        "after": "孩子放学有地方去。",
    },
    {
        "key": "mental", "stage": "t2_accompanied_growth", "since": 33, "room": "xijie1",
        "asks": {
            "on_behalf": "family", "awareness": "willing", "needs": ["disability", "care"],
            "called_name": "蒋家", "phone": "13000000010", "estate": "西街小区",
            "words": "弟弟精神残疾，爸妈都走了，我管不过来。",
        },
        "hard": "父亲刚去世，精神残疾的弟弟没人照看。", "says": "怕他夜里跑出去。",
        "found": "弟弟按时吃药，能自己做饭。", "helped": "办了护理补贴，联系了日间照料。",
        "after": "白天有地方去，姐姐能上班了。", "wish": "弟弟想学烘焙。",
        "next": [(6, "一起看烘焙班")],
    },
    {
        "key": "dibao-work", "stage": "t2_step_down_referral", "since": 4, "room": "dongjie2",
        "asks": {
            "needs": ["work"], "called_name": "小宋", "phone": "13000000011",
            "estate": "东街小区", "words": "爸爸没了以后家里就靠我，想找个活。",
        },
        "hard": "父亲病故，母亲有病，家里没了收入。", "says": "我想自己挣钱。",
        "found": "二十四岁，肯学。", "helped": "报了电工班，低保渐退期讲清楚了。",
        "after": "拿了电工证，试用期满。", "wish": "不用总来看我了，有事我打电话。",
    },
    {
        "key": "elder-couple", "stage": "t3_referral_observation", "since": 12,
        "worker": "shegong2",
        "asks": {
            "needs": ["care", "health"], "called_name": "曹爷爷", "phone": "13000000012",
            "estate": "经七路小区", "words": "我俩都八十多，老伴摔了。",
        },
        "hard": "老伴摔伤卧床，两位八十多岁的老人没人照料。", "says": "不想去养老院。",
        "found": "屋里有扶手。", "helped": "助餐、助浴和护理补贴都接上了。",
        "after": "每天有人送饭，能下床了。", "wish": "就在家里，挺好。",
        "next": [(12, "社工室的送餐和护理一起看")],
    },
    {
        "key": "debts", "stage": "t3_follow_up", "since": 35,
        "asks": {
            "needs": ["money", "low_mood"], "called_name": "小邓", "phone": "13000000013",
            "estate": "铁路宿舍", "words": "店倒了，老婆走了，整夜睡不着。",
        },
        "hard": "生意失败，离婚，失眠。", "says": "没脸见人。",
        "found": "一个人在家，喝酒。", "helped": "心理老师、债务咨询、社区厨房志愿者。",
        "after": "在社区厨房上班，酒戒了。", "wish": "想把孩子接回来过周末。",
        "next": [(20, "看两张清单：社工室的服务、他自己的目标")],
    },
    {
        "key": "done-growth", "stage": "closed", "since": 20, "close_reason": "goals_met",
        "room": "dongjie2",
        "asks": {
            "needs": ["money", "school"], "called_name": "秦妈妈", "phone": "13000000014",
            "estate": "营市东街1号院", "words": "孩子爸爸突然没了，我一个人带俩孩子。",
        },
        "hard": "丈夫意外去世，两个孩子上学，没有收入。", "says": "不知道明天怎么过。",
        "found": "三口人，老大懂事。", "helped": "助学、临时救助、收银员培训。",
        "after": "收入稳定，孩子成绩上来了，和邻居互相照应。", "wish": "我能行了，还想帮别人。",
    },
]  # fmt: skip

WAITING = [
    {
        "key": "w-crisis", "hours_ago": 1, "channel": "crisis", "danger": "harm",
        "phone": "13000000020", "consents": [],
    },
    {
        "key": "w-silent", "hours_ago": 3, "channel": "report", "on_behalf": "captain",
        "awareness": "unaware", "danger": "unsure", "estate": "东街小区", "building": "4号楼",
        "observed": {"signs": ["silent"], "words": "四楼老太太两天没动静，敲门没人应。"},
        "consents": [],
    },
    {
        "key": "w-food", "hours_ago": 5, "danger": "shelter", "needs": ["money"],
        "called_name": "老杜", "phone": "13000000021", "estate": "西街小区",
        "words": "今天没有饭吃了，工钱没要回来。",
    },
    {
        "key": "w-violence", "hours_ago": 20, "needs": ["violence", "talk"],
        "called_name": "小苏", "phone": "13000000022", "station_only": True, "estate": "东街小区",
        "words": "他又动手了，孩子看见了。别让邻居知道。",
        "safe_contact": {"say_who": False, "others_may_answer": False, "good_times": ["morning"]},
    },
    {
        "key": "w-gap", "hours_ago": 26, "needs": ["money", "policy"], "called_name": "老贺",
        "phone": "13000000023", "estate": "纺织宿舍", "source_page": "dibao-bianyuan",
        "wants_a_call": True,
        "words": "窗口说我超了几十块，低保不给办。两口子都有慢病，药费一个月一千多。",
    },
    {
        "key": "w-notice", "hours_ago": 30, "needs": ["policy"], "called_name": "姚大妈",
        "estate": "经七路小区", "words": "收到一张停发通知，看不懂。", "contact_method": "come",
    },
    {
        "key": "w-school", "hours_ago": 50, "needs": ["school"], "called_name": "小彭爸爸",
        "phone": "13000000024", "estate": "阳光花园", "words": "孩子今年上大学，学费差一半。",
    },
    {
        "key": "w-desk", "hours_ago": 52, "channel": "desk", "needs": ["disability", "paperwork"],
        "called_name": "阮叔", "phone": "13000000025", "estate": "东街小区",
        "words": "截肢一年了，护理补贴怎么办？", "access_needs": ["walking"],
    },
    {
        "key": "w-late", "hours_ago": 24 * 8, "needs": ["work", "money"], "called_name": "小康",
        "phone": "13000000026", "estate": "南小辛庄小区", "words": "失业半年，房租交不上。",
    },
    {
        "key": "w-child", "hours_ago": 27, "on_behalf": "neighbour", "awareness": "child",
        "estate": "营市东街1号院", "building": "2号楼", "channel": "report", "consents": [],
        "observed": {"signs": ["child_alone"], "words": "两个小的自己在家，大的也就八岁。"},
    },
    {
        "key": "w-child-self", "hours_ago": 1, "on_behalf": "child", "consents": [],
        "child": {"age": "under_14", "at_home": "nobody"}, "needs": ["violence"],
        "called_name": "小雨", "phone": "13000000028", "place": "某某小学四年级二班",
        "words": "爸爸喝了酒就打我和妹妹，别告诉家里。", "station_only": True,
        "safe_contact": {
            "say_who": False, "others_may_answer": False, "good_times": [],
            "not_times": "晚上七点以后",
        },
    },
    {
        "key": "w-talk", "hours_ago": 6, "needs": ["talk"], "called_name": "柳阿姨",
        "phone": "13000000027", "estate": "东街小区", "words": "没什么大事，就想找人说说话。",
        "wants_a_call": True,
        "access_needs": ["hearing"],
    },
]  # fmt: skip

# What was asked, why it was settled, and whom it was referred on to; None: advised.
SETTLED = [
    (
        {
            "key": "s-window", "hours_ago": 24 * 6, "needs": ["policy"], "called_name": "钱大爷",
            "phone": "13000000030", "estate": "东街小区", "words": "高龄津贴在哪里领？",
        },
        "告诉他带身份证去街道窗口，80岁起可办。只是问路，不用建档。", None,
    ),
    (
        {
            "key": "s-bill", "hours_ago": 24 * 9, "needs": ["health"], "called_name": "小薛",
            "phone": "13000000031", "estate": "西街小区", "words": "异地住院怎么报销？",
        },
        "讲了备案和报销，给了医保电话。", None,
    ),
    (
        {
            "key": "s-legal", "hours_ago": 24 * 12, "needs": ["talk", "work"],
            "called_name": "老鲍", "phone": "13000000032", "estate": "铁路宿舍",
            "words": "老板欠我三个月工资。",
        },
        "本人同意，转法律援助（12348），约好两周后回电话。",
        {
            "recipient": "office", "recipient_name": "法律援助中心", "purpose": "帮他要回工资",
            "parts": ["called_name", "phone", "needs"], "ground": "consent",
        },
    ),
    (
        {
            "key": "s-street", "hours_ago": 24 * 4, "channel": "report", "on_behalf": "neighbour",
            "awareness": "unaware", "place": "营市街地下通道", "consents": [],
            "observed": {"signs": ["no_food"], "words": "有个老人睡在通道里。"},
        },
        "陪老人到救助管理站，当晚住下，正在联系家人。",
        {
            "recipient": "office", "recipient_name": "救助管理站", "purpose": "当晚住下、吃上饭",
            "parts": ["place", "needs"], "ground": "life",
            "without_consent": "夜里零度，老人没吃没住，说不清家在哪里。",
        },
    ),
]  # fmt: skip
