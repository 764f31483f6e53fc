"""Real logs: counts as their publishers give them, values as pm4py reads them."""

from __future__ import annotations

import functools
from dataclasses import replace

import pytest

from analyzer.ingest import check_journey, read_log, read_signals
from analyzer.journey import load_journey
from analyzer.settings import load_project
from tests.spec.ingest.conftest import settings_for


@pytest.fixture(scope="module")
def read(engine, shared_data):
    """A log by the name of its file, read once."""
    return functools.cache(lambda file: read_log(engine, settings_for(shared_data / file)))


@pytest.mark.parametrize(
    ("file", "cases", "rows", "activities"),
    [
        ("helpdesk.xes.gz", 4_580, 21_348, 14),
        ("receipt.xes.gz", 1_434, 8_577, 27),
        ("interval_event_log.xes", 1_266, 8_109, 8),
    ],
)
def test_logs_without_other_transitions(read, file, cases, rows, activities):
    log = read(file)
    assert (log.n_cases, log.n_events, len(log.activities)) == (cases, rows, activities)
    assert (log.quality.rows, log.quality.used, log.quality.refused) == (rows, rows, 0)


def test_loan_applications(engine, shared_data):
    """BPI Challenge 2012: 262,200 rows; 164,506 of them are completions, by counting them in the file."""
    read = read_log(engine, settings_for(shared_data / "bpic2012.xes.gz"))
    assert (read.n_cases, read.quality.rows, read.n_events, len(read.activities)) == (13_087, 262_200, 164_506, 23)
    starts = int(read.events.start_at.notnull().sum().execute())
    kept = int(read.transitions.count().execute())
    assert read.n_events + starts + kept == 262_200
    assert [(a.name, a.varies, a.type) for a in read.attributes] == [
        ("REG_DATE", False, "time"),
        ("AMOUNT_REQ", False, "number"),
    ]


@pytest.mark.parametrize("file", ["receipt.xes.gz", "interval_event_log.xes"])
def test_events_are_those_that_pm4py_reads(engine, shared_data, read, file):
    import sys

    import pandas as pd

    sys._pm4py_welcome_shown = True  # type: ignore[attr-defined]
    import pm4py

    theirs = pm4py.read_xes(str(shared_data / file), variant="iterparse")
    theirs["place"] = range(len(theirs))
    theirs = theirs.sort_values(["case:concept:name", "time:timestamp", "place"], kind="stable")
    ours = engine.frame(read(file).events)
    assert ours["case_id"].tolist() == theirs["case:concept:name"].astype(str).tolist()
    assert ours["activity"].tolist() == theirs["concept:name"].astype(str).tolist()
    times = theirs["time:timestamp"].dt.tz_convert("UTC").dt.tz_localize(None).astype("datetime64[us]")
    assert (ours["at"].astype("datetime64[us]").to_numpy() == times.to_numpy()).all()
    if "start_timestamp" in theirs:
        starts = pd.to_datetime(theirs["start_timestamp"], utc=True).dt.tz_localize(None).astype("datetime64[us]")
        assert (ours["start_at"].astype("datetime64[us]").to_numpy() == starts.to_numpy()).all()


def test_marketplace_orders(engine, shared_data, rows):
    """Local times of São Paulo, which had summer time until 2019; a promise by date; reviews that carry a date only."""
    settings = load_project(shared_data / "olist" / "project.yaml")
    journey = load_journey(settings.resolve(settings.journey))
    log = read_log(engine, settings)
    assert (log.n_cases, log.n_events) == (5_319, 21_023)
    attributes = {a.name: (a.varies, a.type, a.dates_only) for a in log.attributes}
    assert attributes["estimated_delivery"] == (False, "time", True)
    assert attributes["shipping_limit"] == (False, "time", False)
    assert attributes["payment_type"] == (False, "text", False)
    assert check_journey(journey, log) == ()
    # 2018-07-25 11:15:11 in São Paulo (UTC-3) and, in summer time, 2017-11-07 10:00 would be UTC-2
    approved = log.events.filter(
        (log.events.case_id == "82448518c158621499c410430165ac1d") & (log.events.activity == "Payment approved")
    )
    assert rows(approved, "at") == [("2018-07-25 14:15:11",)]
    signals = read_signals(engine, settings, journey, log)
    assert (signals.total, signals.by_kind, signals.silence_good) == (5_389, {"review": 5_389}, False)
    # on 15 October 2017 the day began at 01:00, and the file says so; it is a date like the others
    assert set(engine.frame(signals.table)["date_only"]) == {True}
    assert max(rows(signals.table.filter(signals.table["at"].date() == "2017-10-16"), "at")) == (
        "2017-10-16 01:59:59.999999",
    )


@pytest.mark.filterwarnings("ignore:In the current version:UserWarning")
def test_the_same_orders_as_parquet_and_xes_give_the_same_tables(engine, shared_data, tmp_path):
    """One log in three formats, written by DuckDB and pm4py."""
    import sys

    import duckdb
    import pandas as pd

    sys._pm4py_welcome_shown = True  # type: ignore[attr-defined]
    import pm4py

    settings = load_project(shared_data / "olist" / "project.yaml")
    source = shared_data / "olist" / "log.csv"
    duckdb.sql(f"COPY (FROM read_csv('{source}')) TO '{tmp_path / 'log.parquet'}'")
    frame = pd.read_csv(source, dtype=str, keep_default_na=False)
    frame = frame.rename(columns={"order_id": "case:concept:name", "activity": "concept:name"})
    frame["time:timestamp"] = (
        pd.to_datetime(frame.pop("timestamp")).dt.tz_localize("America/Sao_Paulo").dt.as_unit("ns")
    )
    pm4py.write_xes(frame, str(tmp_path / "log.xes"), case_id_key="case:concept:name")
    columns = ["case_id", "position", "activity", "at", "next_activity", "next_at"]

    def events(path, roles):
        log = replace(settings.log, path=str(path), columns=roles)
        return engine.frame(read_log(engine, replace(settings, log=log)).events)[columns]

    csv = events(source, {"case_id": "order_id"})
    assert events(tmp_path / "log.parquet", {"case_id": "order_id"}).equals(csv)
    xes = events(tmp_path / "log.xes", {})
    # pm4py writes the events of a case sorted by time and keeps equal times in their order
    assert xes.equals(csv)
