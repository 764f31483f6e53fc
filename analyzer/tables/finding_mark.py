"""What people say of a finding: that they have seen it, and that they want to hear of it only where it gets worse."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

Mark = Literal["acknowledged", "quiet"]
MARKS: tuple[Mark, ...] = ("acknowledged", "quiet")


@dataclass(frozen=True)
class FindingMark:
    """Grain: one row a finding and mark of a project; `at` aware UTC. `quiet` ends by itself with the night that says
    worse or regressed."""

    mismatch_id: str
    mark: Mark
    who: str
    at: datetime
