"""What a public page costs: kept ready, made anew, and beside a static file, in one run.

``python -m bench.pages`` starts the real server twice with the demo content, once with the page
cache and once with none, asks for each page over kept-alive connections, and prints requests a
second, p95 and the bytes of each page. The static file that WhiteNoise serves is the baseline.
"""

from __future__ import annotations

import gzip
import http.client
import sys
import tempfile
import threading
import time
from pathlib import Path

from .server import Server, environment, manage, prepare_files
from .table import Row, finish, percentile

PAGES = {
    "home": "/",
    "explainer": "/policies/dibao/",
    "situation": "/situations/shengbing/",
    "glossary": "/glossary/",
}
SECONDS = 4
READERS = 4
MOST_HTML = 14 * 1024
"""Bytes of HTML as sent, gzip: the design's budget for a public page."""


def measure(port: int, path: str) -> tuple[float, float]:
    """Requests a second and p95 in milliseconds, for readers who ask again at once."""
    times: list[float] = []
    end = time.perf_counter() + SECONDS

    def read():
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        while time.perf_counter() < end:
            started = time.perf_counter()
            connection.request("GET", path, headers={"Accept-Encoding": "gzip"})
            answer = connection.getresponse()
            answer.read()
            if answer.status != 200:
                raise RuntimeError(f"{path}: {answer.status}")
            if answer.will_close:
                connection.close()
            times.append((time.perf_counter() - started) * 1000)
        connection.close()

    readers = [threading.Thread(target=read) for _ in range(READERS)]
    for reader in readers:
        reader.start()
    for reader in readers:
        reader.join()
    return len(times) / SECONDS, percentile(times, 0.95)


def page(port: int, path: str) -> tuple[str, int]:
    """The page's text and its bytes as sent."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    connection.request("GET", path, headers={"Accept-Encoding": "gzip"})
    body = connection.getresponse().read()
    connection.close()
    text = gzip.decompress(body) if body[:2] == b"\x1f\x8b" else body
    return text.decode(), len(body)


def static_file(html: str) -> str:
    start = html.index('href="/static/portal/main') + len('href="')
    return html[start : html.index('"', start)]


def main(arguments: list[str]) -> int:
    rows: list[Row] = []
    with tempfile.TemporaryDirectory() as folder:
        scratch = Path(folder)
        env = environment(f"sqlite:///{scratch / 'pages.sqlite3'}", scratch)
        prepare_files(env)
        manage(env, "migrate", "--verbosity", "0")
        manage(env, "load_demo", "--verbosity", "0")
        static = (0.0, 0.0)
        for state, cache in (("kept", env["CACHE_URL"]), ("made anew", "dummycache://")):
            server = Server({**env, "CACHE_URL": cache})
            server.start()
            try:
                if not static[0]:
                    static = measure(server.port, static_file(page(server.port, "/")[0]))
                    rows += [
                        Row("static file: requests a second", "SQLite", static[0]),
                        Row("static file: p95", "SQLite", static[1], "ms"),
                    ]
                for name, path in PAGES.items():
                    _, size = page(server.port, path)
                    rate, slow = measure(server.port, path)
                    rows += [
                        Row(f"{name}, {state}: requests a second", "SQLite", rate, "", static[0]),
                        Row(f"{name}, {state}: p95", "SQLite", slow, "ms", static[1]),
                    ]
                    if state == "kept":
                        rows.append(Row(f"{name}: HTML sent", "", size, "bytes", None, MOST_HTML))
            finally:
                server.stop()
    return finish(rows, arguments)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
