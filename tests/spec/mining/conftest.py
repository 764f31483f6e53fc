"""Real logs as variants, for the tests of this folder."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import pytest


@pytest.fixture(scope="session")
def helpdesk(shared_data: Path) -> Any:
    """A real log as a frame in pm4py's columns: 4,580 cases of a help desk, sorted by case and time."""
    from analyzer.mining.door import open_door

    open_door()
    from rustxes import import_xes

    frame = import_xes(str(shared_data / "helpdesk.xes.gz"))[0].to_pandas()
    frame["time:timestamp"] = frame["time:timestamp"].dt.tz_localize(None)
    frame = frame.sort_values(["case:concept:name", "time:timestamp"], kind="stable", ignore_index=True)
    return frame[["case:concept:name", "concept:name", "time:timestamp", "org:resource"]].astype(
        {"case:concept:name": str, "concept:name": str, "org:resource": str}
    )


@pytest.fixture(scope="session")
def helpdesk_variants(helpdesk: Any) -> dict[tuple[str, ...], int]:
    """Its variants and how many cases take each."""
    return dict(Counter(helpdesk.groupby("case:concept:name")["concept:name"].agg(tuple)))
