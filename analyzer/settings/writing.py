"""Replace a file that people edit: whole or not at all, only if it is still what was edited, the old one kept once."""

from __future__ import annotations

import hashlib
import os
import shutil
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from analyzer.errors import AnalyzerError, InputError, SettingsError

_ONE_AT_A_TIME = threading.Lock()
BACKUP = ".bak"


def digest_of(path: Path) -> str:
    """What tells one version of a file from another; empty where there is no file."""
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except FileNotFoundError:
        return ""


def replace_file(
    path: Path,
    text: str,
    check: Callable[[Path], object],
    seen: str | None = None,
    error: type[InputError] = SettingsError,
) -> str:
    """Put a text in the place of a file; gives the digest of what is there then.

    `check` reads the new file before it takes the old one's place, and raises where it is wrong. `seen` is the digest
    of the version that was edited: where another one is there now, `error` says so and nothing changes. What was there
    before is kept beside it (`.bak`).
    """
    path = path.resolve()
    try:
        with _alone(path):
            if seen is not None and digest_of(path) != seen:
                raise _changed(path, error)
            return _replace(path, text, check)
    except OSError as reason:
        raise error(
            expected="a file that can be written",
            found=reason.strerror or type(reason).__name__,
            where=str(path),
            do="give this user the right to write in its folder, and see that the disk has room",
        ) from None


def put_whole(path: Path, text: str) -> None:
    """Put a text in the place of a file that only this program writes: whole or not at all, on the disk when this
    returns, and still there after the power has failed. Raises SettingsError where it cannot be written."""
    written: Path | None = None
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=f".{path.stem}-", suffix=path.suffix, dir=path.parent)
        written = Path(name)
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as stream:
            stream.write(text)
            stream.flush()
            os.fsync(stream.fileno())
        written.replace(path)
        sync_folder(path.parent)
    except OSError as reason:
        if written is not None:
            written.unlink(missing_ok=True)
        raise SettingsError(
            expected="a file that can be written",
            found=reason.strerror or type(reason).__name__,
            where=str(path),
            do="give this user the right to write in its folder, and see that the disk has room",
        ) from None


def sync_folder(folder: Path) -> None:
    """Wait until the names in a folder are on the disk; where the system has no such thing nothing is done."""
    if sys.platform == "win32":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _replace(path: Path, text: str, check: Callable[[Path], object]) -> str:
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    written = Path(name)
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as stream:
            stream.write(text)
            stream.flush()
            os.fsync(stream.fileno())
        _checked(written, path, check)
        written.chmod(path.stat().st_mode & 0o7777 if path.exists() else 0o644)
        if path.exists():
            _back_up(path)
        digest = digest_of(written)
        written.replace(path)
    except BaseException:
        written.unlink(missing_ok=True)
        raise
    return digest


def _checked(written: Path, path: Path, check: Callable[[Path], object]) -> None:
    """Check the new file; what is wrong with it is said of the file that it was to become."""
    try:
        check(written)
    except AnalyzerError as error:
        where = error.where.replace(str(written), str(path))
        raise type(error)(expected=error.expected, found=error.found, where=where, do=error.do) from None


def _back_up(path: Path) -> None:
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    os.close(handle)
    try:
        shutil.copy2(path, name)
        Path(name).replace(path.with_name(path.name + BACKUP))
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _changed(path: Path, error: type[InputError]) -> InputError:
    return error(
        expected="the version of the file that was opened for editing",
        found="another one: somebody saved it, or changed it on disk, in the meantime",
        where=str(path),
        do="open the page again to see what changed, then make your changes once more; nothing was overwritten",
    )


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    """One writer at a time: of this process by a lock, of others by the system's lock on the file itself."""
    with _ONE_AT_A_TIME:
        if sys.platform == "win32" or not path.exists():
            yield
            return
        import fcntl

        with path.open("rb") as file:
            fcntl.flock(file.fileno(), fcntl.LOCK_EX)
            yield
