"""Put a backup back: everything is checked before anybody sees any of it."""

from __future__ import annotations

import gzip
import hashlib
import os
import shutil
import tarfile
import zlib
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path, PurePosixPath
from typing import IO

import msgspec

from analyzer.backup.manifest import CATALOG, FORMAT, NAME, PROJECT, BackupEntry, BackupOutcome, Manifest, outcome_of
from analyzer.catalog import database_file, open_catalog, read_rows
from analyzer.errors import ArgumentError
from analyzer.settings import load_project
from analyzer.settings.scratch import scratch_folder
from analyzer.settings.yaml_edit import parse_keeping, text_of, written

MOST_FILES = 1_000_000
MOST_RATIO = 200  # unpacked bytes to a packed one; logs as text reach 30
ALLOWANCE = 64 << 20  # bytes that any backup may have beyond that
SPARE = 256 << 20  # bytes of the disk that stay free
MOST_MANIFEST = 256 << 20
PIECE = 1 << 20
BESIDE = "sqlite"  # as a catalog: a file beside the project file


def restore(file: Path, into: Path, catalog: str | None = None) -> BackupOutcome:
    """Put a backup into a folder that is empty or does not exist: all of it or nothing.

    `catalog`: where its rows are to go, as the project file writes it, or `sqlite` for a file beside the project file;
    by default where the project file says. Refused with ArgumentError: a folder that is not empty; a file that is no
    backup, is damaged or was changed; members that are no plain files, or whose names lead out of the folder; what
    unpacks to more than the disk has room for, or to 200 times its size. Raises SettingsError where the catalog cannot
    take the rows.
    """
    _check_empty(into)
    existed = into.exists()
    parent = into.resolve().parent
    try:
        parent.mkdir(parents=True, exist_ok=True)
        with scratch_folder(".restoring-", parent) as scratch:
            manifest = _unpack(file, scratch)
            project = scratch / "project" / manifest.project_file
            if catalog is not None:
                _with_catalog(project, catalog)
            _put_rows(project, scratch / "catalog", lambda: _move(scratch / "project", into))
    except OSError as reason:
        if not existed:
            with suppress(OSError):
                into.rmdir()
        raise refused(
            into, reason.strerror or "an error", "name a folder that may be written, on a disk with room"
        ) from None
    return outcome_of(manifest)


def _put_rows(project: Path, rows: Path, move: Callable[[], object]) -> None:
    """The rows into the catalog, and the files to their place. A database elsewhere keeps the rows only if the files
    got there; one among the files goes along with them."""
    settings = load_project(project)
    with open_catalog(settings) as catalog:
        database = database_file(catalog)
        inside = database is not None and database.resolve().is_relative_to(project.parent.resolve())
        read_rows(catalog, rows, then=(lambda: None) if inside else move)
    if inside:
        move()


def _move(files: Path, into: Path) -> None:
    if into.exists():
        into.rmdir()  # it is empty
    files.rename(into)


def _check_empty(into: Path) -> None:
    if into.is_symlink() or (into.exists() and not into.is_dir()):
        raise refused(into, "something else of that name", "name a folder")
    if into.exists() and any(into.iterdir()):
        raise refused(into, "a folder that holds something", "name a new folder: nothing is overwritten")


def refused(into: Path, found: str, do: str) -> ArgumentError:
    """The error that a folder cannot take a backup."""
    return ArgumentError(
        expected="a folder that is empty, or that can be made", found=found, where=f"--into {into}", do=do
    )


def _unpack(file: Path, scratch: Path) -> Manifest:
    """Everything into the scratch folder, and checked against the manifest."""
    found: dict[str, BackupEntry] = {}
    told: bytes | None = None
    room = (
        min(shutil.disk_usage(scratch).free - SPARE, file.stat().st_size * MOST_RATIO + ALLOWANCE)
        if (file.is_file())
        else 0
    )
    try:
        with gzip.open(file) as stream, tarfile.open(fileobj=stream, mode="r|") as archive:
            for member in archive:
                _check_member(file, member, found, told is not None)
                room -= member.size
                if room < 0 or len(found) >= MOST_FILES:
                    raise no_backup(file, f"one that unpacks to more than there is room for, at {_said(member.name)}")
                content = archive.extractfile(member)
                assert content is not None  # a plain file has one
                if member.name == NAME:
                    told = content.read(MOST_MANIFEST)
                else:
                    found[member.name] = _put(content, member, scratch)
            if len(stream.read(PIECE)) == PIECE:  # reading to the end is what checks the packed file as a whole
                raise no_backup(file, "one with more behind its end")
    except FileNotFoundError:
        raise no_backup(file, "no such file") from None
    except (tarfile.TarError, EOFError, zlib.error, gzip.BadGzipFile) as reason:
        raise no_backup(file, f"one that breaks off or is damaged ({reason})") from None
    except OSError as reason:
        if reason.errno is not None and str(reason.filename or "") != str(file):
            raise
        raise no_backup(file, f"one that cannot be read ({reason.strerror or reason})") from None
    if told is None:
        raise no_backup(file, f"one without {NAME}")
    return _checked(file, told, found)


def _check_member(file: Path, member: tarfile.TarInfo, found: dict[str, BackupEntry], ended: bool) -> None:
    """Raise for a member that no backup has."""
    name, path = member.name, PurePosixPath(member.name)
    if not member.isreg() or member.issparse():
        raise no_backup(file, f"one with a link, folder or device in it: {_said(name)}")
    strange = "\\" in name or "\0" in name or ":" in path.parts[0] or path.as_posix() != name
    if strange or path.is_absolute() or ".." in path.parts:
        raise no_backup(file, f"one with a path that leads out of its folder: {_said(name)}")
    if name in found or ended or (name == NAME and member.size > MOST_MANIFEST):
        raise no_backup(file, f"one with a file too many: {_said(name)}")
    if name != NAME and not name.startswith((PROJECT, CATALOG)):
        raise no_backup(file, f"one with a file that no backup has: {_said(name)}")


def _put(stream: IO[bytes], member: tarfile.TarInfo, scratch: Path) -> BackupEntry:
    """A member as a file that only its owner may read."""
    target = scratch / member.name
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    digest, size = hashlib.sha256(), 0
    with os.fdopen(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as written_file:
        while piece := stream.read(PIECE):
            digest.update(piece)
            size += len(piece)
            written_file.write(piece)
        written_file.flush()
        os.fsync(written_file.fileno())
    os.utime(target, (member.mtime, member.mtime))
    return BackupEntry(member.name, size, digest.hexdigest())


def _checked(file: Path, told: bytes, found: dict[str, BackupEntry]) -> Manifest:
    """The manifest, where it says just what was found."""
    try:
        manifest = msgspec.json.decode(told, type=Manifest)
    except msgspec.MsgspecError as reason:
        raise no_backup(file, f"a {NAME} that cannot be read ({reason})") from None
    if manifest.format != FORMAT:
        raise no_backup(file, f"one of the format {manifest.format[:40]}; {FORMAT} is read here")
    said = {entry.name: entry for entry in manifest.entries}
    wrong = sorted(name for name in {*said, *found} if said.get(name) != found.get(name))
    if wrong:
        raise no_backup(file, f"one that was changed: {_said(wrong[0])} is not what {NAME} says")
    if f"{PROJECT}{manifest.project_file}" not in found:
        raise no_backup(file, "one without a project file")
    return manifest


def _said(name: str) -> str:
    """A name from a file that nobody trusts, for a message."""
    return "".join(letter if letter.isprintable() else "?" for letter in name[:120])


def no_backup(file: Path, found: str) -> ArgumentError:
    """The error that a file is no backup that can be put back."""
    return ArgumentError(
        expected="a whole backup that `analyzer backup` made",
        found=found,
        where=str(file),
        do="take another backup; nothing was written",
    )


def _with_catalog(project: Path, catalog: str) -> None:
    """Let the project file name another catalog, and leave the rest of it as it is written."""
    text = text_of(project)
    try:
        tree = parse_keeping(project)
    except ValueError as reason:
        raise ArgumentError(
            expected="a project file that can be edited",
            found=str(reason),
            where=project.name,
            do="leave --catalog out, and change the file afterwards",
        ) from None
    if catalog == BESIDE:
        tree.pop("catalog", None)
    else:
        tree["catalog"] = catalog
    project.write_text(written(tree, text), encoding="utf-8", newline="")
