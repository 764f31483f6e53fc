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
        while running.poll() is None:
            seen |= _of_session(running.pid)
            time.sleep(_LOOK_S)
    if running.returncode:
        raise subprocess.CalledProcessError(running.returncode, command)
    return CommandCost(time.perf_counter() - begun, sum(seen.values()))


def _of_session(session: int) -> dict[str, float]:
    """Process → its processor seconds so far, of all processes of a session."""
    found = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text(encoding="utf-8", errors="replace").rpartition(") ")[2].split()
        except OSError:  # it has just ended
            continue
        if int(fields[3]) == session:
            found[stat.parent.name] = (int(fields[11]) + int(fields[12])) / _TICKS
    return found
