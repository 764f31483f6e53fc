"""Which files a path or a glob names, and what each of them is by its content, whatever its name says."""

from __future__ import annotations

import codecs
import glob
import re
from dataclasses import dataclass
from pathlib import Path

from analyzer.engine.reader import OutOfRoomError, ReadError
from analyzer.errors import InputError
from analyzer.settings import Place, Settings, nearest

KINDS = (
    "CSV, TSV, Parquet or XES (each also .gz), an Excel workbook (.xlsx), a .zip with one CSV or XES file in it, or an"
    " object-centric log (OCEL: .sqlite, .xmlocel, .jsonocel)"
)
SIGNAL_KINDS = "CSV, TSV, Parquet (each also .gz) or an Excel workbook (.xlsx)"
_HEAD = 4096
_JSON = re.compile(r'\{\s*["}]')
_SQLITE = b"SQLite format 3\x00"


@dataclass(frozen=True)
class GivenFile:
    """A file as the user named it: `name` goes into messages, `path` is opened."""

    path: Path
    name: str
    error: type[InputError]
    newest: str | None = None  # of a warehouse: the newest value of the column that says when a row has changed

    def refuse(
        self, expected: str, found: str, do: str, line: int | None = None, column: str | None = None
    ) -> InputError:
        """The error that says that this file cannot be used."""
        where = self.name + (f", line {line}" if line else "") + (f", column {column}" if column else "")
        return self.error(expected=expected, found=found, where=where, do=do)


def find_files(settings: Settings, path: str, place: Place, error: type[InputError], kinds: str) -> list[GivenFile]:
    """The files that a path or glob of the settings names, in the order of their paths.

    A file of just that name goes before the glob. Raises `error` where there is none, naming the nearest.
    """
    resolved = settings.resolve(path)
    said = settings.masked(path)
    paths = [resolved] if resolved.exists() else [Path(p) for p in sorted(glob.glob(str(resolved), recursive=True))]  # noqa: PTH207  # Path.glob takes no absolute pattern
    files = [p for p in paths if not p.is_dir()]
    if not files:
        raise _missing(settings, resolved, paths, place, error, kinds)
    single = files == [resolved]
    return [GivenFile(file, said if single else settings.masked(file.name), error) for file in files]


def as_they_are(files: list[GivenFile]) -> dict[Path, tuple[int, int]]:
    """Size and time of the last change of each file."""
    found = {given.path: given.path.stat() for given in files if given.path.exists()}
    return {path: (stat.st_size, stat.st_mtime_ns) for path, stat in found.items()}


def check_unchanged(files: list[GivenFile], before: dict[Path, tuple[int, int]]) -> None:
    """Raise the error of a file that is no longer as it was `before`: what was asked of it first and last differs."""
    now = as_they_are(files)
    for given in files:
        if now.get(given.path) != before.get(given.path):
            raise given.refuse(
                "a file that stays as it is while it is read",
                "it changed in the meantime",
                "wait until it is written to its end and read it again, or copy it first",
            )


def _missing(
    settings: Settings, wanted: Path, folders: list[Path], place: Place, error: type[InputError], kinds: str
) -> InputError:
    name = settings.masked(wanted.name)
    if folders:
        return error(
            expected=f"a file: {kinds}",
            found=f"{name} is a folder",
            where=str(place),
            do="name a file in it, or all of a kind with a pattern such as folder/*.csv",
        )
    near = (
        nearest(wanted.name, [p.name for p in wanted.parent.iterdir() if p.is_file()])
        if wanted.parent.is_dir()
        else None
    )
    found = (
        f"there is no file {name}"
        if wanted.parent.is_dir()
        else f"there is no folder {settings.masked(str(wanted.parent))}"
    )
    do = (
        f"did you mean {settings.masked(near)}?"
        if near
        else "check the path; a relative one starts from the folder of the project file"
    )
    return error(expected=f"a file: {kinds}", found=found, where=str(place), do=do)


def unreadable(error: ReadError, settings: Settings, path: str, kind: type[InputError]) -> InputError:
    """The error for a file that breaks off the reading itself."""
    do = "export the file again, as plain CSV (UTF-8)"
    if isinstance(error, OutOfRoomError):
        do = "give the machine more memory, or leave out columns that are not needed"
    elif "space" in str(error).lower():
        do = "make room on the disk, or set TMPDIR to a larger one"
    return kind(
        expected="a table that can be read to its end",
        found=settings.masked(str(error)),
        where=settings.masked(path),
        do=do,
    )


def head(given: GivenFile, size: int = _HEAD) -> bytes:
    """The first bytes of a file. Raises the file's error where it may not be read or is empty."""
    try:
        if not given.path.is_file():  # a pipe never ends, and a device is no table
            raise given.refuse(
                "a file on a disk", "a pipe, a device or a socket", "write it to a file first, and name that file"
            )
        with given.path.open("rb") as file:
            first = file.read(size)
    except PermissionError:
        raise given.refuse(
            "a file that may be read", "the permission to read it is missing", "give read permission to this user"
        ) from None
    except OSError as error:
        raise given.refuse(
            "a file that can be read", error.strerror or "an error of the disk", "check the file and its disk"
        ) from None
    if not first:
        raise given.refuse("a header line and at least one row", "the file is empty", "export it again")
    return first


def kind_of(first: bytes) -> str:
    """gz, zip, parquet, sqlite, xml, json, binary or text, by the first bytes."""
    for magic, kind in (
        (b"\x1f\x8b", "gz"),
        (b"PK\x03\x04", "zip"),
        (b"PK\x05\x06", "zip"),
        (b"PAR1", "parquet"),
        (_SQLITE, "sqlite"),
    ):
        if first.startswith(magic):
            return kind
    text = _readable(first).lstrip("\ufeff \t\r\n")
    if text.startswith("<"):
        return "xml"
    if _JSON.match(text):
        return "json"
    odd = sum(1 for letter in text if ord(letter) < 32 and letter not in "\t\r\n\f\x00")
    nothing = text.count("\x00")
    return "binary" if odd > len(text) * 0.05 or nothing > len(text) * 0.05 else "text"


def _readable(first: bytes) -> str:
    encoding = utf16(first)
    if encoding:
        return first[: len(first) // 2 * 2].decode(encoding, "replace")
    return first.removeprefix(codecs.BOM_UTF8).decode("latin-1")


def utf16(first: bytes) -> str | None:
    """The UTF-16 encoding of a text, by its mark or by the zeros beside its letters."""
    if first.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    even, odd = first[0::2].count(0), first[1::2].count(0)
    half = max(len(first) // 2, 1)
    if odd > half * 0.4 and even < half * 0.05:
        return "utf-16-le"
    return "utf-16-be" if even > half * 0.4 and odd < half * 0.05 else None
