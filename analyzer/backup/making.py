"""Make a backup while others work: rows of one moment, then the files that they name."""

from __future__ import annotations

import hashlib
import json
import os
import tarfile
from collections.abc import Iterable
from contextlib import ExitStack
from datetime import UTC, datetime
from io import BytesIO
from itertools import groupby
from pathlib import Path
from typing import IO

import msgspec

from analyzer import __version__
from analyzer.backup.contents import contents_of
from analyzer.backup.manifest import (
    CATALOG,
    FORMAT,
    NAME,
    PROJECT,
    BackupEntry,
    BackupOutcome,
    Manifest,
    outcome_of,
)
from analyzer.catalog import database_file, open_catalog, write_rows
from analyzer.errors import SettingsError
from analyzer.settings import Settings
from analyzer.settings.moments import iso_utc
from analyzer.settings.scratch import scratch_folder


def back_up(settings: Settings, out: Path) -> BackupOutcome:
    """Write a project's backup to `out`, whole or not at all, for its owner's eyes only.

    Nobody has to stop working: the rows are of one moment, and a run that they name has its files, which do not change.
    Of a run that lost its tables meanwhile the rest is kept. Raises SettingsError where something cannot be read.
    """
    assert settings.project is not None
    part = out.with_name(f".{out.name}.{os.getpid()}.part")
    with scratch_folder("alignment-") as scratch, open_catalog(settings) as catalog:
        rows = write_rows(catalog, scratch)
        contents = contents_of(settings, _runs(scratch), database_file(catalog))
        try:
            with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
                with tarfile.open(fileobj=file, mode="w:gz", compresslevel=6) as archive:
                    entries = _add_files(archive, settings.folder, contents.files)
                    for table in sorted(scratch.glob("*.jsonl")):
                        entries.append(_add(archive, CATALOG + table.name, table.open("rb")))
                    manifest = Manifest(
                        format=FORMAT,
                        made_at=iso_utc(datetime.now(UTC)),
                        version=__version__,
                        project_file=settings.project.name,
                        name=settings.name,
                        entries=tuple(entries),
                        rows=rows,
                        outside=contents.outside,
                    )
                    written = msgspec.json.format(msgspec.json.encode(manifest), indent=1)
                    _add(archive, NAME, BytesIO(written), len(written))
                file.flush()
                os.fsync(file.fileno())
            part.replace(out)
        finally:
            part.unlink(missing_ok=True)
    return outcome_of(manifest)


def _runs(scratch: Path) -> list[str]:
    """The ids of the runs whose rows were written."""
    lines = (scratch / "run.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line)["id"] for line in lines]


def _add_files(archive: tarfile.TarFile, folder: Path, files: Iterable[Path]) -> list[BackupEntry]:
    """Add files, those of one folder opened together before the first is read: so a run that loses its tables is in the
    backup with all of them or with none."""
    entries: list[BackupEntry] = []
    for _, group in groupby(files, key=lambda file: file.parent):
        with ExitStack() as open_files:
            found: list[tuple[str, IO[bytes]]] = []
            try:
                for file in group:
                    name = PROJECT + file.relative_to(folder).as_posix()
                    found.append((name, open_files.enter_context(file.open("rb"))))
            except FileNotFoundError:
                continue
            except OSError as reason:
                raise _unreadable(reason.strerror or "an error", str(reason.filename)) from None
            entries += [_add(archive, name, stream) for name, stream in found]
    return entries


def _add(archive: tarfile.TarFile, name: str, stream: IO[bytes], size: int | None = None) -> BackupEntry:
    """Add one file as it is now; gives its entry."""
    member = tarfile.TarInfo(name)
    if size is None:
        state = os.fstat(stream.fileno())
        size, member.mtime = state.st_size, int(state.st_mtime)
    member.size, member.mode = size, 0o600
    hashing = _HashingStream(stream)
    try:
        with stream:
            archive.addfile(member, hashing)
    except OSError as reason:
        if reason.errno is not None:
            raise
        raise _unreadable("a file that became shorter while it was read", name) from None
    return BackupEntry(name, size, hashing.digest.hexdigest())


class _HashingStream:
    """A stream that knows the checksum of what was read of it."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        self.digest = hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        """As of the stream."""
        piece = self._stream.read(size)
        self.digest.update(piece)
        return piece


def _unreadable(found: str, where: str) -> SettingsError:
    return SettingsError(
        expected="files of the project that can be read",
        found=found,
        where=where,
        do="give this user the right to read them, and make the backup again",
    )
