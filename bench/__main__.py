"""``make bench``: every trial, one table. ``python -m bench pages search`` runs only those.

Each trial starts in a process of its own, with its own throw-away database, and can be run by
itself (``python -m bench.pages``). PostgreSQL is left out where none answers. Exit code 1: a
figure is over its budget, or a trial could not be run.
"""

from __future__ import annotations

import subprocess
import sys
import time

from .server import ROOT
from .table import draw, read

TRIALS = ("start", "pages", "search", "submit", "desk", "kill9")


def main(names: list[str]) -> int:
    unknown = set(names) - set(TRIALS)
    if unknown:
        print(f"No such trial: {', '.join(sorted(unknown))}. There are: {', '.join(TRIALS)}")
        return 2
    rows, failed = [], []
    for name in names or TRIALS:
        started = time.monotonic()
        print(f"{name} …", flush=True)
        command = [sys.executable, "-m", f"bench.{name}", "--json"]
        trial = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=False)
        found = read(trial.stdout)
        rows += found
        if trial.returncode and all(row.within_budget for row in found):
            failed.append(name)
        print(f"{name}: {time.monotonic() - started:.0f} s", flush=True)
    print(f"\n{draw(rows)}")
    over = [row for row in rows if not row.within_budget]
    for name in failed:
        print(f"{name}: could not be run, see above")
    print(f"{len(rows)} figures, {len(over)} over budget")
    return 1 if over or failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
