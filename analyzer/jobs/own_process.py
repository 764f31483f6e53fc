"""A process of its own for one piece of work: a new interpreter that is killed with all that it began, and that ends
when whoever began it is gone."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

STOPPED = 130
PATIENCE_S = 0.3  # for a process that was asked to end, before it is killed


def started(command: Sequence[str], folder: Path, said: int | None = None) -> subprocess.Popen[bytes]:
    """A new interpreter, never a fork: a fork after a query with native threads can stand still for ever. Its temporary
    files lie in the folder; `said` takes what it prints."""
    temporary = dict.fromkeys(("TMPDIR", "TEMP", "TMP"), str(folder))
    return subprocess.Popen(
        list(command),
        stdin=subprocess.PIPE,
        stdout=said,
        env={**os.environ, **temporary},
        start_new_session=os.name != "nt",
    )


def ended_by_force(process: subprocess.Popen[Any]) -> None:
    """End a process and all that it began."""
    process.terminate()
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.wait(PATIENCE_S)
    if os.name != "nt":
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
    elif process.poll() is None:
        process.kill()
    process.wait()


def end_without(stdin: int) -> None:
    """End this process when nobody holds the other end of its stdin any more: nobody waits for it then."""
    with contextlib.suppress(OSError):
        while os.read(stdin, 1):
            pass
    if os.name != "nt":
        os.kill(os.getpid(), signal.SIGTERM)
        time.sleep(2)
    os._exit(STOPPED)
