"""The web server and the worker side by side: ``make run`` for one machine.

Larger installations start ``granian`` and ``flask worker`` as services of their own.
"""

import signal
import subprocess
import sys
import threading
import time

_GRACE = 10.0
_PAUSE = 1.0


def run(host: str, port: int, workers: int) -> int:
    """Serve until SIGINT or SIGTERM; a part that dies is started again. Gives the exit code."""
    commands = (
        _web(host, port, workers),
        [sys.executable, "-m", "flask", "--app", "app", "worker"],
    )
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    running = [subprocess.Popen(command) for command in commands]
    started = time.monotonic()
    while not stop.wait(_PAUSE):
        for place, process in enumerate(running):
            if process.poll() is None:
                continue
            if time.monotonic() - started < 5:
                stop.set()  # it can't even start: say so instead of trying for ever
                break
            running[place] = subprocess.Popen(commands[place])
    return _end(running)


def _web(host: str, port: int, workers: int) -> list[str]:
    options = ["--interface", "wsgi", "--factory", "--workers", str(workers)]
    return [
        sys.executable, "-m", "granian", *options, "--blocking-threads", "1",
        "--host", host, "--port", str(port), "--log-level", "warning", "app:create_app",
    ]  # fmt: skip


def _end(running: list[subprocess.Popen[bytes]]) -> int:
    failed = next((p.returncode for p in running if p.poll() not in (None, 0)), 0)
    for process in running:
        if process.poll() is None:
            process.terminate()
    for process in running:
        try:
            process.wait(_GRACE)
        except subprocess.TimeoutExpired:
            process.kill()
    return failed
