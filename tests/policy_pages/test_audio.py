from __future__ import annotations

import shutil
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.urls import reverse
from wagtail.models import PageLogEntry

from policy_pages import speech, spoken
from policy_pages.actions import audio as actions
from policy_pages.content_check import Kind, check_content
from policy_pages.models import PageAudio
from policy_pages.permissions import CONTENT_PERMISSIONS
from staff.roles import ROLES
from tests.factories import FactValueFactory, PolicyPageFactory, StationFactory, UserFactory

pytestmark = pytest.mark.django_db
MP3 = b"ID3\x04\x00" + bytes(range(200))


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def station(db):
    return StationFactory()


@pytest.fixture
def value(station):
    return FactValueFactory(fact__code="dibao_standard", value="1200", valid_from=date(2026, 1, 1))


@pytest.fixture
def page(value):
    return PolicyPageFactory(
        short_answer="<p>家里钱不够，每月补一些。</p>",
        what_you_get=[("paragraph", "<p>低于 {{dibao_standard}} 元。</p>")],
    )


@pytest.fixture
def editor(page):
    user = UserFactory(role="editor")
    call_command("sync_staff_groups", verbosity=0)
    return user


def upload(name="录音.mp3", content=MP3):
    return SimpleUploadedFile(name, content, "audio/mpeg")


def text_of(page, station):
    return spoken.spoken_text(page, spoken.words_of_today(page, station))


def kept(page, station, editor):
    return actions.keep_audio(
        page,
        upload(),
        made="recorded",
        voice="小李",
        text=text_of(page, station),
        actor=editor,
    )


def test_what_is_read_begins_with_the_short_answer_and_has_the_numbers(page, station):
    lines = text_of(page, station).splitlines()

    assert lines[:2] == [page.title, "家里钱不够，每月补一些。"]
    assert any(line.startswith("低于 1200 元") for line in lines)


def test_an_editor_hands_in_a_recording_and_readers_find_a_plain_player(
    client, page, station, editor
):
    client.force_login(editor)
    address = reverse("recording", args=[page.pk])
    assert "低于 1200 元" in client.get(address).content.decode()
    assert "<audio" not in client.get(page.url).content.decode()

    client.post(address, {"file": upload(), "voice": "小李"})

    audio = PageAudio.objects.get()
    assert (audio.made, audio.voice, audio.made_by) == ("recorded", "小李", editor)
    assert audio.file.name == f"audio/{page.slug}-{audio.text_hash}.mp3"
    assert PageLogEntry.objects.filter(page=page.pk, action="policy_pages.keep_audio").exists()
    client.logout()
    html = client.get(page.url).content.decode()
    assert f'<audio controls preload="none" src="{audio.file.url}"' in html
    assert "录音还没跟上" not in html


@pytest.mark.parametrize(
    ("file", "named"),
    [
        (upload("a.exe"), "exe"),
        (upload("a.mp3", b"<html>not a sound</html>"), "不是声音文件"),
        (upload("a.mp3", b"ID3" + bytes(12 * 1024 * 1024)), "12 MB"),
        (None, "请先选录音文件"),
    ],
    ids=["ending", "content", "size", "none"],
)
def test_a_file_that_is_no_recording_is_refused_beside_the_field(client, page, editor, file, named):
    client.force_login(editor)
    data = {"voice": "小李"} | ({"file": file} if file else {})

    html = client.post(reverse("recording", args=[page.pk]), data).content.decode()

    assert named in html
    assert 'value="小李"' in html
    assert not PageAudio.objects.exists()


def test_a_changed_word_or_number_is_said_to_readers_editors_and_the_check(
    client, page, station, editor, value
):
    kept(page, station, editor)
    value.value = "1300"
    value.save()

    public = client.get(page.url).content.decode()
    client.force_login(editor)
    screen = client.get(reverse("recording", args=[page.pk])).content.decode()
    home = client.get("/staff/").content.decode()

    for html in (public, screen):
        assert "文字改过了，录音还没跟上" in html
    assert "文字改过、录音没跟上的页面" in home
    found = {(f.kind, f.where, f.is_error) for f in check_content(date(2026, 2, 1))}
    assert (Kind.SOUND, page.title, False) in found


def test_a_new_recording_takes_the_place_of_the_old_one_file_and_all(
    page, station, editor, media, django_capture_on_commit_callbacks
):
    kept(page, station, editor)
    page.one_line = "另一句。"
    page.short_answer = "<p>改过。</p>"
    page.save()

    with django_capture_on_commit_callbacks(execute=True):
        audio = kept(page, station, editor)

    assert [file.name for file in (media / "audio").iterdir()] == [audio.file.name[6:]]
    with django_capture_on_commit_callbacks(execute=True):
        actions.remove_audio(page, actor=editor)
    assert list((media / "audio").iterdir()) == []
    assert not PageAudio.objects.exists()


@pytest.mark.parametrize(
    ("asked", "status", "part", "told"),
    [
        ("", 200, MP3, None),
        ("bytes=0-1", 206, MP3[:2], f"bytes 0-1/{len(MP3)}"),
        ("bytes=10-", 206, MP3[10:], f"bytes 10-{len(MP3) - 1}/{len(MP3)}"),
        ("bytes=-5", 206, MP3[-5:], f"bytes {len(MP3) - 5}-{len(MP3) - 1}/{len(MP3)}"),
        ("bytes=5-99999", 206, MP3[5:], f"bytes 5-{len(MP3) - 1}/{len(MP3)}"),
        ("bytes=99999-", 416, b"", f"bytes */{len(MP3)}"),
        ("bytes=-", 200, MP3, None),
        ("lines=1-2", 200, MP3, None),
    ],
)
def test_players_get_the_part_they_ask_for(
    client, page, station, editor, asked, status, part, told
):
    audio = kept(page, station, editor)

    response = client.get(audio.file.url, headers={"range": asked} if asked else {})

    body = b"".join(response) if response.streaming else response.content
    assert (response.status_code, body) == (status, part)
    assert response.headers.get("Content-Range") == told
    assert status == 416 or response["Content-Type"] == "audio/mpeg"


def test_no_file_but_a_recording_of_a_live_page_is_served(client, page, station, editor, media):
    audio = kept(page, station, editor)
    (media / "audio" / "secret.mp3").write_bytes(MP3)

    assert client.get("/media/audio/secret.mp3").status_code == 404
    assert client.get("/media/audio/..%2Fsecret").status_code == 404
    page.live = False
    page.save()
    assert client.get(audio.file.url).status_code == 404


@pytest.mark.parametrize("role", ROLES)
def test_who_may_record(client, page, role):
    user = UserFactory(role=role)
    call_command("sync_staff_groups", verbosity=0)
    client.force_login(user)

    opened = client.get(reverse("recording", args=[page.pk])).status_code == 200

    assert opened == ("policy_pages.add_pageaudio" in CONTENT_PERMISSIONS.get(role, set()))
    assert opened == (role in {"editor", "admin"})


def test_without_an_engine_no_machine_is_offered(client, page, editor, monkeypatch):
    monkeypatch.setenv("PATH", "/nowhere")
    client.force_login(editor)

    html = client.get(reverse("recording", args=[page.pk])).content.decode()

    assert "让机器念" not in html
    client.post(reverse("recording", args=[page.pk]), {"machine": "1"})
    assert not PageAudio.objects.exists()


@pytest.mark.skipif(not shutil.which("espeak-ng"), reason="espeak-ng is not installed")
def test_the_machine_reads_the_page_and_says_so(client, page, station, editor):
    client.force_login(editor)

    client.post(reverse("recording", args=[page.pk]), {"machine": "1"})

    audio = PageAudio.objects.get()
    assert (audio.made, audio.voice) == ("engine", "espeak-ng cmn")
    assert audio.text_hash == spoken.text_hash(text_of(page, station))
    assert audio.file.size > 1000
    assert speech.engine()
