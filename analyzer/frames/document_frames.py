"""The document's lists as pandas frames, one row an entry; intervals become a column each for value, low and high."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from analyzer.document import AlignmentDocument

if TYPE_CHECKING:
    import pandas as pd

VERDICTS = ("good", "bad", "unknown", "yield", "low", "high")
CELLS = ("good_good", "good_bad", "bad_good", "bad_bad")
MEASURES = ("visibility", "relevance", "score")
DRIVER_KEYS = (  # what a driver is, by its type
    "activity", "from", "to", "attribute", "op", "value", "take", "at_least", "over_seconds", "under_seconds",
)  # fmt: skip
DRIVERS = (
    "mismatch", "mismatch_stage", "rank", "type", "stage", "label", *DRIVER_KEYS, "visits", "unhappy_visits",
    "risk_ratio", "risk_ratio_low", "risk_ratio_high", "adjusted", "q_value", "share", "share_low", "share_high",
    "avoidable_per_month", "avoidable_low", "avoidable_high", "controllable",
)  # fmt: skip
STAGES = (
    "stage", "owner", "moment_of_truth", "visits", "target", "derived",
    *(f"company_{name}" for name in VERDICTS), *(f"customer_{name}" for name in VERDICTS), *CELLS,
    *(f"{name}{end}" for name in MEASURES for end in ("", "_low", "_high")), "rated", "rated_share", "warning",
)  # fmt: skip


def mismatches(document: AlignmentDocument) -> pd.DataFrame:
    """Grain: a mismatch, the first the most urgent; the columns of mismatches.csv."""
    from analyzer.reports.sheet import COLUMNS, mismatch_row

    rows = [mismatch_row(rank, one) for rank, one in enumerate(document["mismatches"], start=1)]
    return _frame(rows, COLUMNS)


def drivers(document: AlignmentDocument) -> pd.DataFrame:
    """Grain: a driver of a mismatch, in the order of both."""
    rows = []
    for mismatch in document["mismatches"]:
        for rank, driver in enumerate(mismatch["drivers"], start=1):
            row: Mapping[str, Any] = driver
            rows.append(
                {
                    **{name: row.get(name) for name in DRIVERS},
                    "mismatch": mismatch["id"],
                    "mismatch_stage": mismatch["stage"],
                    "rank": rank,
                    **_interval("risk_ratio", row.get("risk_ratio")),
                    **_interval("share", row.get("share")),
                    **_interval("avoidable", row.get("avoidable_bad_per_month"), "avoidable_per_month"),
                }
            )
    return _frame(rows, DRIVERS)


def stages(document: AlignmentDocument) -> pd.DataFrame:
    """Grain: a stage, in the order of the journey."""
    rows = []
    for stage in document["stages"]:
        row: Mapping[str, Any] = stage
        coverage = row.get("coverage") or {}
        rows.append(
            {
                "stage": row["name"],
                "owner": row.get("owner") or None,
                "moment_of_truth": bool(row.get("moment_of_truth")),
                "visits": row["visits"],
                "target": row["inside_out"].get("target"),
                "derived": row["inside_out"].get("derived"),
                **{f"company_{name}": row["inside_out"].get(name) for name in VERDICTS},
                **{f"customer_{name}": row["outside_in"].get(name) for name in VERDICTS},
                **{name: row["both"][name] for name in CELLS},
                **{key: value for name in MEASURES for key, value in _interval(name, row.get(name)).items()},
                "rated": coverage.get("rated"),
                "rated_share": coverage.get("share"),
                "warning": coverage.get("warning"),
            }
        )
    return _frame(rows, STAGES)


def _interval(name: str, interval: Mapping[str, Any] | None, value: str | None = None) -> dict[str, Any]:
    found = interval or {}
    return {value or name: found.get("value"), f"{name}_low": found.get("low"), f"{name}_high": found.get("high")}


def _frame(rows: Sequence[Mapping[str, Any]], columns: Sequence[str]) -> pd.DataFrame:
    import pandas as pd

    return pd.DataFrame(list(rows), columns=list(columns))
