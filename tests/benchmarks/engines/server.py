"""A PostgreSQL server on loopback for the length of a comparison, or of the tests of a module."""

from __future__ import annotations

import ctypes
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

PR_SET_PDEATHSIG = 1


def _program(name: str) -> str | None:
    """A program of the server; Debian keeps them off the path."""
    found = [shutil.which(name), *sorted(map(str, Path("/usr/lib/postgresql").glob(f"*/bin/{name}")))]
    return next((program for program in reversed(found) if program), None)


def _end_with_its_parent() -> None:
    """Linux tells the server to stop when who began it is gone, also when that was killed."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGINT)


@contextmanager
def postgresql() -> Iterator[str | None]:
    """The URL of an empty database; None where there is no server to start, or its driver is missing."""
    initdb, postgres = _program("initdb"), _program("postgres")
    if initdb is None or postgres is None or find_spec("psycopg") is None:
        yield None
        return
    user = "postgres" if os.geteuid() == 0 else None  # the server refuses to run as root
    with tempfile.TemporaryDirectory() as folder, socket.socket() as probe:
        if user is not None:
            shutil.chown(folder, user)
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
        probe.close()
        made = [
            initdb,
            "-D",
            f"{folder}/data",
            "-A",
            "trust",
            "-U",
            "analyst",
            "--no-sync",
            "-E",
            "UTF8",
            "--locale",
            "C",
        ]
        subprocess.run(made, user=user, check=True, capture_output=True, cwd=folder)
        command = [postgres, "-D", f"{folder}/data", "-p", str(port), "-k", folder, "-F"]
        command += ["-c", "listen_addresses=127.0.0.1"]
        with Path(folder, "log").open("w") as log:
            running = subprocess.Popen(
                command, user=user, cwd=folder, stdout=log, stderr=log, preexec_fn=_end_with_its_parent
            )
        url = f"postgresql://analyst@127.0.0.1:{port}/postgres"
        try:
            _wait(url, running, Path(folder, "log"))
            yield url
        finally:
            running.terminate()
            running.wait(60)


def _wait(url: str, running: subprocess.Popen[bytes], log: Path) -> None:
    import psycopg

    for _ in range(600):
        try:
            psycopg.connect(url).close()
            return
        except psycopg.OperationalError:
            if running.poll() is not None:
                break
            time.sleep(0.1)
    raise RuntimeError(f"the server does not answer: {log.read_text(errors='replace')[-2000:]}")
