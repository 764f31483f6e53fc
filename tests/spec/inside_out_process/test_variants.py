"""Variants: the different ways that cases take."""

from __future__ import annotations

import itertools
from types import SimpleNamespace
from typing import Any

import pandas as pd
import pytest

from analyzer.engine import Engine
from analyzer.engine.sequences import alike, joined_in_order
from analyzer.inside_out.variants import Variants, count_variants, log_variants, sequences, variants

LOG = """
    case  activity  time
    A     order     Mon 08:00
    A     pay       Mon 10:00
    B     order     Mon 08:00
    B     pay       Mon 09:00
    C     pay       Mon 08:00
    C     order     Mon 12:00
    D     order     Tue 08:00
    D     pay       Tue 11:00
    E     order     Tue 08:00
"""


def every(engine: Engine, log: Any, limit: int) -> Variants:
    return variants(engine, log, limit, count_variants(engine, sequences(engine, log)))


def test_variants_with_cases_share_and_median_duration(run: Any) -> None:
    given = run(LOG)
    found = every(given.engine, given.log, 10)
    # order, pay took 2, 1 and 3 hours
    assert list(found.frame.itertuples(index=False, name=None)) == [
        (("order", "pay"), 3, 0.6, 7200.0),
        (("order",), 1, 0.2, 0.0),
        (("pay", "order"), 1, 0.2, 14400.0),
    ]
    assert found.total == 3


def test_only_the_most_frequent_ones_leave_the_engine(run: Any) -> None:
    given = run(LOG)
    found = every(given.engine, given.log, 1)
    assert list(found.frame["activities"]) == [("order", "pay")]
    assert found.total == 3


def test_events_of_one_moment_keep_their_order_in_the_file(run: Any) -> None:
    given = run("case  activity  time\nA  pay  Mon 08:00\nA  order  Mon 08:00\nA  pack  Mon 08:00")
    assert list(every(given.engine, given.log, 10).frame["activities"]) == [("pay", "order", "pack")]


def test_a_real_log_has_the_variants_that_pm4py_finds(engine: Engine, shared_data: Any) -> None:
    from analyzer.ingest import read_log
    from analyzer.mining.door import open_door
    from analyzer.settings import LogSource, Settings

    path = shared_data / "receipt.xes.gz"
    log = read_log(engine, Settings(log=LogSource(path=str(path)), journey=""))
    open_door()
    import pm4py
    from rustxes import import_xes

    frame = import_xes(str(path))[0].to_pandas()
    frame["time:timestamp"] = frame["time:timestamp"].dt.tz_localize("UTC")
    frame = frame.sort_values("time:timestamp", kind="stable").sort_values("case:concept:name", kind="stable")
    theirs = pm4py.get_variants(frame.astype({"case:concept:name": str, "concept:name": str}))
    ours = every(engine, log, 100_000).frame
    assert dict(zip(ours["activities"], ours["cases"], strict=True)) == theirs


@pytest.mark.parametrize("ordered", [True, False])
def test_engines_with_and_without_ordered_aggregates_agree(engine: Engine, ordered: bool) -> None:
    """The way that is taken on Spark, on an engine that could do without."""
    pieces = pd.DataFrame({"case_id": list("aaaab"), "position": [10, 0, 2, 1, 0], "sign": list("zxyvu")})
    table = engine.take(pieces, "pieces", {"case_id": "string", "position": "int64", "sign": "string"})
    like: Any = SimpleNamespace(orders_aggregates=ordered)
    found = engine.frame(table.group_by("case_id").aggregate(text=joined_in_order(like, table.sign, table.position)))
    assert dict(zip(found["case_id"], found["text"], strict=True)) == {"a": "xvyz", "b": "u"}


@pytest.mark.parametrize("hashed", [True, False])
def test_every_order_of_the_same_activities_is_a_sequence_of_its_own(engine: Engine, hashed: bool) -> None:
    """All 120 orders of five activities, twice each: 120 sequences, each first seen in the smaller of its two cases."""
    orders = list(itertools.permutations("abcde"))
    rows = [
        (f"{half}{number:03d}", position, activity)
        for half in "xy"
        for number, order in enumerate(orders)
        for position, activity in enumerate(order)
    ]
    frame = pd.DataFrame(rows, columns=["case_id", "position", "activity"]).sample(frac=1, random_state=1)
    table = engine.take(frame, "orders", {"case_id": "string", "position": "int64", "activity": "string"})
    like: Any = engine if hashed else SimpleNamespace(is_duckdb=False, orders_aggregates=False, keep=engine.keep)
    same = alike(like, table, "case_id", "activity", "position", events=table.count())
    assert sorted(engine.frame(same.first)["case_id"]) == [f"x{number:03d}" for number in range(120)]
    found = engine.frame(same.groups)
    assert list(found["events"].unique()) == [5]
    pairs = found.groupby(list(same.keys))["case_id"].agg(lambda cases: sorted(c[1:] for c in cases))
    assert sorted(pairs) == [[f"{number:03d}"] * 2 for number in range(120)]


def test_counted_with_and_without_a_text_for_each_case_they_are_the_same(run: Any) -> None:
    given = run(LOG)
    whole = variants(given.engine, given.log, 10, log_variants(given.engine, given.log))
    assert whole.frame.equals(every(given.engine, given.log, 10).frame)
    assert whole.total == 3
