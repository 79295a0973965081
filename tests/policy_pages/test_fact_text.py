import pytest

from policy_pages import fact_text


def test_codes_are_found_once_each_in_order():
    text = "低于 {{ dibao_standard }} 元，{{station_phone}}，{{dibao_standard}}"

    assert fact_text.codes_in(text) == ["dibao_standard", "station_phone"]


def test_braces_around_anything_else_are_reported():
    assert fact_text.broken_tokens_in("{{低保标准}} {{ok}} {{Bad}}") == ["{{低保标准}}", "{{Bad}}"]


AMOUNTS = [
    "1114 元",
    "1,114元",
    "30 个工作日",
    "7 天",
    "70%",
    "1.5 倍",
    "百分之七十",
    "6 个月",
    "¥1114",
    "￥ 50",
    "1114块",
    "1114块钱",
    "1114/月",
    "3万",
    "1.2万元",
    "五十元",
    "七天",
    "三万",
    "两块钱",
    "五十块",
    "十五个工作日",
    "7日内",
    "二十四小时内",
    "24小时内",
    "两个月以内",
    "一年内",
    "3 周",
    "三个星期",
    "三分之二",
    "七成",
    "两倍",
    "百分之70",
    "３０天",
    "每月1114",
    "低于 685",
    "不超过3000",
    "人民币 200",
    "20个百分点",
    "3百元",
    "三千元",
    "十二个月",
    "15个自然日",
    "三年内",
]
NO_AMOUNTS = [
    "每月 {{dibao_standard}} 元",
    "满 60 岁",
    "残疾证一级、二级",
    "打 12348",
    "2026年7月1日起",
    "第18、19条",
    "三次",
    "2个大人，3个孩子",
    "两个人一起到家里看",
    "打110，天天有人",
    "12345天天有人接",
    "110/120/119",
    "0531-80000000",
    "第30条",
    "第七天",
    "有一天",
    "两天没吃饭",
    "全家一个月的收入",
    "等了两个月",
    "半年看一次",
    "满16周岁",
    "一块过日子",
    "千万别急",
    "万一出事",
    "三样都要带",
    "六件事",
    "7月1日内",
    "2026年内",
    "9:00–17:00",
    "24小时有人接",
    "三天两头",
    "国办发〔2023〕39号",
    "2楼201室",
    "成年",
    "五成年人",
    "八成立",
    "一成不变",
    "十万火急",
    "公元",
    "多元",
    "残疾三级",
    "一家三口",
    "一百多人",
    "72岁",
    "6岁以下",
    "城里第3居委会",
    "A4纸2张",
    "一年一次",
    "十八岁",
    "2024-01-01",
    "3个月大",
]


@pytest.mark.parametrize("phrase", AMOUNTS)
def test_a_typed_amount_is_found(phrase):
    assert fact_text.typed_amounts_in(f"最好{phrase}。") == [phrase]


@pytest.mark.parametrize("text", NO_AMOUNTS)
def test_ages_dates_grades_counts_and_telephone_numbers_are_no_typed_amounts(text):
    assert fact_text.typed_amounts_in(text) == []
