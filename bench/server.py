"""A real server for a trial: production settings, gunicorn, its own database and folders."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
KEY = "YmVuY2gtb25seS1iZW5jaC1vbmx5LWJlbmNoLW9ubHk="


def environment(database_url: str, scratch: Path, **more: str) -> dict[str, str]:
    """Production's environment for one trial. Every client may say which address it has."""
    return {
        "PATH": os.environ["PATH"],
        "DJANGO_SETTINGS_MODULE": "portal.settings.production",
        "SECRET_KEY": "bench-only-bench-only-bench-only-bench-only-bench-only-0123456789",
        "FIELD_ENCRYPTION_KEYS": KEY,
        "ALLOWED_HOSTS": "127.0.0.1",
        "SITE_URL": "http://127.0.0.1",
        "DATABASE_URL": database_url,
        "CACHE_URL": f"filecache://{scratch / 'cache'}?max_entries=100000",
        "TRUSTED_PROXIES": "127.0.0.1",
        "STAFF_TWO_FACTOR_REQUIRED": "false",
        "LOG_LEVEL": "ERROR",
        **more,
    }


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Server:
    """gunicorn in a process group of its own, so that ``kill()`` reaches master and workers."""

    def __init__(self, env: dict[str, str], *, workers: int = 2):
        self.env, self.workers = env, workers
        self.port = free_port()
        self.process: subprocess.Popen | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        self.process = subprocess.Popen(
            [
                *(sys.executable, "-m", "gunicorn", "portal.wsgi"),
                *("--bind", f"127.0.0.1:{self.port}", "--workers", str(self.workers)),
                *("--log-level", "critical", "--backlog", "2048"),
            ],
            cwd=ROOT,
            env=self.env,
            start_new_session=True,
            stderr=subprocess.DEVNULL,
        )
        for _ in range(600):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            if self.process.poll() is not None:
                raise RuntimeError("the server ended by itself")
            time.sleep(0.1)
        raise RuntimeError("the server does not answer")

    def kill(self) -> None:
        """kill -9, master and workers at once, as a power cut would."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def stop(self) -> None:
        if self.process and self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(15)
            except subprocess.TimeoutExpired:
                self.kill()


def manage(env: dict[str, str], *command: str) -> None:
    subprocess.run([sys.executable, "manage.py", *command], cwd=ROOT, env=env, check=True)


def prepare_files(env: dict[str, str]) -> None:
    """Translations and static files as this environment's settings want them."""
    code = "import django; django.setup(); from portal.local import prepare_files as p; p()"
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=env, check=True)
