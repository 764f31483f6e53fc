"""Folders for the time of a piece of work. One whose owner was killed is taken away by the next that makes one there.

The owner holds a lock on a file in its folder, which the system lets go of when the owner ends, killed or not.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

HELD = ".held"
UNMARKED_S = 86_400.0  # a folder without that file is just being made, or was made by an older version


@contextmanager
def scratch_folder(prefix: str, where: Path | None = None) -> Iterator[Path]:
    """An empty folder but for a hidden file; it goes with all that is in it. Raises OSError where it cannot be made."""
    home = where or Path(tempfile.gettempdir())
    remove_unheld(prefix, home)
    folder = Path(tempfile.mkdtemp(prefix=prefix, dir=home))
    try:
        with (folder / f"{HELD}-soon").open("w") as file:
            hold(file)
            if os.name != "nt":  # there a file that is open keeps its name
                Path(file.name).rename(folder / HELD)
            yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def remove_unheld(prefix: str, home: Path) -> None:
    """Take away the folders of that prefix that nobody holds any more."""
    for folder in home.glob(f"{prefix}*"):
        with suppress(OSError):  # somebody else's, or another has just taken it away
            if folder.is_dir() and not folder.is_symlink() and _is_left(folder):
                shutil.rmtree(folder, ignore_errors=True)


def _is_left(folder: Path) -> bool:
    if not (folder / HELD).exists():
        return time.time() - folder.stat().st_mtime > UNMARKED_S
    with (folder / HELD).open("a") as file:
        return hold(file)


if sys.platform == "win32":
    import msvcrt

    def hold(file: IO[str]) -> bool:
        """Lock a file until it is closed; False where another holds it."""
        file.seek(1 << 20)  # a byte beyond the text, so that others can read who holds it
        try:
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

else:
    import fcntl

    def hold(file: IO[str]) -> bool:
        """Lock a file until it is closed; False where another holds it."""
        try:
            fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True
