"""gunicorn's own settings; it finds this file by itself. Environment: PORT, WEB_CONCURRENCY."""

import gc
import os
import shutil
from pathlib import Path

bind = f"127.0.0.1:{os.environ.get('PORT') or 8000}"
workers = int(os.environ.get("WEB_CONCURRENCY") or 2)
# Rendering holds the interpreter lock: threads made pages slower (docs/operations.md).
worker_class = "sync"
timeout = 60
max_requests, max_requests_jitter = 20_000, 2_000
control_socket_disable = True
loglevel = "warning"
# The path without its query, no address, no agent: a log must not say who read what.
access_log_format = "%(t)s %(m)s %(U)s %(s)s %(B)s %(M)sms"


def post_worker_init(worker):
    """What all requests share is read before the first one, and never searched for waste again:
    each search took 200 ms in the middle of somebody's page."""
    from staff.domain.triage.likeness import learn  # noqa: PLC0415  (once the app is loaded)

    learn()
    gc.collect()
    gc.freeze()


# The workers add up their figures for /metrics in files.
if os.environ.get("METRICS_TOKEN"):
    METRICS = Path(__file__).parent / "var" / "metrics"
    os.environ.setdefault("PROMETHEUS_MULTIPROC_DIR", str(METRICS))

    def on_starting(server):
        shutil.rmtree(METRICS, ignore_errors=True)
        METRICS.mkdir(parents=True)

    def child_exit(server, worker):
        from prometheus_client import multiprocess  # noqa: PLC0415  (reads the folder on import)

        multiprocess.mark_process_dead(worker.pid)
