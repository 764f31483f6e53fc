"""What a night hands to those who tell of it, and what came of telling."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Literal

from analyzer.document import AlignmentDocument
from analyzer.improvement import ImprovingSummary

Channel = Literal["email", "webhook"]


@dataclass(frozen=True)
class Concern:
    """Something about a night's data that a reader must know before the findings.

    `kind` has a text `digest.meaning.<kind>`, which says what it means for the findings; `fact` is one
    sentence with the numbers.
    """

    kind: str
    fact: str


@dataclass(frozen=True)
class Night:
    """A night that is done and kept: what deliveries are made from.

    `changes` is the content of changes.json: `since` (a run or None on the first night), `ruler`, the lists of
    mismatch ids, and under `details.said` the comparisons behind them. `moment` is the last event or signal that the
    night has read; by default the last event of the log. `improving`: what is done to improve, as this night knows it;
    nothing is told of it where it is missing.
    """

    run_id: str
    document: AlignmentDocument
    changes: Mapping[str, Any]
    warnings: tuple[Concern, ...] = ()
    folder: Path | None = None  # reports/<UTC time>/
    stale: bool = False  # no newer data came for `stale_after`
    moment: datetime | None = None
    improving: ImprovingSummary | None = None

    @property
    def is_baseline(self) -> bool:
        """Whether it is the first night: all is new, and nobody is alarmed."""
        return self.changes.get("since") is None

    def ids(self, change: str) -> tuple[str, ...]:
        """The ids of one list of changes."""
        return tuple(self.changes.get(change) or ())


@dataclass(frozen=True)
class DeliveryOutcome:
    """What came of one try to reach one recipient with the digest of one night."""

    run_id: str
    channel: Channel
    recipient: str  # as it may be shown: no token, no value of an environment variable
    sent: bool
    error: str | None = None
    note: str | None = None  # what is missing in what was sent

    @property
    def failed(self) -> bool:
        """Whether it is kept, to be tried again the next night."""
        return not self.sent
