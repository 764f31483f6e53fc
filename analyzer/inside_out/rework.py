"""Rework: activities that a case goes through more than once, and those that follow themselves at once."""

from __future__ import annotations

from typing import Any


def rework(activities: Any, flows: Any) -> Any:
    """Repeated activities, from the frames `activities` and `flows` of tables/process.py.

    Grain: an activity with any repetition, the one with the most repeating cases first. Columns: activity; cases;
    repeated_cases (cases with two or more of it); repeated_share of its cases; extra_events (events beyond each case's
    first); self_loops (successions of it by itself).
    """
    loops = flows[flows["from"] == flows["to"]].set_index("from")["count"]
    found = activities[activities["repeated_cases"] > 0][["activity", "events", "cases", "repeated_cases"]].copy()
    found["repeated_share"] = found["repeated_cases"] / found["cases"]
    found["extra_events"] = found["events"] - found["cases"]
    found["self_loops"] = found["activity"].map(loops).fillna(0).astype("int64")
    found = found.sort_values(["repeated_cases", "activity"], ascending=[False, True], ignore_index=True)
    return found[["activity", "cases", "repeated_cases", "repeated_share", "extra_events", "self_loops"]]
