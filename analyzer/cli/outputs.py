"""The folder that `--out` names: all of a run's files are put there, or none."""

from __future__ import annotations

import errno
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from analyzer.errors import ArgumentError
from analyzer.settings.scratch import scratch_folder

_OF_THE_FOLDER = {  # errors of the folder itself; any other is a fault of the program
    errno.EACCES,
    errno.EDQUOT,
    errno.EEXIST,
    errno.EFBIG,
    errno.EIO,
    errno.EISDIR,
    errno.ENAMETOOLONG,
    errno.ENOSPC,
    errno.ENOTDIR,
    errno.EPERM,
    errno.EROFS,
}


def check_folder(out: Path) -> None:
    """Raise ArgumentError unless files can be written into the folder, or it can be made."""
    existing = out
    while not existing.exists() and existing != existing.parent:
        existing = existing.parent
    if not existing.is_dir():
        raise _refused(out, f"{existing} is a file", "name a folder")
    try:
        with tempfile.NamedTemporaryFile(prefix=".writable-", dir=existing):
            pass
    except OSError as reason:
        raise _refused(
            out, f"{existing} cannot be written ({reason.strerror})", "name a folder that you may write into"
        ) from None


def put_files(out: Path, write: Callable[[Path], object]) -> list[str]:
    """Let `write` fill an empty folder, then move its files into `out`; on any error `out` is as it was before.

    Files of other names in `out` stay. Gives the names of the files.
    """
    try:
        with _folder(out), scratch_folder(".writing-", out) as scratch:
            new, old = scratch / "new", scratch / "old"
            new.mkdir()
            old.mkdir()
            write(new)
            names = sorted(file.name for file in new.iterdir())
            _swap(names, new, out, old)
            return names
    except OSError as reason:
        if reason.errno not in _OF_THE_FOLDER:
            raise
        raise _refused(
            out, f"{reason.strerror or type(reason).__name__}", "make room or name another folder"
        ) from reason


@contextmanager
def _folder(out: Path) -> Iterator[None]:
    """Make the folder, and take what was made away again on an error."""
    missing = [folder for folder in (out, *out.parents) if not folder.exists()]
    out.mkdir(parents=True, exist_ok=True)
    try:
        yield
    except BaseException:
        for folder in missing:
            with suppress(OSError):
                folder.rmdir()
        raise


def _swap(names: list[str], new: Path, out: Path, old: Path) -> None:
    """Move every file of `new` into `out`; what it replaces waits in `old` and goes back on an error."""
    moved: list[Path] = []
    try:
        for name in names:
            file, target = new / name, out / name
            if target.is_dir() and not target.is_symlink():
                raise IsADirectoryError(errno.EISDIR, f"{file.name} is a folder there")
            if os.path.lexists(target):
                shutil.copy2(target, old / file.name, follow_symlinks=False)
            moved.append(target)
            file.replace(target)
    except BaseException:
        for target in moved:
            if (old / target.name).exists():
                (old / target.name).replace(target)
            elif not (new / target.name).exists():
                target.unlink(missing_ok=True)
        raise


def _refused(out: Path, found: str, do: str) -> ArgumentError:
    return ArgumentError(
        expected="a folder for the outputs that can be written", found=found, where=f"--out {out}", do=do
    )
