"""The same file read and mined with pandas and pm4py alone: what `make bench` compares the analysis with.

Reading, `format_dataframe`, the directly-follows graph with frequencies and the one with times, and the variants: what
any process mining script does first. No journey, no signals, no statistics, no report.
"""

from __future__ import annotations

import sys


def main(path: str) -> None:
    """Read and mine the file; print what was found, so that nothing can be left out."""
    sys._pm4py_welcome_shown = True  # type: ignore[attr-defined]
    import pandas as pd
    import pm4py

    frame = pd.read_csv(path, parse_dates=["timestamp"])
    frame = pm4py.format_dataframe(frame, case_id="order_id", activity_key="activity", timestamp_key="timestamp")
    graph, _, _ = pm4py.discover_dfg(frame)
    times, _, _ = pm4py.discover_performance_dfg(frame)
    variants = pm4py.get_variants(frame)
    cases = frame["order_id"].nunique()
    print(f"{len(frame)} events, {cases} cases, {len(graph)} and {len(times)} arcs, {len(variants)} variants")


if __name__ == "__main__":
    main(sys.argv[1])
