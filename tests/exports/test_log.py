"""The enriched log: what stands in it, and that pm4py and the analyzer read it back as the log that it was."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from analyzer.cli.main import run
from analyzer.engine import open_engine
from analyzer.ingest import read_log
from analyzer.mining.door import open_door
from analyzer.settings import from_arguments

Export = Callable[..., Path]
FILES = ("log.csv", "log.csv.gz", "log.parquet", "log.xes", "log.xes.gz")
# by hand: local 08:00 in Berlin in January is 07:00 UTC; the events of in the order of their times
EVENTS = [
    ("A-1", "Place order", "2026-01-05T07:00:00"),
    ("A-1", "Check, twice", "2026-01-05T08:00:00"),
    ("A-1", "Ship", "2026-01-06T07:00:00"),
    ("A-2", "Place order", "2026-01-05T09:00:00"),
    ("A-2", "Ship", "2026-01-09T09:00:00"),
    ("A-3", "Place order", "2026-01-07T09:00:00"),
    ("A-3", "Ship", "2026-01-07T11:00:00"),
    ("A-3", "Ship", "2026-01-07T11:00:00"),
]


def read_by_analyzer(path: Path, timezone: str = "America/New_York") -> tuple[list[tuple[str, str, str]], set[str]]:
    """Events and attributes as the analyzer reads them; the zone is another one: the file names its own."""
    with open_engine() as engine:
        log = read_log(engine, from_arguments(path, "journey.yaml", timezone=timezone))
        rows = engine.frame(log.events.order_by("case_id", "position").select("case_id", "activity", "at"))
        events = [(r.case_id, r.activity, r.at.isoformat()) for r in rows.itertuples()]
        return events, {a.name for a in log.attributes}


@pytest.mark.parametrize("name", FILES)
def test_the_analyzer_reads_the_log_that_it_was(export: Export, name: str):
    events, attributes = read_by_analyzer(export("log", name))
    assert events == EVENTS
    assert attributes == {"region", "weight"}  # what the export added is left aside


@pytest.mark.parametrize("name", ["log.xes", "log.xes.gz"])
def test_pm4py_reads_the_xes(export: Export, name: str):
    open_door()
    from pm4py.objects.log.importer.xes.variants import iterparse

    frame = pd.DataFrame(
        [
            {
                "case": trace.attributes["concept:name"],
                "activity": event["concept:name"],
                "at": pd.Timestamp(event["time:timestamp"]).tz_convert("UTC").tz_localize(None).isoformat(),
                "stage": event.get("alignment:stage"),
                "team": event.get("org:group"),
                "cost": event["cost:total"],
                "region": trace.attributes["region"],
                "unhappy": trace.attributes["alignment:case_unhappy_signals"],
            }
            for trace in iterparse.apply(str(export("log", name)))
            for event in trace
        ]
    )
    assert list(frame[["case", "activity", "at"]].itertuples(index=False, name=None)) == EVENTS
    assert list(frame.cost) == [1.5, 2, 4.25, 1.5, 4.25, 1.5, 4.25, 4.25]
    assert list(frame.team.fillna("")) == ["Sales", "Credit", "Stock", "Sales", "Stock", "Sales", "", "Stock"]
    assert list(frame.stage[:3]) == ["Ordering", "Ordering", "Delivery"]
    assert dict(zip(frame.case, frame.unhappy, strict=True)) == {"A-1": 1, "A-2": 0, "A-3": 0}
    assert dict(zip(frame.case, frame.region, strict=True)) == {"A-1": "North", "A-2": "=South", "A-3": "North"}


def test_verdicts_stand_on_the_events_of_their_visit(export: Export):
    """By hand: A-1 ships within 24 hours and says 1 of 5 about Delivery; A-2 takes four days and says nothing."""
    frame = pd.read_csv(export("log", "log.csv"))
    ship = frame[frame.activity == "Ship"].drop_duplicates("case_id").set_index("case_id")
    assert dict(ship["alignment:company"]) == {"A-1": "good", "A-2": "bad", "A-3": "good"}
    assert dict(ship["alignment:customer"]) == {"A-1": "bad", "A-2": "unknown", "A-3": "good"}
    assert dict(ship["alignment:visit_signals"]) == {"A-1": 1, "A-2": 0, "A-3": 1}
    assert dict(ship["alignment:case_signals"]) == {"A-1": 2, "A-2": 0, "A-3": 1}
    assert list(frame[frame.case_id == "A-1"].weight) == [3, 3, 4]  # as each row said it


def test_no_cell_of_a_csv_is_a_formula_and_parquet_keeps_the_text(export: Export):
    assert set(pd.read_csv(export("log", "log.csv")).region) == {"North", "'=South"}
    assert set(pd.read_parquet(export("log", "log.parquet")).region) == {"North", "=South"}


def test_the_same_log_gives_the_same_bytes(export: Export):
    first = export("log", "one.xes.gz").read_bytes()
    assert first == export("log", "two.xes.gz").read_bytes()
    assert gzip.decompress(first) == export("log", "log.xes").read_bytes()


def test_filters_choose_whole_cases(export: Export):
    assert {row[0] for row in read_by_analyzer(export("log", "a.parquet", "segment=region:North"))[0]} == {"A-1", "A-3"}
    chosen = export("log", "b.parquet", "stage=Delivery", "verdict=good_bad")
    assert [row for row in EVENTS if row[0] == "A-1"] == read_by_analyzer(chosen)[0]
    assert {row[0] for row in read_by_analyzer(export("log", "c.parquet", "variant=Place order → Ship"))[0]} == {"A-2"}
    assert {row[0] for row in read_by_analyzer(export("log", "d.parquet", "from=2026-01-09"))[0]} == {"A-2"}


@pytest.mark.parametrize(
    ("given", "found", "do"),
    [
        (["--filter", "sgment=region:North"], "sgment", "write segment"),
        (["--filter", "stage=Delivry"], "stage=Delivry", "write Delivery"),
        (["--filter", "segment=region:West"], "none of 3", "take one of the filters away"),
        (["--filter", "verdict=good"], "verdict=good", ""),
        (["--filter", "stage"], "stage", "write it like --filter stage=Delivery"),
        (["--filter", "mismatch=none"], "mismatch=none", ""),
    ],
)
def test_a_filter_that_means_nothing_is_refused(
    shop: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], given: list[str], found: str, do: str
):
    out = tmp_path / "log.csv"
    assert run(["export", "log", "--project", str(shop), "--out", str(out), *given]) == 2
    said = dict(line.split(":", 1) for line in capsys.readouterr().err.splitlines())
    assert (said["Found"].strip(), said["Where"].strip()) == (found, "--filter")
    assert said["Do"].strip().startswith(do)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(("name", "do"), [("log.xlsx", "write"), ("log.cvs", "write .csv"), ("no/log.csv", "name a")])
def test_a_file_that_cannot_be_written_is_refused(
    shop: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str, do: str
):
    assert run(["export", "log", "--project", str(shop), "--out", str(tmp_path / name)]) == 2
    said = dict(line.split(":", 1) for line in capsys.readouterr().err.splitlines())
    assert said["Where"].strip().startswith("--out")
    assert said["Do"].strip().startswith(do)
    assert list(tmp_path.iterdir()) == []
