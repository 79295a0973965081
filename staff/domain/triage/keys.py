"""The names under which a fact may come: codes, plain English, Chinese. Pure Python.

Each line gives our code and every key read as it; ``docs/triage.md`` is the reader's version.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

ALIASES: dict[str, str] = {
    "words": "words text story narrative note notes description statement situation 原话 情况 说明 描述 自述 故事 备注 诉求 讲述 vignette case summary observed_words",
    "danger": "danger 危险 immediate_danger",
    "needs": "needs need 需要 需求 想要的帮助 help_wanted requests request 求助内容 诉求类别",
    "events": "events event recent_event recent_events event_kind sudden_event life_event life_events 突发事件 事件 最近发生的事 变故",
    "event_when": "event_when event_date event_days_ago days_since_event when event_days days_ago 发生时间 什么时候 事发时间 事件日期 event_recency",
    "members": "members household household_members family family_members people 家庭成员 成员 家人 同住人 who_lives_here 家庭",
    "size": "size household_size family_size member_count people_count persons 家庭人口 家庭人数 人口 人数 同住人数 household_count",
    "income_per_head": "income_per_head income_per_person income_per_capita per_capita_income per_head_income monthly_income_per_person monthly_income_per_head income_per_person_month income_band money_per_person 人均收入 人均月收入 每人每月 money_band",
    "income": "income income_month monthly_income household_income income_total income_per_month household_income_month household_monthly_income total_income monthly_household_income 收入 月收入 家庭月收入 家庭收入 每月收入",
    "income_year": "income_year annual_income yearly_income 年收入 家庭年收入",
    "no_income": "no_income 没有收入 无收入 without_income",
    "no_food": "no_food hungry food_shortage 没饭吃 缺粮 断粮 food_insecure",
    "has_food": "has_food food food_today 有饭吃",
    "homeless": "homeless no_shelter no_place_to_sleep 无家可归 没地方住 shelterless",
    "housing": "housing shelter 住房 住处 居住情况 living_place",
    "support": "support supports helpers who_helps help_from social_support has_support support_network 支持 谁帮忙 能帮忙的人 社会支持 帮助的人",
    "no_support": "no_support without_support 没人帮 无人照顾 无支持",
    "benefits": "benefits benefit help_received aid assistance receiving current_aid existing_aid categories_confirmed current_benefits 已享受 已有帮助 享受的政策 正在领 救助情况",
    "dibao": "dibao on_dibao receives_dibao 低保 吃低保",
    "refused": "refused aid_refused rejected application_refused applied_refused refused_aid application_rejected 被拒 申请被拒 不符合政策 not_eligible ineligible",
    "gap": "gap gap_reasons policy_gap policy_gap_reasons 政策缝隙 缝隙原因 不符合原因",
    "hukou": "hukou hukou_place household_registration registration 户籍 户口",
    "property": "property assets car house vehicle 财产 车 房产",
    "savings": "savings has_savings deposit 存款 积蓄",
    "debt": "debt debts in_debt 欠债 债务 负债",
    "strengths": "strengths strength goes_well what_goes_well 优势 做得好的 过得好的地方",
    "unwilling": "unwilling refuses_aid unwilling_to_apply refuses_help declines_aid 不愿意 不愿申请 拒绝救助 refusal_reason refusal",
    "information_only": "information_only info_only only_information just_asking wants_information 只要信息 只是咨询 咨询",
    "stable": "stable is_stable 稳定",
    "cannot_pay_care": "cannot_pay_care cannot_afford_treatment cannot_pay_treatment medical_unpaid unaffordable_treatment 交不起医药费 看不起病",
    "medical_cost": "medical_cost medical_costs medical_expense medical_expenses medical_cost_month medical_spending monthly_medical_cost 医药费 医疗支出 药费 医疗费",
    "self_harm": "self_harm suicidal suicide suicide_risk suicidal_words 自杀 轻生 自伤 自杀风险",
    "violence": "violence domestic_violence abuse family_violence violence_at_home 家暴 暴力 家庭暴力 虐待",
    "sexual": "sexual_abuse sexual_assault 性侵",
    "child_missing": "child_missing missing_child 孩子走失",
    "missing": "missing missing_person person_missing 走失 失踪 老人走失",
    "medical_now": "medical_emergency unconscious injured_now 需要急救 昏迷",
    "silent": "no_sign_of_life no_response silent 敲门不应 没动静",
    "pregnant": "pregnant pregnancy is_pregnant 怀孕 孕妇",
    "child_alone": "child_alone child_unattended unattended_child child_left_alone 孩子没人管 无人照看儿童",
    "child_harm": "child_harm child_abuse child_at_risk child_in_danger 儿童受害 侵害未成年",
    "carer": "carer caring_for carer_load carer_burden caregiver care_burden is_carer 照顾负担 要照顾的人 照料",
    "lives_alone": "lives_alone living_alone alone 独居",
    "age": "age 年龄 岁数 client_age person_age applicant_age",
    "illness": "illness illnesses conditions diseases disease health sickness medical_conditions diagnosis diagnoses 疾病 患病 病 健康 健康状况 病情 身体状况 病史",
    "serious_illness": "serious_illness seriously_ill severe_illness major_illness 重病 大病",
    "disability": "disability disabilities disabled 残疾 残疾情况 残障",
    "disability_kind": "disability_kind disability_type kind_of_disability 残疾类别 残疾类型",
    "disability_grade": "disability_grade disability_level grade level 残疾等级 残疾级别 等级",
    "severely_disabled": "severely_disabled severe_disability 重度残疾",
    "insurance": "insurance insured has_insurance health_insurance medical_insurance insurance_status 医保 参保 社保 医疗保险",
    "needs_care": "needs_care care_needed cannot_self_care 需要照料 不能自理 care_dependent",
    "who": "who role relation relationship name 关系 称谓 谁",
    "prior_tier": "prior_tier previous_tier current_tier tier last_tier 原级别 现级别 级别 当前级别",
    "prior_stage": "prior_stage previous_stage current_stage stage last_stage 原阶段 现阶段 阶段 当前阶段",
    "progress": "progress progress_made life_after_help after_help recovery change changes outcome outcomes feedback client_feedback 帮后生活 变化 进展 恢复情况",
    "on_behalf": "on_behalf 替谁 for_whom",
    "awareness": "awareness aware 是否知道",
    "channel": "channel 渠道",
    "received_at": "received_at received time submitted_at 收到时间",
    "observed": "observed signs observed_signs 观察到 看到什么",
    "facts": "facts household_facts optional_facts 家庭情况",
    "prior": "prior previous history case_history 以前的个案",
}
NOTE_KEYS = set(ALIASES["words"].split()) | {"who", "relation", "role", "状况"}
CODE_OF = {alias.lower(): code for code, aliases in ALIASES.items() for alias in aliases.split()}


def code_of(key: object) -> str | None:
    """Our code for a key, however it is written; None for one that nobody knows."""
    return CODE_OF.get(str(key).strip().lower().replace("-", "_").replace(" ", "_"))


def known_keys(data: Mapping) -> Callable[..., Any]:
    """``data.get`` by our codes, whatever the keys were called; the first that says something."""
    known: dict[str, Any] = {}
    for key, value in data.items():
        code = code_of(key)
        if code and (code not in known or known[code] in (None, "", [])):
            known[code] = value
    return known.get


EVENT_WORDS = {
    "child_lost": r"失孤|失独|孩子走失|孩子失踪|丧子|丧女|child_lost|lost_child|child_missing|child_death|missing_child|child_died|lost_only_child",
    "death": r"死亡|去世|亲人去世|病故|过世|离世|身故|丧偶|death|bereave|died|widow|deceas",
    "accident": r"车祸|事故|工伤|意外|受伤|骨折|摔|accident|injur|crash|fracture",
    "illness": r"重病|疾病|生病|大病|中风|癌|脑梗|脑出血|心梗|住院|手术|突发病|确诊|病|illness|ill\b|sick|disease|stroke|cancer|hospital|surgery|diagnos|heart",
    "disability": r"残疾|伤残|致残|截肢|失明|瘫痪|disab|amput|paraly|blind",
    "disaster": r"受灾|灾害|火灾|失火|水灾|洪|暴雨|地震|台风|内涝|塌|disaster|flood|fire|earthquake|typhoon",
    "violence": r"家暴|暴力|被打|虐待|性侵|violen|abus|assault",
    "eviction": r"赶出|无家可归|失去住房|房子没了|断供|断水|断电|evict|homeless|lost_home",
    "job_loss": r"失业|下岗|裁员|被辞|停工|破产|倒闭|job|unemploy|laid|business_fail|bankrupt",
    "separation": r"离婚|分居|出走|服刑|入狱|divorce|separat|prison|jail",
    "debt": r"债|诈骗|被骗|debt|fraud|scam",
    "birth": r"怀孕|生产|生孩子|早产|birth|pregnan",
}
SUDDEN = {
    "child_lost",
    "death",
    "accident",
    "illness",
    "disability",
    "disaster",
    "violence",
    "eviction",
}


NEED_WORDS = {
    "money": r"钱|经济|生活费|救助金|money|cash|financ|income",
    "health": r"看病|医|药|手术|治疗|住院|health|medic|doctor",
    "care": r"吃饭|照料|照顾|护理|陪护|送餐|care|meal",
    "housing": r"住|房|housing|shelter",
    "work": r"工作|就业|找活|work|job|employ",
    "school": r"上学|学费|教育|读书|school|educat|tuition",
    "disability": r"残疾|走路|行动|disab|mobility",
    "low_mood": r"心里|情绪|心理|难受|陪伴|孤独|low_mood|mood|mental|emotion|counsel|companion|lonel",
    "violence": r"吵打|家暴|暴力|打|violen|abuse",
    "policy": r"政策|通知|咨询|问|policy|info|notice|question",
    "paperwork": r"手续|材料|证|办|填表|paper|form",
    "talk": r"聊|说说话|说不清|陪伴|talk|company|unsure",
}
STAGE_WORDS = (
    (r"紧急处理", "t1_emergency_handling"),
    (r"联合帮助", "t1_joint_help"),
    (r"陪伴成长", "t2_accompanied_growth"),
    (r"后期跟进", "t3_follow_up"),
    (r"(?:二级|2).*(?:降级|转介)(?!观察)|降级转介.*(?:二级|2)", "t2_step_down_referral"),
    (r"(?:一级|1).*降级|降级转介", "t1_step_down_referral"),
    (r"(?:三级|3).*观察|观察.*(?:三级|3)", "t3_referral_observation"),
    (r"观察", "t2_referral_observation"),
    (r"结束|结案|关闭|closed", "closed"),
)
BENEFIT_WORDS = {
    "low_margin": r"边缘|margin|edge",
    "dibao": r"(?<!最)低保(?!边缘)|最低生活保障(?!边缘)|dibao|subsistence",
    "tekun": r"特困|五保|tekun",
    "rigid_spending": r"刚性|支出型",
    "disability": r"残疾|护理补贴|disab",
    "temporary_relief": r"临时救助|temporary",
    "pension": r"养老金|退休金|pension",
}
