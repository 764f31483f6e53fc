"""Run a command and say how long it took and how much memory it and all its children held at most."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

EVERY_S = 0.02


@dataclass(frozen=True)
class Measured:
    """What a command cost: wall time, peak memory of the process tree, CPU time of it, and how it ended."""

    seconds: float
    megabytes: float
    cpu_seconds: float
    exit_code: int
    output: str


def measure(command: list[str]) -> Measured:
    """Run a command to its end.

    Memory is the larger of two readings: the kernel's own peak of the biggest process (ru_maxrss), and the sum of
    resident memory over the process tree, read every 20 ms where /proc is there. The second counts shared pages twice
    and may miss a short peak; for one process, which is what both sides of the benchmark are, the first is exact.
    """
    begun = time.perf_counter()
    with tempfile.TemporaryFile() as said:
        process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=said, stderr=subprocess.STDOUT)
        tree, done = 0, 0
        while not done:
            time.sleep(EVERY_S)
            tree = max(tree, _tree_bytes(process.pid))
            done, status, usage = os.wait4(process.pid, os.WNOHANG)
        seconds = time.perf_counter() - begun
        process.returncode = os.waitstatus_to_exitcode(status)
        said.seek(0)
        output = said.read().decode(errors="replace")
    peak = usage.ru_maxrss * (1 if sys.platform == "darwin" else 1024)
    return Measured(seconds, max(peak, tree) / 1e6, usage.ru_utime + usage.ru_stime, process.returncode, output)


def _tree_bytes(pid: int) -> int:
    """Resident memory of a process and its descendants."""
    total, waiting = 0, [pid]
    while waiting:
        one = waiting.pop()
        try:
            total += int(Path(f"/proc/{one}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
            for task in Path(f"/proc/{one}/task").iterdir():
                waiting += [int(child) for child in (task / "children").read_text().split()]
        except (OSError, ValueError, IndexError):
            continue
    return total
