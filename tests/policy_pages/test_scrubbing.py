import pytest

from policy_pages.scrubbing import scrubbed


@pytest.mark.parametrize(
    ("words", "kept"),
    [
        ("请打 13812345678 找我", "请打 □ 找我"),
        ("身份证 37010219600101123X", "身份证 □"),
        ("138 1234 5678", "□"),
        ("写到 wang@example.com 来", "写到 □ 来"),
        ("我住3号楼2单元501室", "我住□□□"),
        ("我叫王小明，看不懂", "□，看不懂"),
        ("第3条没看懂，要等7天吗", "第3条没看懂，要等7天吗"),
    ],
)
def test_what_points_to_a_person_is_taken_out_and_the_rest_is_kept(words, kept):
    assert scrubbed(words) == kept
