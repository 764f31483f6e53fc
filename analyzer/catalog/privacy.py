"""Who may read what is kept: its owner. The catalog holds password hashes, and the folder beside it customers' data."""

from __future__ import annotations

import os
import stat
from contextlib import suppress
from pathlib import Path


def private_folder(folder: Path) -> None:
    """Make a folder that its owner alone may enter (0700). One that stands open to everybody is closed; one that was
    opened to a group on purpose stays so. Raises OSError where it cannot be made."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    with suppress(FileExistsError):
        folder.mkdir(mode=stat.S_IRWXU)
    _close(folder)


def private_file(file: Path) -> None:
    """Make an empty file that its owner alone may read (0600), or close one that stands open to everybody.

    Raises OSError where it cannot be made.
    """
    with suppress(FileExistsError):
        os.close(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, stat.S_IRUSR | stat.S_IWUSR))
    if file.is_file():  # where a folder stands, it is somebody else's, and opening it says so
        _close(file)


def _close(path: Path) -> None:
    mode = stat.S_IMODE(path.stat().st_mode)
    if os.name != "nt" and mode & stat.S_IRWXO:
        with suppress(PermissionError):  # it is somebody else's
            path.chmod(mode & stat.S_IRWXU)
