"""What a backup says of itself: every file with its size and checksum."""

from __future__ import annotations

from dataclasses import dataclass

import msgspec

FORMAT = "alignment-backup/1"
NAME = "manifest.json"
PROJECT, CATALOG = "project/", "catalog/"  # how the names of members begin


class BackupEntry(msgspec.Struct, frozen=True, forbid_unknown_fields=False):
    """One file of a backup. `name`: its member; `size` in bytes; `sha256` of its content."""

    name: str
    size: int
    sha256: str


class Manifest(msgspec.Struct, frozen=True, kw_only=True):
    """`project_file`: name of the project file; `outside`: what the project reads that is not in the backup."""

    format: str
    made_at: str  # ISO-8601 UTC
    version: str  # of analyzer
    project_file: str
    name: str
    entries: tuple[BackupEntry, ...]
    rows: dict[str, int]
    outside: tuple[str, ...] = ()


@dataclass(frozen=True)
class BackupOutcome:
    """What was written or put back: files, bytes of them, rows of the catalog, and what is not in it."""

    files: int
    size: int
    rows: int
    outside: tuple[str, ...]


def outcome_of(manifest: Manifest) -> BackupOutcome:
    """What a manifest adds up to."""
    files = [entry for entry in manifest.entries if entry.name.startswith(PROJECT)]
    return BackupOutcome(len(files), sum(e.size for e in files), sum(manifest.rows.values()), manifest.outside)
