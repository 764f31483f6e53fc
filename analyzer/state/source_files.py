"""Which files of a log are new, grown at their end, changed or gone since a night read them: by their content."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from analyzer.ingest.growth import SourcePart
from analyzer.ingest.sources.files import GivenFile, head, kind_of

_PIECE = 4 * 1024 * 1024


@dataclass(frozen=True)
class ReadFile:
    """A file of the log as a night read it. `no` is its number in the rows that are kept; `path` leads to it from the
    project's folder, which may be moved; `digest` is the SHA-256 of its content. `grows`: it is plain text that ends
    with a line's end, so that what is added to it are whole rows."""

    no: int
    path: str
    name: str
    size: int
    digest: str
    grows: bool
    part: SourcePart


@dataclass(frozen=True)
class Fingerprint:
    """A file's size and digest, and the digest of its beginning of a given length."""

    size: int
    digest: str
    beginning: str | None
    last: bytes


@dataclass(frozen=True)
class FileChanges:
    """Since the last night: files as they are now with what is known of them (`same`), and those that are new or have
    grown; `lost` names the first that is gone or has changed otherwise."""

    same: tuple[tuple[GivenFile, ReadFile], ...]
    grown: tuple[tuple[GivenFile, ReadFile, Fingerprint], ...]
    new: tuple[tuple[GivenFile, Fingerprint], ...]
    lost: str | None


def fingerprint_of(path: Path, beginning: int | None = None) -> Fingerprint:
    """Read a file once. `beginning`: bytes whose digest is wanted as well; None of it where the file is shorter."""
    digest, begun, size, last = hashlib.sha256(), None, 0, b""
    with path.open("rb") as file:
        if beginning is not None:
            left = beginning
            while left and (piece := file.read(min(_PIECE, left))):
                digest.update(piece)
                left, size, last = left - len(piece), size + len(piece), piece[-1:]
            begun = digest.copy().hexdigest() if not left else None
        while piece := file.read(_PIECE):
            digest.update(piece)
            size, last = size + len(piece), piece[-1:]
    return Fingerprint(size, digest.hexdigest(), begun, last)


def path_within(home: Path, path: Path) -> str:
    """The way to a file from a folder, which stays the same where both are moved together."""
    return os.path.relpath(path, home)


def read_file(no: int, given: GivenFile, found: Fingerprint, part: SourcePart, home: Path) -> ReadFile:
    """What is kept of a file that was read. `home`: the project's folder."""
    grows = found.last == b"\n" and kind_of(head(given)) == "text"
    return ReadFile(no, path_within(home, given.path), given.name, found.size, found.digest, grows, part)


def changes_of(files: Sequence[GivenFile], known: Sequence[ReadFile], home: Path) -> FileChanges:
    """The files of a log beside those that were read before. `home`: the project's folder."""
    before = {one.path: one for one in known}
    paths = [path_within(home, given.path) for given in files]
    same, grown, new = [], [], []
    lost = next((one.name for one in known if one.path not in paths), None)
    lost = f"{lost} is gone" if lost else None
    for given, path in zip(files, paths, strict=True):
        one = before.get(path)
        found = fingerprint_of(given.path, one.size if one else None)
        if one is None:
            new.append((given, found))
        elif found.digest == one.digest:
            same.append((given, one))
        elif one.grows and found.beginning == one.digest:
            grown.append((given, one, found))
        else:
            lost = lost or f"{one.name} has changed"
    return FileChanges(tuple(same), tuple(grown), tuple(new), lost)


def tail_of(given: GivenFile, since: int, until: int, folder: Path) -> GivenFile:
    """The header line of a text file and its bytes from `since` to `until`, as a file of its own."""
    target = folder / f"tail-{given.path.name}"
    with given.path.open("rb") as file, target.open("wb") as out:
        line = file.readline()
        while line and (not line.strip() or line.lower().startswith((b"sep=", b"\xef\xbb\xbfsep="))):
            out.write(line)
            line = file.readline()
        out.write(line)
        file.seek(since)
        left = until - since
        while left and (piece := file.read(min(_PIECE, left))):
            out.write(piece)
            left -= len(piece)
    return replace(given, path=target)
