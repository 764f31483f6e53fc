"""The file that an export becomes: its format by its ending, and written whole or not at all."""

from __future__ import annotations

import gzip
import os
import secrets
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from analyzer.errors import ArgumentError
from analyzer.settings import suggestion

PACKED = ".gz"


@dataclass(frozen=True)
class Destination:
    """Where an export goes. `form` is the format that the ending names; `packed` whether it is to be a .gz."""

    path: Path
    form: str
    packed: bool = False

    @contextmanager
    def opened(self) -> Iterator[IO[bytes]]:
        """A stream of bytes that becomes the file when the block ends well, and nothing when it does not.

        Raises ArgumentError where it cannot be written.
        """
        with self.whole() as part, part.open("wb") as file:
            if not self.packed:
                yield file
                return
            with gzip.GzipFile(filename="", mode="wb", fileobj=file, compresslevel=6, mtime=0) as stream:
                yield stream  # type: ignore[misc]  # as a file that is written

    @contextmanager
    def whole(self) -> Iterator[Path]:
        """A path to write to, which becomes the file when the block ends well."""
        part = self.path.with_name(f".{self.path.name}.{secrets.token_hex(4)}.part")
        try:
            yield part
            part.replace(self.path)
        except OSError as reason:
            if reason.filename is not None and str(part) not in (str(reason.filename), str(reason.filename2)):
                raise
            raise refused(self.path, reason.strerror or type(reason).__name__) from None
        finally:
            part.unlink(missing_ok=True)


def destination(out: str | os.PathLike[str], forms: Mapping[str, str]) -> Destination:
    """The destination that a path names. `forms`: ending → format; `.gz` may follow where `<ending>.gz` is among them.

    Raises ArgumentError for another ending, naming the nearest, and for a folder that is not there.
    """
    path = Path(out)
    name = path.name.lower()
    ending = max((one for one in forms if name.endswith(one)), key=len, default=None)
    if ending is None or name == ending:
        raise ArgumentError(
            expected=f"a file that ends in {', '.join(forms)}",
            found=path.name or str(out),
            where="--out",
            do=suggestion("".join(path.suffixes[-2:]).lower() or path.name, list(forms)),
        )
    if path.is_dir():
        raise refused(path, "a folder of that name")
    if not path.parent.is_dir():
        raise refused(path, f"no folder {path.parent}")
    if not os.access(path.parent, os.W_OK):
        raise refused(path, f"{path.parent} cannot be written")
    return Destination(path, forms[ending], ending.endswith(PACKED))


def refused(path: Path, found: str) -> ArgumentError:
    """The error that a file cannot be written."""
    return ArgumentError(
        expected="a file that can be written",
        found=found,
        where=f"--out {path}",
        do="name a file in a folder that is there, that you may write into and that has room",
    )
