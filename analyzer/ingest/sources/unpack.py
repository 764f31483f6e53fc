"""Packed files → plain ones in the scratch folder, piece by piece, so that memory does not grow with the file."""

from __future__ import annotations

import gzip
import shutil
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import IO

from analyzer.ingest.sources.files import GivenFile, head, kind_of

PIECE = 4 * 1024 * 1024
_RATIO = 200  # text of a log packs to a tenth, seldom to a fiftieth
_FREE = 64 * 1024 * 1024  # bytes up to which nobody asks
_SPARE = 256 * 1024 * 1024  # bytes of the scratch disk that unpacking leaves free


def unpacked(given: GivenFile, folder: Path) -> tuple[GivenFile, str]:
    """A plain file and its kind: parquet, xml, text or xlsx.

    What is packed is unpacked into the scratch folder. Raises the file's error for what is cut off, encrypted, holds
    several files or none, is packed twice or is no table at all.
    """
    kind = kind_of(head(given))
    if kind == "gz":
        given = _from_gz(given, folder)
    elif kind == "zip":
        members = _members(given)
        if "xl/workbook.xml" in members:
            return given, "xlsx"
        given = _from_zip(given, folder, members)
    if kind in ("gz", "zip"):
        kind = kind_of(head(given))
        if kind in ("gz", "zip"):
            raise given.refuse(
                "a file that is packed once", "a packed file within a packed file", "unpack it once and name that file"
            )
    if kind == "binary":
        raise given.refuse("text, Parquet or XES", "binary content", "export the table as CSV or Parquet")
    return given, kind


def unpacked_size(path: Path, most: int) -> int:
    """How many bytes a file holds once it is unpacked, counted up to `most` and without keeping any; its own size where
    it is not packed or cannot be unpacked, which reading it says. Parts of a workbook are counted as well."""
    size = path.stat().st_size
    try:
        with path.open("rb") as file:
            start = file.read(4)
        if start[:2] == b"\x1f\x8b":
            with gzip.open(path, "rb") as packed:
                return _counted(packed, most)
        if start == b"PK\x03\x04":
            with zipfile.ZipFile(path) as archive:
                total = 0
                for member in archive.infolist():
                    with archive.open(member) as packed:
                        total += _counted(packed, most - total)
                    if total >= most:
                        break
                return total
    except (OSError, EOFError, RuntimeError, NotImplementedError, ValueError, zlib.error, zipfile.BadZipFile):
        return size
    return size


def _counted(packed: IO[bytes] | gzip.GzipFile, most: int) -> int:
    total = 0
    while total < most and (piece := packed.read(min(PIECE, most - total))):
        total += len(piece)
    return total


def _from_gz(given: GivenFile, folder: Path) -> GivenFile:
    def pieces() -> Iterator[bytes]:
        with gzip.open(given.path, "rb") as packed:
            while piece := packed.read(PIECE):
                yield piece

    return _write(given, folder, pieces())


def _members(given: GivenFile) -> list[str]:
    try:
        with zipfile.ZipFile(given.path) as archive:
            return [i.filename for i in archive.infolist() if not i.is_dir() and not i.filename.startswith("__MACOSX/")]
    except (zipfile.BadZipFile, ValueError, OSError):
        raise _cut(given) from None


def _from_zip(given: GivenFile, folder: Path, members: list[str]) -> GivenFile:
    if len(members) != 1:
        listed = ": " + ", ".join(sorted(members)[:5]) if members else ""
        raise given.refuse(
            "a .zip with one CSV or XES file in it",
            f"{len(members) or 'no'} files{listed}",
            "unpack it, and name the file, or a glob for several",
        )

    def pieces() -> Iterator[bytes]:
        with zipfile.ZipFile(given.path) as archive, _member(archive, given, members[0]) as packed:
            while piece := packed.read(PIECE):
                yield piece

    return _write(given, folder, pieces())


def _member(archive: zipfile.ZipFile, given: GivenFile, member: str) -> IO[bytes]:
    try:
        return archive.open(member)
    except RuntimeError:
        raise given.refuse("a .zip without a password", "an encrypted .zip", "unpack it, and name the file") from None
    except NotImplementedError:
        raise given.refuse(
            "a .zip packed in the usual way (deflate)", "another way of packing", "unpack it, and name the file"
        ) from None


def _write(given: GivenFile, folder: Path, pieces: Iterator[bytes]) -> GivenFile:
    target = free_name(folder, "unpacked")
    try:
        with target.open("wb") as out:
            for piece in pieces:
                if shutil.disk_usage(folder).free < _SPARE + len(piece):
                    raise given.refuse(
                        "room on the disk for the unpacked file",
                        f"the scratch disk is full after {out.tell():,} bytes",
                        "make room, or set TMPDIR to a larger disk",
                    )
                out.write(piece)
                _check_ratio(given, out.tell())
    except (EOFError, zlib.error, gzip.BadGzipFile, zipfile.BadZipFile):
        raise _cut(given) from None
    return replace(given, path=target)


def _check_ratio(given: GivenFile, size: int) -> None:
    """A file that unpacks to far more than any table does is a trap for the disk."""
    packed = given.path.stat().st_size
    if size > _FREE and size > _RATIO * packed:
        raise given.refuse(
            f"a packed file that grows to at most {_RATIO} times its size",
            f"{packed:,} bytes that unpack to more than {size:,}",
            "unpack it, and name the file, if it is what you expect",
        )


def _cut(given: GivenFile) -> Exception:
    return given.refuse(
        "a whole file", "it is cut off or damaged: its end does not fit its beginning", "copy or download it again"
    )


def plainly_named(given: GivenFile, folder: Path) -> GivenFile:
    """The file under a name without the letters that a reader of tables takes for a pattern."""
    if not set(str(given.path)) & set("*?[]{}"):
        return given
    target = free_name(folder, "named")
    try:
        target.symlink_to(given.path.resolve())
    except OSError:  # no links on this system
        shutil.copyfile(given.path, target)
    return replace(given, path=target)


def free_name(folder: Path, stem: str) -> Path:
    """A path in the scratch folder that does not exist yet."""
    number = 0
    while (path := folder / f"{stem}-{number}").exists():
        number += 1
    return path
