"""What a command costs: time on the clock, and processor time of it and of all that it starts."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

_TICKS = os.sysconf("SC_CLK_TCK") if hasattr(os, "sysconf") else 100
_LOOK_S = 0.2


@dataclass(frozen=True)
class CommandCost:
    """Seconds. Java, which Spark starts, is not waited for by whoever starts it, so that the system does not add it up:
    its time is read five times a second, and the last fifth may be missing."""

    clock_s: float
    processor_s: float


def run_counted(command: Sequence[str]) -> CommandCost:
    """Run a command to its end. Raises CalledProcessError where it fails."""
    begun, seen = time.perf_counter(), dict[str, float]()
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, start_new_session=True) as running:
        try:
            while running.poll() is None:
                seen |= _of_session(running.pid)
                time.sleep(_LOOK_S)
        finally:  # Ctrl-C does not reach it by itself
            if running.poll() is None:
                running.terminate()
    if running.returncode:
        raise subprocess.CalledProcessError(running.returncode, command)
    return CommandCost(time.perf_counter() - begun, sum(seen.values()))


def _of_session(session: int) -> dict[str, float]:
    """Process → its processor seconds so far, of all processes of a session."""
    found = {}
    for process in _processes():
        fields = _fields(process)
        if fields is not None and int(fields[3]) == session:
            found[process] = _seconds(fields[11:13])
    return found


def _processes() -> list[str]:
    return [stat.parent.name for stat in Path("/proc").glob("[0-9]*/stat")]


def _fields(process: str) -> list[str] | None:
    """What the system says of a process, from its state on; None where it has just ended."""
    try:
        stat = Path(f"/proc/{process}/stat").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return None
    return stat.rpartition(") ")[2].split()


def _seconds(ticks: list[str]) -> float:
    return sum(map(int, ticks)) / _TICKS


class ServerCost:
    """Processor seconds of a PostgreSQL server on this machine, with all its processes, since this was made."""

    def __init__(self, url: str) -> None:
        import psycopg

        with psycopg.connect(url) as link:
            asked = _fields(str(link.info.backend_pid))
        self._server = asked[1] if asked else ""  # the server is the parent of whoever answers
        self._before = self._so_far()

    def seconds(self) -> float:
        """Since it was made."""
        return self._so_far() - self._before

    def _so_far(self) -> float:
        """Of the server itself and of its processes that have ended, which it waited for; and of those that run."""
        server = _fields(self._server)
        running = [fields for fields in map(_fields, _processes()) if fields is not None and fields[1] == self._server]
        return (_seconds(server[11:15]) if server else 0.0) + sum(_seconds(fields[11:13]) for fields in running)
