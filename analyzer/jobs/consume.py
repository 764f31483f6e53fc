"""The worker: `python -m analyzer.jobs.consume PROJECT…`. Works on the jobs of these projects, one at a time."""

from __future__ import annotations

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

SWEEP_S = 2.0  # how often waiting and dead jobs are looked for
END_S = 3.0


def main(projects: Sequence[Path]) -> None:
    """Work until told to end, or until the server that began this process is gone."""
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


def _work(bench: Bench, stop: threading.Event) -> None:
    """Open a project, and look for its jobs until the end. What is wrong with it is said once, and tried again."""
    said = ""
    while not stop.is_set():
        try:
            with bench.open():
                while not stop.wait(SWEEP_S):
                    bench.sweep()
                    said = ""
        except AnalyzerError as error:
            if error.message != said:
                sys.stderr.write(f"The jobs of {bench.project} wait:\n{error.message}\n")
                said = error.message
            stop.wait(5 * SWEEP_S)


def _server_gone(stop: threading.Event) -> None:
    """The server holds the other end of stdin."""
    while sys.stdin.buffer.read(1):
        pass
    stop.set()


if __name__ == "__main__":
    main([Path(argument) for argument in sys.argv[1:]])
