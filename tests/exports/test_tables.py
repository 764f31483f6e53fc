"""Cases and visits as tables."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from analyzer.tables.visits import RATED

Export = Callable[..., Path]


@pytest.mark.parametrize("name", ["cases.csv", "cases.csv.gz", "cases.parquet"])
def test_a_row_a_case_with_both_verdicts_on_each_stage(export: Export, name: str):
    """By hand: see test_log. Ordering has no target, so that the company's verdict is derived: nothing is repeated."""
    path = export("cases", name)
    frame = (pd.read_parquet if name.endswith("parquet") else pd.read_csv)(path).set_index("case_id")
    assert list(frame.index) == ["A-1", "A-2", "A-3"]
    assert list(frame["Delivery: company"]) == ["good", "bad", "good"]
    assert list(frame["Delivery: customer"]) == ["bad", "unknown", "good"]
    assert list(frame["Ordering: customer"]) == ["good", "unknown", "unknown"]
    assert list(frame.took_s) == [86_400, 345_600, 7_200]
    assert list(frame.events) == [3, 2, 3]
    assert list(frame.signals) == [2, 0, 1]
    assert list(frame.weight) == [4, 7, 9]  # the last known value
    assert list(frame.customer_id) == ["C1", "C2", "C1"]
    assert pd.Timestamp(frame.first_at["A-1"]) == pd.Timestamp("2026-01-05T07:00Z")


def test_a_slice_of_a_stage_has_its_verdicts(export: Export):
    frame = pd.read_csv(export("cases", "cases.csv", "stage=Delivery", "verdict=good_bad"))
    assert list(frame.case_id) == ["A-1"]


def test_visits_are_a_row_a_case_and_stage(export: Export):
    frame = pd.read_parquet(export("visits", "visits.parquet"))
    assert list(zip(frame.case_id, frame.stage, strict=True)) == [
        (case, stage) for case in ("A-1", "A-2", "A-3") for stage in ("Ordering", "Delivery")
    ]
    assert set(frame.columns) == {"stage", *RATED.schema}
    assert str(frame.first_at.dt.tz) == "UTC"
    only = pd.read_csv(export("visits", "visits.csv", "stage=Delivery"))
    assert list(only.stage) == ["Delivery"] * 3
    assert list(only.company) == ["good", "bad", "good"]
