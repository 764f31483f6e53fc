"""Text files → UTF-8 with one kind of line end. Most files are so already and stay where they are."""

from __future__ import annotations

import codecs
import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from analyzer.ingest.sources.files import GivenFile, utf16
from analyzer.ingest.sources.unpack import PIECE, free_name
from analyzer.tables.quality import ReadingNote, noted

_ESCAPED, _BEYOND = re.compile("[\udc80-\udcff]"), re.compile("[^\x00-\x7f]")
_MOSTLY = 4  # letters in UTF-8 for each byte that is none
LONGEST_LINE = 4 * 1024 * 1024


@dataclass(frozen=True)
class Text:
    """A text file in UTF-8, and how it was written."""

    given: GivenFile
    encoding: str
    told: tuple[ReadingNote, ...] = ()


@dataclass
class _Seen:
    """What a pass over the bytes found; ends of lines are counted only where some has a CR."""

    utf8: bool = True
    nothing: int = 0
    lf: int = 0
    crlf: int = 0
    cr: int = 0
    long: int | None = None  # the first line that is longer than any row may be


def as_utf8(given: GivenFile, folder: Path) -> Text:
    """A text file as UTF-8. Detected: UTF-8 with or without mark, UTF-16, else Windows-1252 (which holds Latin-1)."""
    with given.path.open("rb") as file:
        first = file.read(4096)
    encoding = utf16(first)
    if encoding:
        text = _rewritten(given, encoding, folder)
        seen = _whole(text, _look(text))
        name = "UTF-16"
        if not seen.nothing and not seen.cr:
            return Text(text, name)
        return Text(_rewritten(text, "utf-8", folder), name, _told(seen))
    seen = _whole(given, _look(given))
    marked = first.startswith(codecs.BOM_UTF8)
    name = ("UTF-8 with mark" if marked else "UTF-8") if seen.utf8 else "Windows-1252 / Latin-1"
    foreign = 0 if seen.utf8 else _foreign(given)
    if foreign:
        told = (*_told(seen), noted("foreign_bytes", n=foreign))
        return Text(_rewritten(given, "utf-8-sig", folder, "windows-1252-for-the-rest"), "UTF-8", told)
    mixed = seen.cr and (seen.lf != seen.crlf or seen.cr != seen.crlf)
    if seen.utf8 and not mixed and not seen.nothing:
        return Text(given, name)
    rewritten = _rewritten(given, "utf-8-sig" if seen.utf8 else "cp1252", folder)
    return Text(rewritten, name, _told(seen))


def _whole(given: GivenFile, seen: _Seen) -> _Seen:
    """What was seen. Raises where a line is so long that the reader of tables would pass over it."""
    if seen.long is not None and not seen.cr:
        raise given.refuse(
            f"every quotation mark closed, and no row longer than {LONGEST_LINE >> 20} MB",
            "a longer line",
            "shorten the text in it, or export the file again",
            line=seen.long,
        )
    return seen


def _told(seen: _Seen) -> tuple[ReadingNote, ...]:
    return (noted("nul_characters", n=seen.nothing),) if seen.nothing else ()


def _pieces(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while piece := file.read(PIECE):
            yield piece


def _look(given: GivenFile) -> _Seen:
    seen, decoder, open_bytes, carriage = _Seen(), codecs.getincrementaldecoder("utf-8")(), 0, False
    ascii_so_far, read = True, 0
    for piece in _pieces(given.path):
        end = piece.find(b"\n")
        if seen.long is None and open_bytes + (len(piece) if end < 0 else end) > LONGEST_LINE:
            seen.long = 1 + _newlines(given.path, read)
        open_bytes = open_bytes + len(piece) if end < 0 else len(piece) - piece.rfind(b"\n") - 1
        ascii_so_far = ascii_so_far and piece.isascii()
        if seen.utf8 and not ascii_so_far:
            seen.utf8 = _decodes(decoder, piece)
        if b"\0" in piece:
            seen.nothing += piece.count(0)
        carriage = carriage or b"\r" in piece
        read += len(piece)
    if seen.utf8:
        seen.utf8 = _decodes(decoder, b"", True)
    if carriage:
        _count_ends(given, seen)
    return seen


def _newlines(path: Path, size: int) -> int:
    """The newlines in the first `size` bytes, which are whole pieces."""
    return sum(piece.count(b"\n") for piece in itertools.islice(_pieces(path), size // PIECE))


def _count_ends(given: GivenFile, seen: _Seen) -> None:
    last = b""
    for piece in _pieces(given.path):
        seen.lf += piece.count(b"\n")
        seen.cr += piece.count(b"\r")
        seen.crlf += piece.count(b"\r\n")
        if last == b"\r" and piece.startswith(b"\n"):
            seen.crlf += 1
        last = piece[-1:]


def _decodes(decoder: codecs.IncrementalDecoder, piece: bytes, final: bool = False) -> bool:
    try:
        decoder.decode(piece, final)
    except UnicodeDecodeError:
        return False
    return True


def _foreign(given: GivenFile) -> int:
    """Of a file that is no UTF-8: the bytes that are none, where most of its letters beyond ASCII are; else 0. Text in
    another encoding hardly ever has the bytes of UTF-8 side by side."""
    decoder, letters, strange = codecs.getincrementaldecoder("utf-8")("surrogateescape"), 0, 0
    for piece in _with_end(given.path):
        text = decoder.decode(piece, not piece)
        if not text.isascii():
            odd = len(_ESCAPED.findall(text))
            strange += odd
            letters += len(_BEYOND.findall(text)) - odd
    return strange if letters >= _MOSTLY * strange else 0


def _rewritten(given: GivenFile, encoding: str, folder: Path, errors: str = "replace") -> GivenFile:
    """A copy in UTF-8 in the scratch folder: every line end one LF, no NUL characters."""
    target = free_name(folder, "text")
    decoder = codecs.getincrementaldecoder(encoding)("latin-1-for-the-rest" if encoding == "cp1252" else errors)
    held = ""
    with target.open("wb") as out:
        for piece in _with_end(given.path):
            text = held + decoder.decode(piece, not piece)
            held = ""
            if piece and text.endswith("\r"):
                text, held = text[:-1], "\r"
            text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")
            out.write(text.encode("utf-8", "replace"))
    return replace(given, path=target)


def _with_end(path: Path) -> Iterator[bytes]:
    yield from _pieces(path)
    yield b""


def _latin1(error: UnicodeError) -> tuple[str, int]:
    """The five bytes that Windows-1252 leaves open are what Latin-1 says."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return error.object[error.start : error.end].decode("latin-1"), error.end


def _cp1252(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return error.object[error.start : error.end].decode("cp1252", "latin-1-for-the-rest"), error.end


codecs.register_error("latin-1-for-the-rest", _latin1)
codecs.register_error("windows-1252-for-the-rest", _cp1252)
