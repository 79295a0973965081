from pathlib import Path

from django.utils import translation
from django.utils.translation import gettext, pgettext

from portal.management.commands.check_translations import (
    catalogues,
    disagreements,
    supplements,
)


def test_wagtails_missing_texts_are_supplied_in_chinese():
    with translation.override("zh-hans"):
        assert gettext("Schedule to publish") == "定时发布"


def test_our_words_do_not_change_wagtails_own():
    with translation.override("zh-hans"):
        assert gettext("Next") == "下一个"
        assert gettext("Previous") == "上一个"
        assert (gettext("Yes"), gettext("No")) == ("是", "否")
        assert gettext("Close") == "关闭"


def _catalogue(folder: Path, app: str, entries: str) -> Path:
    path = folder / app / "locale" / "zh_Hans" / "LC_MESSAGES" / "django.po"
    path.parent.mkdir(parents=True)
    path.write_text(
        'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n' + entries,
        encoding="utf-8",
    )
    return path


def test_no_two_catalogues_translate_one_text_differently():
    paths = [*catalogues(), *supplements()]
    assert {path.parents[3].name for path in paths} == {"portal", "staff", "intake", "policy_pages"}
    assert disagreements(paths) == []


def test_a_disagreement_is_refused_and_a_context_or_one_wording_is_not(tmp_path):
    one = _catalogue(
        tmp_path,
        "one",
        'msgid "Open"\nmsgstr "打开"\n\nmsgid "Send"\nmsgstr "发出"\n',
    )
    two = _catalogue(
        tmp_path,
        "two",
        'msgctxt "hours"\nmsgid "Open"\nmsgstr "开门"\n\nmsgid "Send"\nmsgstr "发出"\n',
    )
    assert disagreements([one, two]) == []

    three = _catalogue(tmp_path, "three", 'msgid "Send"\nmsgstr "发送"\n')
    assert disagreements([one, two, three]) == [
        "'Send' is translated differently: 发出 in one, two; 发送 in three"
    ]


def test_words_of_two_meanings_are_shown_by_their_place():
    with translation.override("zh-hans"):
        assert (gettext("Open"), pgettext("hours", "Open")) == ("打开", "开门")
        assert (gettext("Back"), pgettext("to the step before", "Back")) == ("返回", "上一步")
