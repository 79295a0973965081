"""Keeping and removing the recording of a page."""

from __future__ import annotations

from django.core.files.base import ContentFile, File
from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from .. import speech, spoken
from ..models import PageAudio, PolicyPage, Station


@transaction.atomic
def keep_audio(
    page: PolicyPage, file: File, *, made: str, voice: str, text: str, actor
) -> PageAudio:
    """Put a recording of ``text`` beside the page; the one before it goes, file and all."""
    PolicyPage.objects.select_for_update(of=("self",)).get(pk=page.pk)
    audio = PageAudio.objects.filter(page=page).first() or PageAudio(page=page)
    before = audio.file.name
    ending = file.name.rpartition(".")[2].lower()
    file.name = f"{page.slug}-{spoken.text_hash(text)}.{ending}"
    audio.file = file
    audio.made, audio.voice, audio.made_by = made, voice, actor
    audio.text_hash, audio.made_on = spoken.text_hash(text), timezone.localdate()
    audio.full_clean()
    audio.save()
    if before and before != audio.file.name:
        _forget_file(audio, before)
    log(page, "policy_pages.keep_audio", user=actor, data={"made": made, "voice": voice})
    return audio


@transaction.atomic
def remove_audio(page: PolicyPage, *, actor) -> None:
    """Take the recording off the page and delete its file."""
    audio = PageAudio.objects.select_for_update(of=("self",)).get(page=page)
    _forget_file(audio, audio.file.name)
    audio.delete()
    log(page, "policy_pages.remove_audio", user=actor)


def read_by_machine(page: PolicyPage, station: Station | None, *, actor) -> PageAudio | None:
    """Have the server's engine read the page of today. Nothing where there is no engine."""
    if not speech.engine():
        return None
    text = spoken.spoken_text(page, spoken.words_of_today(page, station))
    sound, ending, voice = speech.read_aloud(text)
    file = ContentFile(sound, name=f"page{ending}")
    return keep_audio(page, file, made=PageAudio.Made.ENGINE, voice=voice, text=text, actor=actor)


def _forget_file(audio: PageAudio, name: str) -> None:
    """Delete a file that nothing points to any more, once that is really so."""
    transaction.on_commit(lambda: audio.file.storage.delete(name))
