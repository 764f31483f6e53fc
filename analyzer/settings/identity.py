"""What a project is, whatever it is called and wherever it lies: a number that is born with its folder."""

from __future__ import annotations

import hashlib
import os
import re
import secrets
import time
from pathlib import Path

from analyzer.errors import SettingsError
from analyzer.settings.model import Settings
from analyzer.settings.writing import sync_folder

FILE = "project-id"  # in .alignment: it goes along when the folder is moved
USUAL = "project.yaml"
DIGITS = 32
WAIT_S = 1.0  # for another process that has just made the file and not yet written it


def project_id(settings: Settings) -> str:
    """The project's own id: its folder's, and where its file is not called project.yaml, what tells that file from
    others in the folder. Made where there is none yet.

    Raises SettingsError where the folder's id cannot be read or made, or is none.
    """
    found = _folder_id(settings.home / FILE)
    name = settings.project.name if settings.project else USUAL
    return found if name == USUAL else f"{found}-{hashlib.sha256(name.encode()).hexdigest()[:7]}"


def folder_id(of: str) -> str:
    """The part of a project's id that its folder keeps."""
    return of[:DIGITS]


def _folder_id(path: Path) -> str:
    try:
        try:
            found = path.read_text(encoding="utf-8").strip()
        except FileNotFoundError:
            return _made(path)
        return _whole(path, found)
    except UnicodeDecodeError:
        raise _no_id(path, "bytes that are no text") from None
    except OSError as reason:
        raise SettingsError(
            expected="a folder beside the project file that can be read and written",
            found=reason.strerror or "an error",
            where=str(path),
            do="give this user the right to read and write there",
        ) from None


def _made(path: Path) -> str:
    """A new id, on the disk when this returns; another process's where that was faster."""
    path.parent.mkdir(parents=True, exist_ok=True)
    new = secrets.token_hex(DIGITS // 2)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666)
    except FileExistsError:
        return _whole(path, path.read_text(encoding="utf-8").strip())
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as stream:
            stream.write(new)
            stream.flush()
            os.fsync(stream.fileno())
        sync_folder(path.parent)
    except OSError:
        path.unlink(missing_ok=True)
        raise
    return new


def _whole(path: Path, found: str) -> str:
    until = time.monotonic() + WAIT_S
    while not found and time.monotonic() < until:
        time.sleep(0.02)
        found = path.read_text(encoding="utf-8").strip()
    if not re.fullmatch(rf"[0-9a-f]{{{DIGITS}}}", found):
        raise _no_id(path, repr(found[:40]) if found else "an empty file")
    return found


def _no_id(path: Path, found: str) -> SettingsError:
    return SettingsError(
        expected=f"a project's id, {DIGITS} digits of 0-9 and a-f",
        found=found,
        where=str(path),
        do="put back the one that the shared catalog has (the guide says how); where there is none, remove the file",
    )
