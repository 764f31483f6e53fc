"""What is still there of a customer: every file of the project's folder is looked through, packed ones unpacked."""

from __future__ import annotations

import gzip
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

from analyzer.erasure.subject import DataSubject
from analyzer.settings import Settings

PIECE = 4 << 20
OVERLAP = 4096  # characters that two pieces have in common
ENCODINGS = ("utf-8", "utf-16-le", "utf-16-be")


def remains(settings: Settings, subject: DataSubject) -> list[Path]:
    """The files of the project's folder in which an id, a case or a long comment of the customer stands, in order.

    What is too short to tell (a number of fewer than five digits) is not looked for in texts.
    """
    if not subject.names and not subject.words:
        return []
    found = []
    for path in sorted(settings.folder.rglob("*")):
        if path.is_file() and not path.is_symlink() and _holds(path, subject):
            found.append(path)
    return found


def _holds(path: Path, subject: DataSubject) -> bool:
    try:
        with path.open("rb") as stream:
            head = stream.read(4)
        if head == b"PAR1":
            return _in_parquet(path, subject)
        return any(subject.is_in(text) for text in _texts(path, head))
    except (OSError, EOFError, zlib.error, zipfile.BadZipFile):
        return False  # what cannot be read cannot be told


def _texts(path: Path, head: bytes) -> Iterator[str]:
    """The content in pieces that overlap, in each encoding that it may have."""
    if head[:4] == b"PK\x03\x04":
        with zipfile.ZipFile(path) as archive:
            for name in archive.namelist():
                with archive.open(name) as stream:
                    yield from _pieces(stream)
        return
    with gzip.open(path) if head[:2] == b"\x1f\x8b" else path.open("rb") as stream:
        yield from _pieces(stream)


def _pieces(stream: object) -> Iterator[str]:
    rest = b""
    while piece := stream.read(PIECE):  # type: ignore[attr-defined]  # every stream of bytes has it
        whole = rest + piece
        for encoding in ENCODINGS:
            yield whole.decode(encoding, errors="replace")
        rest = whole[-OVERLAP:]


def _in_parquet(path: Path, subject: DataSubject) -> bool:
    """Whether a text column of a Parquet file holds it."""
    import pyarrow.parquet as pq

    with pq.ParquetFile(path) as file:
        for batch in file.iter_batches(50_000):
            for column in batch.columns:
                texts = {str(value) for value in column.unique().to_pylist() if isinstance(value, str)}
                if any(subject.is_in(text) for text in texts):
                    return True
    return False
