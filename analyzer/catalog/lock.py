"""The project's lock: one run at a time. The system itself lets go of it when the run ends, killed or not."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import IO

from analyzer.catalog.privacy import private_folder
from analyzer.errors import LockError, SettingsError
from analyzer.settings import Settings
from analyzer.settings.scratch import hold


@contextmanager
def project_lock(settings: Settings) -> Iterator[None]:
    """Hold the project's lock; raises LockError where another run holds it."""
    path = settings.home / "lock"
    try:
        private_folder(settings.home)
        file = path.open("a+", encoding="utf-8")
    except OSError as reason:
        raise SettingsError(
            expected="a folder beside the project file that can be written",
            found=reason.strerror or "an error",
            where=str(settings.home),
            do="give this user the right to write there",
        ) from None
    with file:
        if not hold(file):
            raise LockError(
                expected="no other run of this project",
                found=f"one {_holder(file)}",
                where=str(path),
                do="wait until it has ended",
            )
        file.seek(0)
        file.truncate()
        file.write(f"of process {os.getpid()} since {datetime.now(UTC):%Y-%m-%d %H:%M:%S} UTC")
        file.flush()
        yield


def _holder(file: IO[str]) -> str:
    file.seek(0)
    return file.read(100).strip() or "that has just begun"
