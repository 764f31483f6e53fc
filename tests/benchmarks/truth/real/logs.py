"""The real logs as frames, with the stages that a person drew for them."""

from __future__ import annotations

import os
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd
import yaml

DATA = Path(os.environ.get("SHARED_DATA") or Path(__file__).parents[4].parent / "shared" / "data")
PERSONS = Path(__file__).parents[2] / "drafts" / "persons"
MISSING = {"", "?", "NULL", "null", "NaN", "nan", "N/A", "n/a", "#N/A", "UNDEFINED", "undefined", "(null)", "<NA>"}
INTERVAL_STAGES = {
    "Order": ["place order"],
    "Invoice": ["send invoice", "send reminder", "pay", "cancel order"],
    "Delivery": ["prepare delivery", "make delivery"],
    "Confirmation": ["confirm payment"],
}


@dataclass(frozen=True)
class Source:
    """A log file, the stages of its journey, and the columns that are roles: their name in the file and the role."""

    file: str
    case: str = "case:concept:name"
    activity: str = "concept:name"
    at: str = "time:timestamp"
    resource: str | None = None
    team: str | None = None
    customer: str | None = None
    times: tuple[str, ...] = ()  # columns of times, which no cause is made of


SOURCES = {
    "helpdesk": Source("helpdesk.xes.gz", resource="org:resource", customer="customer"),
    "receipt": Source("receipt.xes.gz", resource="org:resource", team="org:group"),
    "bpic2012": Source("bpic2012.xes.gz", resource="org:resource"),
    "olist": Source("olist/log.csv", "order_id", "activity", "timestamp", customer="customer_id"),
    "interval": Source("interval_event_log.xes"),
}


@dataclass
class RealLog:
    """`events`: one row a counted event in the order of case and time, with case (0-based), at (seconds), activity,
    stage (its number, -1 none), resource and team where the log has them, and the row in `raw`. `raw`: the file's rows
    as they are. `columns`: those beyond the roles."""

    name: str
    events: pd.DataFrame
    raw: pd.DataFrame
    ids: np.ndarray
    stages: list[str]
    activities: list[list[str]]
    columns: list[str]
    last_at: float

    @property
    def cases(self) -> int:
        return len(self.ids)


def there() -> list[str]:
    """The names of the logs that are at hand."""
    return [name for name, source in SOURCES.items() if (DATA / source.file).is_file()]


@cache
def read(name: str) -> RealLog:
    """The log of a name. Where lifecycle has `complete`, only these events count."""
    source = SOURCES[name]
    raw = _frame(DATA / source.file)
    stages = _stages(name)
    place = {activity: number for number, (_, own) in enumerate(stages.items()) for activity in own}
    counted = raw
    if "lifecycle:transition" in raw.columns:
        counted = raw[raw["lifecycle:transition"].str.lower() == "complete"]
    ids, case = np.unique(counted[source.case].to_numpy().astype(str), return_inverse=True)
    at = pd.to_datetime(counted[source.at], utc=True).dt.tz_localize(None)
    events = pd.DataFrame(
        {
            "case": case,
            "at": (at - pd.Timestamp(0)).dt.total_seconds().to_numpy(),
            "activity": counted[source.activity].to_numpy().astype(str),
            "row": counted.index.to_numpy(),
        }
    )
    events["stage"] = events["activity"].map(place).fillna(-1).astype(int)
    for role, column in (("resource", source.resource), ("team", source.team)):
        if column is not None:
            told = counted[column].to_numpy(dtype=object)
            events[role] = [None if pd.isna(x) or str(x).strip() in MISSING else str(x) for x in told]
    events = events.sort_values(["case", "at", "row"], kind="stable").reset_index(drop=True)
    roles = {source.case, source.activity, source.at, source.resource, source.team, source.customer, *source.times}
    leave = roles | {"lifecycle:transition", "start_timestamp", "concept:instance"}
    columns = [c for c in raw.columns if c not in leave and not _is_time(raw[c])]
    return RealLog(name, events, raw, ids, list(stages), list(stages.values()), columns, float(events["at"].max()))


def _frame(path: Path) -> pd.DataFrame:
    if path.suffix == ".csv":
        return pd.read_csv(path)
    import pm4py

    return pm4py.read_xes(str(path)).reset_index(drop=True)


def _is_time(column: pd.Series) -> bool:
    if pd.api.types.is_numeric_dtype(column):
        return False
    if pd.api.types.is_datetime64_any_dtype(column):
        return True
    return bool(column.dropna().astype(str).head(50).str.match(r"\d{4}-\d\d-\d\d").all())


def _stages(name: str) -> dict[str, list[str]]:
    """Stage → activities, as a person drew them."""
    if name == "interval":
        return INTERVAL_STAGES
    told = yaml.safe_load((PERSONS / f"{name}.yaml").read_text(encoding="utf-8"))["stages"]
    return {stage["name"]: list(stage["activities"]) for stage in told}
