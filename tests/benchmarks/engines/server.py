"""A PostgreSQL server on loopback for the length of a comparison."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


def _program(name: str) -> str | None:
    """A program of the server; Debian keeps them off the path."""
    found = [shutil.which(name), *sorted(map(str, Path("/usr/lib/postgresql").glob(f"*/bin/{name}")))]
    return next((program for program in reversed(found) if program), None)


@contextmanager
def postgresql() -> Iterator[str | None]:
    """The URL of an empty database; None where there is no server to start, or its driver is missing."""
    try:
        import psycopg
    except ImportError:
        yield None
        return
    initdb, postgres = _program("initdb"), _program("postgres")
    if initdb is None or postgres is None:
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
        running = subprocess.Popen(command, user=user, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        url = f"postgresql://analyst@127.0.0.1:{port}/postgres"
        try:
            for _ in range(300):
                try:
                    psycopg.connect(url).close()
                    break
                except psycopg.OperationalError:
                    time.sleep(0.1)
            yield url
        finally:
            running.terminate()
            running.wait(60)
