"""How long a newcomer waits: ``make run`` in a fresh copy, and again.

``python -m bench.start`` copies the files git knows into an empty folder, starts the site there
with this interpreter's packages (what installing takes depends on the network), waits for the
first page, stops it as Ctrl-C does, and starts it a second time.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

from .server import ROOT, free_port
from .table import Row, finish

LONGEST = 300
"""Seconds a first start may take on two cores: five minutes (the second: ten seconds)."""


def copy(target: Path) -> None:
    names = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True
    ).stdout
    for name in names.split("\0"):
        if name:
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, target / name)


def start(folder: Path) -> tuple[float, str]:
    """Seconds until ``/`` answers, and all that was printed until Ctrl-C ended it."""
    port = free_port()
    started = time.monotonic()
    site = subprocess.Popen(
        [sys.executable, "-m", "portal.local"],
        cwd=folder,
        env={"PATH": os.environ["PATH"], "PORT": str(port)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    try:
        while True:
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=30) as answer:
                    answer.read()
                    break
            except OSError:
                if site.poll() is not None or time.monotonic() - started > LONGEST:
                    raise RuntimeError(f"no answer:\n{site.stdout.read()}") from None
                time.sleep(0.1)
        waited = time.monotonic() - started
    finally:
        site.send_signal(signal.SIGINT)
        printed = site.communicate(timeout=60)[0]
    return waited, printed


def main(arguments: list[str]) -> int:
    with tempfile.TemporaryDirectory() as folder:
        copy(Path(folder))
        first, _ = start(Path(folder))
        second, _ = start(Path(folder))
    return finish(
        [
            Row("make run, first time, packages installed", "SQLite", first, "s", None, LONGEST),
            Row("make run, second time", "SQLite", second, "s", first, 10),
        ],
        arguments,
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
