"""Filters that people of a project have named."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class SavedFilter:
    """A name and the filters as keys and values of an address, who saved it and when."""

    id: str
    name: str
    pairs: tuple[tuple[str, str], ...]
    saved_at: datetime
    saved_by: str
