"""The worker: works on the jobs of projects, one at a time, and asks for what their schedules want.

A server begins it as a process of its own (`python -m analyzer.jobs.consume PROJECT…`), which ends with that server;
`analyzer worker` runs it alone.
"""

from __future__ import annotations

import contextlib
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

LOOK_S = 1.0  # how often waiting and dead jobs are looked for
AWAY_S = 10.0  # before a project that cannot be opened is tried again
END_S = 3.0


def work_until_told(projects: Sequence[Path], stop: threading.Event) -> None:
    """Work until a signal, or `stop`, says to end; the job in hand waits for the next worker. Ends the process."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    name = f"{socket.gethostname()[:20]}-{os.getpid()}-{secrets.token_hex(4)}"
    turn = threading.Lock()
    for path in projects:
        bench = Bench(path, name, turn, stop)
        threading.Thread(target=_work, args=(bench, stop), name=str(path), daemon=True).start()
    while not stop.wait(LOOK_S):
        pass
    if turn.acquire(timeout=END_S):  # the job in hand has been given back
        turn.release()
    sys.stdout.flush()
    os._exit(0)  # the other threads have nothing to lose


def _work(bench: Bench, stop: threading.Event) -> None:
    """Open a project, and look for its jobs until the end. What is wrong with it is said once, and tried again."""
    said = ""
    while not stop.is_set():
        try:
            with bench.open():
                while not stop.wait(LOOK_S):
                    bench.look()
                    said = ""
        except AnalyzerError as error:
            if error.message != said:
                sys.stderr.write(f"The jobs of {bench.project} wait:\n{error.message}\n")
                said = error.message
            stop.wait(AWAY_S)


def _server_gone(stop: threading.Event) -> None:
    """The server holds the other end of stdin."""
    with contextlib.suppress(OSError):
        while os.read(0, 1):
            pass
    stop.set()


def main(projects: Sequence[Path]) -> None:
    """The worker of a server: it also ends when the server that began it is gone."""
    stop = threading.Event()
    threading.Thread(target=_server_gone, args=(stop,), name="server", daemon=True).start()
    work_until_told(projects, stop)


if __name__ == "__main__":
    main([Path(argument) for argument in sys.argv[1:]])
