"""A machine that reads aloud, where the server has one: nothing leaves the machine."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory

VOICE = "cmn"
WORDS_PER_MINUTE = "140"
LONGEST_SECONDS = 300


def engine() -> str:
    """The path of espeak-ng; empty where it is not installed."""
    return shutil.which("espeak-ng") or ""


def read_aloud(text: str) -> tuple[bytes, str, str]:
    """The sound, its file ending, and the name of the voice.

    mp3 where ffmpeg is there too, which is a tenth of the size; else the WAV as it comes.
    """
    with TemporaryDirectory() as folder:
        wav, mp3 = Path(folder, "page.wav"), Path(folder, "page.mp3")
        _run([engine(), "-v", VOICE, "-s", WORDS_PER_MINUTE, "-w", str(wav), "--stdin"], text)
        voice = f"espeak-ng {VOICE}"
        if converter := shutil.which("ffmpeg"):
            quiet = [converter, "-v", "error", "-i", str(wav), "-ac", "1", "-b:a", "32k", str(mp3)]
            _run(quiet)
            return mp3.read_bytes(), ".mp3", voice
        return wav.read_bytes(), ".wav", voice


def _run(command: list[str], text: str = "") -> None:
    subprocess.run(  # noqa: S603  (fixed arguments; the text goes in by standard input)
        command, input=text.encode(), check=True, capture_output=True, timeout=LONGEST_SECONDS
    )
