"""What a night keeps for the next: beside its run, whole, and read back as it was."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import msgspec

from analyzer.nightly.vitals import NIGHTS, Vitals
from analyzer.tables.nights import History

FILE = "history.json"


@dataclass(frozen=True)
class Memory:
    """The lives of findings, and the vitals of the nights before, the oldest first."""

    history: History
    vitals: tuple[Vitals, ...]

    def with_night(self, vitals: Vitals) -> tuple[Vitals, ...]:
        """The vitals with one night more, of the newest sixty."""
        return (*self.vitals, vitals)[-NIGHTS:]


def write_memory(memory: Memory, folder: Path) -> None:
    """Write it into the folder of a run."""
    (folder / FILE).write_bytes(msgspec.json.format(msgspec.json.encode(memory), indent=1))


def read_memory(folder: Path) -> Memory | None:
    """What the night of a run's folder kept; None where it was no night, or its file is gone."""
    try:
        return msgspec.json.decode((folder / FILE).read_bytes(), type=Memory)
    except (FileNotFoundError, NotADirectoryError):
        return None
