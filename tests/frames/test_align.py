"""`analyzer.align`: the analysis of the command from Python, over every kind of table."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import ibis
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

import analyzer
from analyzer.cli.main import run
from analyzer.errors import ArgumentError, JourneyError, LogError, SettingsError, SignalError
from analyzer.mining.door import open_door
from tests.exports.conftest import JOURNEY, lay_down

Table = Any
COLUMNS = {"case_id": "order_id"}
BERLIN = {"timezone": "Europe/Berlin", "case_noun": "order"}


def without_run(document: Any) -> dict[str, Any]:
    return {key: value for key, value in document.items() if key != "run"}


def journey() -> dict[str, Any]:
    import yaml

    return yaml.safe_load(JOURNEY)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The little shop's files; log and signals as Parquet too, with times as times."""
    place = lay_down(tmp_path_factory.mktemp("given")).parent
    for name in ("log", "signals"):
        frame = pd.read_csv(place / f"{name}.csv", parse_dates=["timestamp"])
        frame.to_parquet(place / f"{name}.parquet", index=False)
    return place


@pytest.fixture(scope="module")
def by_command(folder: Path) -> Callable[[str], dict[str, Any]]:
    """What the command writes for files of an ending, made once."""
    made: dict[str, dict[str, Any]] = {}

    def document(ending: str) -> dict[str, Any]:
        if ending not in made:
            out = folder / f"out-{ending}"
            files = ["--log", folder / f"log.{ending}", "--signals", folder / f"signals.{ending}"]
            given = [*files, "--journey", folder / "journey.yaml", "--columns", "case_id=order_id"]
            given += ["--timezone", "Europe/Berlin", "--out", out]
            assert run(["align", *map(str, given)]) == 0
            made[ending] = json.loads((out / "alignment.json").read_text(encoding="utf-8"))
        return made[ending]

    return document


def test_paths_give_the_document_of_the_command(folder: Path, by_command: Callable[[str], dict[str, Any]]):
    files = [folder / "log.csv", str(folder / "journey.yaml"), [folder / "signals.csv"]]
    with analyzer.align(*files, columns="case_id=order_id", timezone="Europe/Berlin") as result:
        assert without_run(result.document) == without_run(by_command("csv"))


def as_relation(frame: pd.DataFrame) -> Table:
    return duckdb.connect().from_arrow(pa.Table.from_pandas(frame))


@pytest.mark.parametrize(
    "made_of",
    [lambda frame: frame, pa.Table.from_pandas, pl.from_pandas, as_relation, ibis.memtable],
    ids=["pandas", "pyarrow", "polars", "DuckDB", "Ibis"],
)
def test_tables_give_the_document_of_the_command_over_the_same_rows(
    folder: Path, by_command: Callable[[str], dict[str, Any]], made_of: Callable[[pd.DataFrame], Table]
):
    log, signals = (made_of(pd.read_parquet(folder / f"{name}.parquet")) for name in ("log", "signals"))
    with analyzer.align(log, journey(), signals, columns=COLUMNS, timezone="Europe/Berlin") as result:
        files = json.dumps(without_run(by_command("parquet")))  # of the command they have names
        files = files.replace(str(folder / "log.parquet"), "the log table")
        files = files.replace(str(folder / "signals.parquet"), "the signals table 1")
        assert without_run(result.document) == json.loads(files)


def test_event_logs_and_frames_of_pm4py_are_taken_as_they_are(folder: Path):
    """Cases, events and verdicts by hand: tests/exports."""
    open_door()
    from pm4py.objects.conversion.log import converter

    frame = pd.read_csv(folder / "log.csv", parse_dates=["timestamp"])
    names = {"order_id": "case:concept:name", "activity": "concept:name", "timestamp": "time:timestamp"}
    frame = frame.rename(columns={**names, "region": "case:region"})
    frame["time:timestamp"] = frame["time:timestamp"].dt.tz_localize("Europe/Berlin")
    frame["@@index"] = range(len(frame))
    log = converter.apply(frame, variant=converter.Variants.TO_EVENT_LOG)
    for given in (frame, log):
        with analyzer.align(given, journey()) as result:
            assert result.document["log"]["cases"] == 3
            assert result.document["log"]["first"] == "2026-01-05T07:00:00Z"
            assert list(result.stages.company_bad) == [0, 1]
            visits = result.visits().to_pandas()
            assert list(visits[visits.stage == "Delivery"].company) == ["good", "bad", "good"]


@pytest.fixture(scope="module")
def result(folder: Path) -> analyzer.AlignmentResult:
    signals = {"table": pd.read_parquet(folder / "signals.parquet"), "silence": "unknown"}
    return analyzer.align(folder / "log.parquet", journey(), signals, columns=COLUMNS, **BERLIN)


def test_stages_are_a_frame_with_both_sides(result: analyzer.AlignmentResult):
    stages = result.stages.set_index("stage")
    assert list(stages.index) == ["Ordering", "Delivery"]
    assert dict(stages.loc["Delivery", ["company_good", "company_bad", "customer_good", "customer_bad"]]) == {
        "company_good": 2,
        "company_bad": 1,
        "customer_good": 1,
        "customer_bad": 1,
    }
    assert stages.loc["Delivery", "good_bad"] == 1
    assert stages.loc["Delivery", "company_yield"] == pytest.approx(2 / 3)


def test_visits_are_an_ibis_table_of_case_and_stage(result: analyzer.AlignmentResult):
    visits = result.visits()
    assert isinstance(visits, ibis.Table)
    unhappy = visits.filter(visits.customer == "bad").select("case_id", "stage", "company").to_pandas()
    assert unhappy.to_dict("records") == [{"case_id": "A-1", "stage": "Delivery", "company": "good"}]


def test_lists_without_entries_are_frames_with_columns(result: analyzer.AlignmentResult):
    assert len(result.drivers) == 0
    assert {"mismatch", "label", "risk_ratio", "risk_ratio_low", "share", "q_value"} <= set(result.drivers.columns)
    assert {"id", "kind", "stage", "title", "story"} <= set(result.mismatches.columns)


def test_nothing_is_written_unless_asked_for(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(tmp_path)
    before = {path: path.stat().st_mtime_ns for path in folder.rglob("*")}
    with analyzer.align(folder / "log.csv", folder / "journey.yaml", columns=COLUMNS) as result:
        scratch = result._run
        assert scratch.exists()
        assert list(tmp_path.iterdir()) == []
        assert result.report("report.html").read_text(encoding="utf-8").startswith("<!")
        assert json.loads(result.save("alignment.json").read_text(encoding="utf-8"))["format"] == "alignment/1"
        assert sorted(path.name for path in tmp_path.iterdir()) == ["alignment.json", "report.html"]
    assert not scratch.exists()
    assert {path: path.stat().st_mtime_ns for path in folder.rglob("*")} == before


def test_a_project_gives_what_its_file_says_and_keeps_no_run(folder: Path):
    with analyzer.align(project=folder / "project.yaml") as result:
        assert result.document["name"] == "Shop & Co"
        assert result.document["case_noun"] == "order"
    assert not (folder / ".alignment").exists()


def test_a_notebook_shows_it_without_a_script_or_a_foreign_address(result: analyzer.AlignmentResult):
    html = result._repr_html_()
    assert "Delivery" in html
    assert "<script" not in html
    assert "http://" not in html.replace("http://www.w3.org/2000/svg", "") and "https://" not in html


def test_hostile_names_are_text_in_a_notebook(folder: Path):
    odd = journey()
    odd["stages"][1]["name"] = "<img src=x onerror=alert(1)>"
    with analyzer.align(folder / "log.csv", odd, columns=COLUMNS) as result:
        assert "<img" not in result._repr_html_()
        assert "<img" not in json.dumps(result.mirror().to_plotly_json()["layout"], default=str)


def test_the_mirror_is_a_plotly_figure_that_loads_and_sends_nothing(result: analyzer.AlignmentResult):
    figure = result.mirror()
    hidden = next(bar for bar in figure.data if bar.name == "Hidden")
    assert list(hidden.x) == ["Ordering", "Delivery"]
    assert list(hidden.y) == [0.0, 0.5]  # one of two rated visits: good for us, bad for the customer
    shown = figure._repr_mimebundle_()
    assert shown["application/vnd.plotly.v1+json"]["config"]["showSendToCloud"] is False
    assert "cdn.plot.ly" not in shown["text/html"].split("<body>")[-1].split("</script>")[-2]
    assert '"showSendToCloud": false' in shown["text/html"]


@pytest.mark.parametrize(
    ("given", "kind", "found", "where"),
    [
        ({"log": 7}, ArgumentError, "int", "log of analyzer.align"),
        ({"log": None}, ArgumentError, "None", "the arguments of analyzer.align"),
        ({"log": "nowhere.csv"}, ArgumentError, "no file nowhere.csv", "--log"),
        ({"journey": 7}, ArgumentError, "int", "journey of analyzer.align"),
        ({"log": pd.DataFrame({"a": []})}, LogError, "a table without any", "the log table"),
        ({"timezone": "Europe/Berln"}, SettingsError, "Europe/Berln", "the arguments of analyzer.align, key timezone"),
        ({"thresholds": {"driver_shar": 1}}, SettingsError, "driver_shar", "the arguments of analyzer.align"),
        ({"journey": {"stages": [{"nam": "A"}]}}, JourneyError, "nam", "the journey that was given"),
        ({"columns": {"cas_id": "order_id"}}, ArgumentError, "cas_id", "--columns"),
        (
            {"signals": pd.DataFrame({"order_id": ["A-1"], "timestamp": ["2026-01-08"], "kind": ["applause"]})},
            SignalError,
            "applause",
            "the signals table 1, column kind",
        ),
        ({"project": "project.yaml"}, ArgumentError, "project and columns, journey, log", "the arguments"),
    ],
)
def test_a_mistake_is_said_as_the_command_says_it(
    folder: Path, given: dict[str, Any], kind: type[Exception], found: str, where: str
):
    good = {"log": pd.read_csv(folder / "log.csv"), "journey": journey(), "columns": COLUMNS}
    with pytest.raises(analyzer.AnalyzerError) as caught:
        analyzer.align(**{**good, **given})
    error = caught.value
    assert isinstance(error, kind)
    assert found in error.found
    assert error.where.startswith(where)
    assert error.expected and error.do
    assert "alignment-" not in error.message  # no name of a temporary file


def test_odd_frames_are_read_as_they_are_written():
    """Columns of several kinds, categories, spans of time, names that are no texts, an index with a name."""
    frame = pd.DataFrame(
        {
            "activity": pd.Categorical(["Place order", "Ship", "Place order"]),
            "timestamp": pd.to_datetime(["2026-01-05 08:00", "2026-01-05 09:00", "2026-01-06 08:00"]),
            7: [1, "two", None],
            "took": pd.to_timedelta(["1h", "2h", None]),
        },
        index=pd.Index(["A", "A", "B"], name="case_id"),
    )
    with analyzer.align(frame, journey()) as result:
        assert (result.document["log"]["cases"], result.document["log"]["events"]) == (2, 3)


def test_importing_it_loads_next_to_nothing():
    code = (
        "import sys, analyzer; print(*sorted({m.partition('.')[0] for m in sys.modules} & {'pandas', 'click', 'ibis'}))"
    )
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True)
    assert ended.stdout.strip() == ""


def test_what_it_has_is_known_by_name():
    assert {"align", "AlignmentResult", "AnalyzerError"} <= set(dir(analyzer))
    with pytest.raises(AttributeError, match="aline"):
        analyzer.aline  # noqa: B018  # asking is the test
