"""mismatches.csv: one row a mismatch, for spreadsheets. No cell can be taken for a formula."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from analyzer.document import AlignmentDocument
from analyzer.document.parts.mismatches import MismatchRow
from analyzer.figures.cells import as_csv

COLUMNS = (
    "rank", "id", "kind", "stage", "title", "story", "priority", "rank_by", "affected_visits",
    "avoidable_per_month", "avoidable_low", "avoidable_high", "driver", "driver_stage", "driver_visits",
    "risk_ratio", "risk_ratio_low", "risk_ratio_high", "share", "share_low", "share_high", "controllable", "owner",
)  # fmt: skip


def mismatches_csv(document: AlignmentDocument) -> str:
    """The mismatches as CSV: UTF-8 with a byte order mark, comma, lines that end in CR LF."""
    return as_csv(
        COLUMNS, (mismatch_row(rank, mismatch) for rank, mismatch in enumerate(document["mismatches"], start=1))
    )


def mismatch_row(rank: int, mismatch: MismatchRow) -> Mapping[str, Any]:
    """A mismatch as such a row, by the name of the column."""
    first: Mapping[str, Any] = mismatch["drivers"][0] if mismatch["drivers"] else {}
    avoidable = mismatch["avoidable_bad_per_month"]
    ratio, share = first.get("risk_ratio") or {}, first.get("share") or {}
    return {
        **{key: mismatch.get(key) for key in ("id", "kind", "stage", "title", "rank_by", "affected_visits", "owner")},
        # what has no count of unhappy customers is put in order by a number that means nothing else
        "priority": mismatch["priority"] if mismatch["rank_by"] == "avoidable" else None,
        "rank": rank,
        "story": mismatch["story"],
        "avoidable_per_month": avoidable.get("value"),
        "avoidable_low": avoidable.get("low"),
        "avoidable_high": avoidable.get("high"),
        "driver": first.get("label"),
        "driver_stage": first.get("stage"),
        "driver_visits": first.get("visits"),
        "risk_ratio": ratio.get("value"),
        "risk_ratio_low": ratio.get("low"),
        "risk_ratio_high": ratio.get("high"),
        "share": share.get("value"),
        "share_low": share.get("low"),
        "share_high": share.get("high"),
        "controllable": first.get("controllable"),
    }
