"""The worker: `python -m analyzer.jobs.consume PROJECT…`. Works on the jobs of these projects, one at a time."""

from __future__ import annotations

import contextlib
import logging
import os
import secrets
import signal
import socket
import sys
import threading
from collections.abc import Sequence
from pathlib import Path

from analyzer.errors import AnalyzerError
from analyzer.jobs.bench import Bench
from analyzer.jobs.queue import queue_errors

SWEEP_S = 2.0  # how often waiting and dead jobs are looked for
END_S = 3.0


def main(projects: Sequence[Path]) -> None:
    """Work until told to end, or until the server that began this process is gone."""
    logging.getLogger("huey").setLevel(logging.CRITICAL)  # a queue that is away is said once, below
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    threading.Thread(target=_server_gone, args=(stop,), name="server", daemon=True).start()
    name = f"{socket.gethostname()[:20]}-{os.getpid()}-{secrets.token_hex(4)}"
    turn = threading.Lock()
    benches = [Bench(path, name, turn, stop) for path in projects]
    for bench in benches:
        threading.Thread(target=_work, args=(bench, stop), name=str(bench.project), daemon=True).start()
    while not stop.wait(SWEEP_S):
        pass
    if turn.acquire(timeout=END_S):  # the job in hand has been given back
        turn.release()
    os._exit(0)  # the other threads have nothing to lose


def _work(bench: Bench, stop: threading.Event) -> None:
    """Open a project, and look for its jobs until the end. What is wrong with it is said once, and tried again."""
    said = ""
    away: tuple[type[Exception], ...] = (AnalyzerError, *queue_errors())
    while not stop.is_set():
        try:
            with bench.open():
                while not stop.wait(SWEEP_S):
                    bench.sweep()
                    said = ""
        except away as error:
            words = _words(error)
            if words != said:
                sys.stderr.write(f"The jobs of {bench.project} wait:\n{words}\n")
                said = words
            stop.wait(5 * SWEEP_S)


def _words(error: Exception) -> str:
    return error.message if isinstance(error, AnalyzerError) else f"The queue does not answer: {error}"


def _server_gone(stop: threading.Event) -> None:
    """The server holds the other end of stdin."""
    with contextlib.suppress(OSError):
        while os.read(0, 1):
            pass
    stop.set()


if __name__ == "__main__":
    main([Path(argument) for argument in sys.argv[1:]])
