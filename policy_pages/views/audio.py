"""Recordings: the editors' screen of one page, and the file as phones ask for it."""

from __future__ import annotations

import re

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from .. import queries, speech, spoken, tasks
from ..actions import audio as actions
from ..forms import RecordingForm
from ..models import PageAudio, PolicyPage

_RANGE = re.compile(r"bytes=(\d*)-(\d*)$")
_TYPES = {"mp3": "audio/mpeg", "m4a": "audio/mp4", "wav": "audio/wav"}


@require_http_methods(["GET", "POST"])
def recording(request: HttpRequest, page_id: int) -> HttpResponse:
    """The text to read, the recording there is, a file to hand in, a machine to ask."""
    if not request.user.has_perm("policy_pages.add_pageaudio"):
        raise PermissionDenied
    page = get_object_or_404(PolicyPage, pk=page_id)
    station = queries.current_station(request)
    text = spoken.spoken_text(page, spoken.words_of_today(page, station))
    form = RecordingForm()
    if request.method == "POST":
        if "machine" in request.POST and speech.engine():
            tasks.read_page_aloud.enqueue(page.pk, station and station.pk, request.user.pk)
            messages.success(request, _("The machine reads it. Look again in a minute."))
            return redirect(request.path)
        if "remove" in request.POST and PageAudio.objects.filter(page=page).exists():
            actions.remove_audio(page, actor=request.user)
            messages.success(request, _("The recording is gone."))
            return redirect(request.path)
        form = RecordingForm(request.POST, request.FILES)
        if form.is_valid() and _kept(form, page, text, request.user):
            messages.success(request, _("Kept. Readers can listen to it now."))
            return redirect(request.path)
    audio = PageAudio.objects.filter(page=page).select_related("made_by").first()
    context = {
        "page": page,
        "text": text,
        "form": form,
        "audio": audio,
        "is_stale": bool(audio) and audio.text_hash != spoken.text_hash(text),
        "has_engine": bool(speech.engine()),
    }
    return render(request, "pages/admin/recording.html", context)


def _kept(form: RecordingForm, page: PolicyPage, text: str, user) -> bool:
    try:
        actions.keep_audio(
            page,
            form.cleaned_data["file"],
            made=PageAudio.Made.RECORDED,
            voice=form.cleaned_data["voice"],
            text=text,
            actor=user,
        )
    except ValidationError as refusal:
        form.add_error("file", refusal.messages[0])
        return False
    return True


@require_safe
def sound(request: HttpRequest, name: str) -> HttpResponse:
    """A recording, whole or the part a player asks for: iPhones play nothing without parts.

    A web server in front that serves the media folder itself never comes here.
    """
    path = f"audio/{name}"
    if not PageAudio.objects.filter(file=path, page__live=True).exists():
        raise Http404
    size = default_storage.size(path)
    file = default_storage.open(path)
    response = FileResponse(file, content_type=_TYPES.get(name.rpartition(".")[2], "audio/mpeg"))
    response["Accept-Ranges"] = "bytes"
    response["Cache-Control"] = "public, max-age=86400"
    asked = _RANGE.match(request.headers.get("Range", ""))
    if not asked or not any(asked.groups()):
        return response
    first, last = _part(asked, size)
    if first > last:
        file.close()
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
    file.seek(first)
    part = HttpResponse(file.read(last - first + 1), status=206)
    file.close()
    for header in ("Content-Type", "Accept-Ranges", "Cache-Control"):
        part[header] = response[header]
    part["Content-Range"] = f"bytes {first}-{last}/{size}"
    return part


def _part(asked: re.Match, size: int) -> tuple[int, int]:
    """First and last byte asked for, both included."""
    start, end = asked.groups()
    if not start:
        return max(0, size - int(end)), size - 1
    return int(start), min(int(end or size - 1), size - 1)
