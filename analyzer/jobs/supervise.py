"""Keep one worker for a server: a process of its own, begun anew when it dies, ended with the server."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from pathlib import Path

LONGEST_PAUSE_S = 60.0
STEADY_S = 30.0  # a worker that lived that long did not fail at its start
END_S = 5.0  # at most; it takes half a second


class Worker:
    """The server's worker. Its stdin is a pipe that only the server holds: when the server dies, however, it ends."""

    def __init__(self, projects: Sequence[Path]) -> None:
        self._command = [sys.executable, "-m", "analyzer.jobs.consume", *map(str, projects)]
        self._process: subprocess.Popen[bytes] | None = None
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._keep, name="worker", daemon=True)

    def start(self) -> None:
        """Begin the worker. To be called in the process that serves, after every fork."""
        self._process = self._begin()
        self._thread.start()

    def stop(self) -> None:
        """End the worker; it lets its job wait for the next server."""
        process = self._process
        if process is None or self._ended.is_set():
            return
        self._ended.set()
        process.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(END_S)
        process.kill()
        _close(process)

    @property
    def pid(self) -> int | None:
        """The process that is the worker now."""
        return self._process.pid if self._process is not None else None

    def _begin(self) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            self._command,
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            start_new_session=os.name != "nt",  # Ctrl-C is for the server, which ends it in order
        )

    def _keep(self) -> None:
        pause = 1.0
        while not self._ended.is_set():
            process = self._process
            assert process is not None
            began = time.monotonic()
            process.wait()
            _close(process)
            pause = 1.0 if time.monotonic() - began > STEADY_S else min(2 * pause, LONGEST_PAUSE_S)
            if self._ended.wait(pause):
                return
            self._process = self._begin()


def _close(process: subprocess.Popen[bytes]) -> None:
    """Let go of a process that has ended, or is to."""
    if process.stdin is not None:
        process.stdin.close()
