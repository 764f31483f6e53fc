"""Uploads that are under way: the bytes that have come so far, and what the whole is to be.

`.alignment/uploads/<id>/` holds `part`, whose size is the offset, and `about.json`.
"""

from __future__ import annotations

import contextlib
import json
import re
import secrets
import shutil
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from dashboards.providers.datasets import Role

KEPT_S = 7 * 86_400  # an upload that nobody goes on with
SPARE = 1 << 30  # bytes of the disk that uploads leave free
MOST_OPEN = 20  # uploads of a project that are under way
GB = 1_000_000_000
LEFT_BEHIND_S = 3600.0  # no upload takes an hour to be begun or to become a data set
_ID = re.compile(r"\d{8}T\d{6}Z-[0-9a-f]{8}")


@dataclass(frozen=True)
class About:
    """What an upload is to become."""

    name: str
    role: Role
    size: int
    who: str | None


@dataclass(frozen=True)
class Part:
    """An upload under way."""

    id: str
    folder: Path
    about: About

    @property
    def file(self) -> Path:
        return self.folder / "part"

    @property
    def offset(self) -> int:
        """How many bytes have come."""
        return self.file.stat().st_size

    @property
    def expires_at(self) -> float:
        """When it is given up, as seconds since 1970, if nothing more comes."""
        return self.file.stat().st_mtime + KEPT_S

    def remove(self) -> None:
        shutil.rmtree(self.folder, ignore_errors=True)


class Parts:
    """The uploads of a project."""

    def __init__(self, home: Path) -> None:
        self.home = home / "uploads"

    def create(self, about: About) -> Part:
        """Begin an upload. Raises OSError where nothing can be written."""
        part_id = f"{datetime.now(UTC):%Y%m%dT%H%M%SZ}-{secrets.token_hex(4)}"
        part = Part(part_id, self.home / part_id, about)
        part.folder.mkdir(parents=True)
        part.file.touch()
        written = part.folder / ".about.json"
        written.write_text(json.dumps(asdict(about), ensure_ascii=False), encoding="utf-8")
        written.rename(part.folder / "about.json")
        return part

    def find(self, part_id: str) -> Part | None:
        """The upload of an id; None where there is none."""
        if not _ID.fullmatch(part_id):
            return None
        folder = self.home / part_id
        try:
            about = About(**json.loads((folder / "about.json").read_text(encoding="utf-8")))
        except FileNotFoundError:
            return None
        return Part(part_id, folder, about) if (folder / "part").is_file() else None

    def all(self) -> Iterator[Part]:
        """Those under way."""
        for folder in sorted(self.home.iterdir()) if self.home.is_dir() else ():
            part = self.find(folder.name)
            if part is not None:
                yield part

    def sweep(self) -> None:
        """Give up what nobody went on with, and take away what a server that was killed has left of others."""
        for folder in list(self.home.iterdir()) if self.home.is_dir() else ():
            with contextlib.suppress(FileNotFoundError):  # it was finished or removed just now
                part = self.find(folder.name)
                if part.expires_at < time.time() if part else folder.stat().st_mtime < time.time() - LEFT_BEHIND_S:
                    shutil.rmtree(folder, ignore_errors=True)

    def room(self) -> int:
        """How many bytes a new upload may have: what is free, less what those under way still need."""
        self.home.mkdir(parents=True, exist_ok=True)
        owed = 0
        for part in self.all():
            with contextlib.suppress(FileNotFoundError):
                owed += part.about.size - part.offset
        return shutil.disk_usage(self.home).free - owed - SPARE

    def promised(self) -> int:
        """How many bytes those under way will have, whatever has come of them."""
        return sum(part.about.size for part in self.all())
