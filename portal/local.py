"""``make run``: the whole site on this machine, with nothing but Python.

Prepares what is missing (secrets, translations, static files, tables, demo content), then keeps
the web server and the task worker running together until Ctrl-C. A second start does only what
has changed. Everything it writes lies in ``var/``; delete that folder to begin again.
"""

from __future__ import annotations

import base64
import hashlib
import os
import secrets
import signal
import socket
import subprocess
import sys
import time
from importlib import import_module
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
VAR = ROOT / "var"
STOP_SECONDS = 15


def say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def load_environment(port: int, path: Path = VAR / "local.env") -> None:
    """Put this machine's settings into the environment; make them up the first time.

    What the caller's environment already says wins. The keys are written once and kept: without
    ``FIELD_ENCRYPTION_KEYS`` nobody can read what people told the station.
    """
    path.parent.mkdir(exist_ok=True)
    if not path.exists():
        key = base64.urlsafe_b64encode(secrets.token_bytes(32)).decode()
        lines = [
            f"SECRET_KEY={secrets.token_urlsafe(50)}",
            f"FIELD_ENCRYPTION_KEYS={key}",
            "ALLOWED_HOSTS=localhost,127.0.0.1",
            f"DATABASE_URL=sqlite:///{VAR / 'yimi.sqlite3'}",
            "STAFF_TWO_FACTOR_REQUIRED=false",
        ]
        with open(os.open(path, os.O_CREAT | os.O_WRONLY | os.O_EXCL, 0o600), "w") as file:
            file.write("\n".join(lines) + "\n")
    for line in path.read_text().splitlines():
        name, _, value = line.partition("=")
        if value and not name.startswith("#"):
            os.environ.setdefault(name, value)
    os.environ.setdefault("SITE_URL", f"http://127.0.0.1:{port}")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.production")


def fingerprint_of_static_files() -> str:
    """Changes when a static file of ours or a locked package changes."""
    lines = [(ROOT / "requirements" / "base.txt").read_text()]
    for file in sorted(ROOT.glob("*/static/**/*")):
        if file.is_file() and VAR not in file.parents:
            state = file.stat()
            lines.append(f"{file.relative_to(ROOT)} {state.st_size} {state.st_mtime_ns}")
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def once(mark: Path, state: str, work) -> None:
    """Do ``work`` unless it was done for this ``state`` before; note it only when it succeeded."""
    if not mark.exists() or mark.read_text() != state:
        work()
        mark.write_text(state)


def prepare_files() -> None:
    """Translations and static files, made only where something changed. Settings must be ready."""
    from django.core.management import call_command  # noqa: PLC0415  (the settings come first)

    call_command("compile_translations")

    def collect() -> None:
        say("Collecting static files …")
        call_command("collectstatic", interactive=False, verbosity=0, clear=True)

    once(VAR / "static.done", fingerprint_of_static_files(), collect)


def prepare() -> None:
    """Everything a first start needs, and on a later one only what changed."""
    from django.core.management import call_command  # noqa: PLC0415  (the settings come first)
    from django.db import connection  # noqa: PLC0415

    prepare_files()
    new = connection.introspection.table_names() == []
    if new:
        say("Making the tables …")
        (VAR / "demo.done").unlink(missing_ok=True)
    call_command("migrate", interactive=False, verbosity=0)

    def load_demo() -> None:
        say("Loading the demo content …")
        call_command("load_demo", verbosity=0)

    once(VAR / "demo.done", os.environ["DATABASE_URL"], load_demo)
    connection.close()


def demo_logins() -> list[str]:
    """One line for each demo account, as the demo data itself names them."""
    users = import_module("staff.demo").LOGINS
    return [f"  {username:<14} {password:<18} {role}" for username, password, role in users]


def port_is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
        return True


def wait_until_it_answers(port: int, server: subprocess.Popen) -> bool:
    """True once the server takes connections; False when it has ended or 60 seconds have gone."""
    for _ in range(600):
        if server.poll() is not None:
            return False
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return True
        time.sleep(0.1)
    return False


def serve(port: int) -> int:
    """Run server and worker until one of them ends or somebody asks to stop."""
    commands = [
        ["-m", "gunicorn", "portal.wsgi", "--bind", f"127.0.0.1:{port}"],
        ["manage.py", "db_worker", "--queue-name", "*", "--no-reload", "-v", "0"],
    ]
    # Own sessions: Ctrl-C reaches only this process, which then stops the others in order.
    children = [
        subprocess.Popen([sys.executable, *command], cwd=ROOT, start_new_session=True)  # noqa: S603
        for command in commands
    ]

    def stop(*_):
        raise KeyboardInterrupt

    # SIGINT too: a shell that starts this in the background has it ignored.
    for name in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(name, stop)
    status = 1
    try:
        if wait_until_it_answers(port, children[0]):
            say(f"\nYimi 一米 answers on http://127.0.0.1:{port}/  (Ctrl-C stops it)")
            say(f"The desk is at http://127.0.0.1:{port}/staff/  Demo log-ins:")
            say("\n".join(demo_logins()))
            while all(child.poll() is None for child in children):
                time.sleep(0.5)
    except KeyboardInterrupt:
        status = 0
    finally:
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        for child in children:
            if child.poll() is None:
                child.terminate()
        deadline = time.monotonic() + STOP_SECONDS
        for child in children:
            try:
                child.wait(max(0.1, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                child.kill()
    say("Stopped." if status == 0 else "The server or the task worker ended by itself; see above.")
    return status


def main() -> int:
    port = int(os.environ.get("PORT") or 8000)
    if not port_is_free(port):
        say(f"Port {port} is taken. Another one: make run PORT={port + 1}")
        return 1
    load_environment(port)
    os.chdir(ROOT)
    import django  # noqa: PLC0415  (the settings come first)

    django.setup()
    prepare()
    return serve(port)


if __name__ == "__main__":
    sys.exit(main())
