"""What triage says: each rule's wording, where it comes from, what to do. Pure Python.

The wording is content of the domain and is read by workers, so it is Chinese.
"""

from __future__ import annotations

# code → wording, source, requirement
RULES: dict[str, tuple[str, str, str]] = {
    "t1_danger": ("现在有人有危险。", "社工站机制：一级紧急", "R-58, R-60"),
    "t1_self_harm": ("话里有不想活的意思，要当面问。", "社工站机制：一级紧急；12356", "R-60, R-61"),
    "t1_violence": ("家里有打骂、伤害或控制。", "反家庭暴力法第14、35条", "R-60, R-61"),
    "t1_child": ("孩子失踪、没人照管，或可能受了伤害。", "未成年人保护法第11、21条", "R-60"),
    "t1_missing": ("有人走失，还没找到。", "社工站机制：突发性事件", "R-60"),
    "t1_no_sign_of_life": ("家里没有动静，敲门没人应。", "社工站机制：发现即报", "R-60, R-86"),
    "t1_no_food_or_shelter": ("今天没有饭吃，或没有地方住。", "社会救助法第29、31条", "R-60"),
    "t1_medical": ("可能正要急救。", "社工站机制：突发性事件", "R-60"),
    "t1_event": ("刚遇到突发的事：{what}。", "社工站机制：突发性事件", "R-60"),
    "t1_cannot_pay_care": ("看病的钱交不上，治疗要停。", "社会救助法第29、30条", "R-60"),
    "t1_no_income": ("没有任何收入，也没有别的依靠。", "社工站机制：经济状况极度困难", "R-60"),
    "t1_far_below_line": (
        "人均收入不到低保标准的一半。",
        "社工站机制：经济状况极度困难",
        "R-60",
    ),
    "t1_below_line_and_burdened": (
        "人均收入低于低保标准，又有几样难处压在一起：{what}。",
        "社工站机制：经济状况极度困难",
        "R-60, R-74, R-76",
    ),
    "t1_many_difficulties": (
        "几口人同时重病或重残，钱又紧，多种极端困难并存。",
        "社工站机制",
        "R-33, R-60",
    ),
    "t1_extreme_words": ("说日子非常困难，又有这些难处：{what}。", "社工站机制", "R-60, R-76"),
    "t2_gap": ("日子确实难，但政策够不着：{what}。", "社工站机制：二级缓和", "R-31, R-64"),
    "t2_low_income": ("收入低于低保标准的1.5倍。", "社工站机制：家庭长期困难", "R-64"),
    "t2_on_aid_still_hard": ("有低保或特困，还是有难处：{what}。", "社工站机制", "R-64, R-80"),
    "t2_lasting_hardship": ("长期的难处：{what}。", "社工站机制：家庭长期困难", "R-64, R-66"),
    "t2_change": ("生活刚有变动：{what}。不算突发大事，但要有人陪着走一段。", "社工站机制", "R-29"),
    "t2_unwilling": ("有难处，但现在不愿意申请。尊重，门开着，慢慢讲。", "社工站机制", "R-75"),
    "t2_need_stated": ("说了需要帮助，具体情况还不清楚。先评估。", "社工站机制", "R-57, R-65"),
    "advise_information": (
        "只是问政策或手续，没有听到难处。答复就行，不建档。",
        "社工站机制",
        "R-09",
    ),
    "advise_stable": ("生活稳定，没有危险，没有长期难处。答复就行，门开着。", "社工站机制", "R-95"),
    "ask_first": ("知道得太少，先联系，问清下面几样。", "社工站机制：前期走访调研", "R-58"),
    "prior_new_event": (
        "已有户档，又出了新的急事。回到一级。",
        "社工站机制：灵活变动",
        "R-55, R-60",
    ),
    "prior_stays": ("还在「{what}」，没有听到可以变动的依据。", "社工站机制", "R-55"),
    "prior_advances": (
        "说到情况在好转，可以看「{what}」的条件。",
        "社工站机制：降级转介",
        "R-63, R-94",
    ),
    "prior_back": ("还不适合现在的阶段，回到「{what}」。", "社工站机制", "R-65, R-69"),
    "prior_closed": ("以前结束过的户档，重新打开，只进一级或二级。", "社工站机制", "R-55, R-95"),
}

# code → what it is, what to do, source, how soon: now, today, note
ALERTS: dict[str, tuple[str, str, str, str]] = {
    "danger_now": ("有人有马上的危险", "先打110或120，再去人。", "PIPL 13(4)", "now"),
    "self_harm": (
        "可能有自杀、自伤的念头",
        "马上联系，不要让人独处；12356，危急打110、120。",
        "12356",
        "now",
    ),
    "violence": (
        "家里有暴力",
        "先问安全；危急打110；妇联12338。不要从对方那里打听。",
        "反家庭暴力法",
        "now",
    ),
    "mandatory_report_violence": (
        "强制报告：受害人没有或难有能力报警",
        "立即报告公安。因年老、残疾、重病、被强迫或威胁不能报案的，也必须报告。",
        "反家庭暴力法第14、35条；山东省反家庭暴力条例第27、50条",
        "now",
    ),
    "mandatory_report_minor": (
        "强制报告：未成年人受到侵害、疑似受侵害或面临危险",
        "立即报告公安、民政、教育。写下何时、向谁、谁报告的。",
        "未成年人保护法第11、117条",
        "now",
    ),
    "missing_child": (
        "孩子走失",
        "马上打110，不用等24小时；报学校和社区。",
        "未成年人保护法第11条",
        "now",
    ),
    "missing_person": (
        "有人走失",
        "马上打110，联系救助站和社区一起找。",
        "社会救助法第31条",
        "now",
    ),
    "child_alone": (
        "孩子没人照看",
        "马上去人。不满8岁不能没人看，不满16岁不能单独住。",
        "未成年人保护法第21条",
        "now",
    ),
    "no_sign_of_life": ("家里没有动静", "马上上门；敲不开，打110、119。", "R-86", "now"),
    "medical_emergency": (
        "可能要急救",
        "打120。急救不能因为没钱被拒。",
        "基本医疗卫生与健康促进法第27条",
        "now",
    ),
    "no_food": ("没有饭吃", "今天送到吃的；小额快救。", "社会救助法第29、50条", "now"),
    "homeless": (
        "没有地方住",
        "今天找到住处；救助管理站可以住、可以吃。",
        "社会救助法第31、52条",
        "now",
    ),
    "cannot_pay_care": (
        "看病的钱交不上",
        "问医院救助办公室；临时救助、疾病应急救助。",
        "社会救助法第29、30条",
        "today",
    ),
    "no_income": ("没有收入", "先看吃饭；临时救助。", "社会救助法第29条", "today"),
    "no_insurance": ("没有医保", "建一个参保任务；问医保局有没有等待期。", "R-73", "today"),
    "elder_alone": ("老人独自生活", "约好多久看一次；留一个能敲门的邻居。", "R-04", "today"),
    "no_support": ("没有别的人帮", "找一个能联系的人；社工室定期上门。", "R-05", "today"),
    "carer_overload": ("照顾的人快撑不住", "问喘息服务、护理补贴。", "R-74", "today"),
    "minor_in_household": (
        "家里有未成年人",
        "孩子的资料要负责人批准才能看；14岁以下要监护人同意。",
        "未成年人网络保护条例第36条；PIPL 31",
        "note",
    ),
    "not_aware": (
        "本人还不知道，或不愿意",
        "先告诉本人是怎么知道的；不问病，不问钱。",
        "PIPL 13, 18",
        "note",
    ),
    "cannot_consent": (
        "本人可能说不清楚",
        "找监护人；急事可以先办，事后告知。",
        "PIPL 13(4), 18",
        "note",
    ),
    "unwilling": ("不愿意申请", "写下原因，讲「影响子女吗」，不劝第二遍。", "R-75", "note"),
    "pregnant": ("有孕妇或产妇", "问产检和住处；危急打120。", "R-60", "today"),
    "after_hours": ("在下班时间收到", "打值班电话；24小时内要联系上。", "R-61", "now"),
}

EVENT_LABELS = {
    "child_lost": "失去孩子或孩子走失",
    "death": "亲人去世",
    "accident": "意外受伤",
    "illness": "突发重病",
    "disability": "新近致残",
    "disaster": "受灾或失火",
    "violence": "遭到暴力",
    "eviction": "住处没了",
    "job_loss": "失业或生意失败",
    "separation": "家庭变故",
    "debt": "债务或被骗",
    "birth": "怀孕或生产",
    "other": "别的变故",
}
BURDEN_LABELS = {
    "serious_illness": "重病",
    "several_ill": "几口人有重病重残",
    "uninsured": "没有医保",
    "severe_disability": "重度残疾",
    "disability": "残疾",
    "chronic_illness": "慢性病",
    "carer": "要照顾病人或残疾人",
    "no_support": "没有别的人帮",
    "elder_alone": "老人独居",
    "single_parent": "一个人带孩子",
    "debt": "欠债",
    "cannot_pay_care": "看病的钱交不上",
    "arrears": "房租水电欠着",
    "drug_cost": "药费重",
    "school": "孩子上学的钱不够",
    "job_loss": "没有工作",
    "low_mood": "心里难受、不出门",
    "released": "刚出狱或戒毒，要重新开始",
    "lives_alone": "一个人住",
    "orphan": "孩子没有父母照管",
    "low_income": "钱不够用",
    "hardship": "说有难处",
    "extreme_words": "说日子非常困难",
}
GAP_LABELS = {
    "just_over": "收入比线高一点",
    "refused": "申请过，没有批",
    "property": "有车或房，被卡住",
    "hukou_elsewhere": "户口不在本地",
    "no_papers": "缺证件或材料",
    "children_counted": "子女的收入被算进去",
    "other": "别的原因",
}
# code → the seed's label, the legal label of today (domain.md 1.4)
CATEGORIES = {
    "cat1_dibao": ("最低生活保障家庭", "最低生活保障家庭（社会救助法第18—20条）"),
    "cat2_tekun": ("特困人员", "特困人员（第16—17条）"),
    "cat3_low_income": ("低收入家庭", "最低生活保障边缘家庭（第21条）"),
    "cat4_expenditure_poor": ("支出型贫困家庭", "刚性支出困难家庭（第22条）"),
    "cat5_disaster": ("受灾人员", "受灾人员（第28、49条）"),
    "cat6_no_abode": ("生活无着的流浪乞讨人员", "生活无着的流散人员（第31、52条）"),
    "cat7_temporary_hardship": (
        "临时遇困家庭或者人员",
        "基本生活暂时出现严重困难的人员（第29、50条）",
    ),
    "cat8_emergency_medical": (
        "需要急救,但身份不明或者无力支付费用的人员",
        "需要疾病应急救助人员（第30、51条）",
    ),
    "cat9_provincial_other": (
        "省、自治区、直辖市人民政府确定的其他特殊困难家庭或者人员",
        "其他特殊困难家庭或者人员（第33条）",
    ),
}
MISSING = {
    "danger": "现在有没有危险",
    "event_when": "事情是哪天发生的",
    "line": "今天的低保标准没有核过的数：钱的多少没有算进去，请先核数",
    "income": "一个月一共多少钱进家",
    "size": "家里几口人",
    "insurance": "有病的人有没有医保",
    "support": "有谁能帮一把",
    "prior_help": "以前得过什么帮助、申请过什么",
    "confirm_words": "话里听到的这些，要当面问清",
    "visit": "上门看过没有（确定级别之前要走访）",
}
STAGE_LABELS = {
    "t1_emergency_handling": "紧急处理阶段",
    "t1_joint_help": "联合帮助阶段",
    "t1_step_down_referral": "降级转介阶段（一级）",
    "t2_referral_observation": "转介观察阶段（二级）",
    "t2_accompanied_growth": "陪伴成长阶段",
    "t2_step_down_referral": "降级转介阶段（二级）",
    "t3_referral_observation": "转介观察阶段（三级）",
    "t3_follow_up": "后期跟进阶段",
}
TIER_LABELS = {"tier1_urgent": "一级紧急", "tier2_easing": "二级缓和", "tier3_stable": "三级平稳"}
OUTCOME_LABELS = {
    "open_case": "建档",
    "move_case": "变动阶段",
    "keep_stage": "阶段不变",
    "advise": "答复就行，不建档",
    "ask_first": "先联系，问清楚",
}
