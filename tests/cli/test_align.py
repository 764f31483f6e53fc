"""`analyzer align`: what it takes, prints and writes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from analyzer.cli.result import outcome, plain_table

FILES = ["alignment.json", "mismatches.csv", "report.html"]


def _direct(inputs: Path) -> list[str]:
    return ["align", "--log", f"{inputs}/log.csv", "--journey", f"{inputs}/journey.yaml"]


def test_three_files_are_written(analyzer, pipeline, inputs, tmp_path):
    ended = analyzer(*_direct(inputs), "--out", tmp_path / "deep" / "out")
    assert (ended.code, ended.err) == (0, "")
    assert sorted(path.name for path in (tmp_path / "deep" / "out").iterdir()) == FILES
    written = json.loads((tmp_path / "deep" / "out" / "alignment.json").read_text(encoding="utf-8"))
    assert written["mismatches"] == pipeline.document["mismatches"]
    assert sorted(written["run"]) == ["finished", "id", "source", "started"]
    assert not (inputs / ".alignment").exists()  # only a project's runs are kept


def test_other_files_of_the_folder_stay_and_older_outputs_are_replaced(analyzer, pipeline, inputs, tmp_path):
    (tmp_path / "notes.txt").write_text("mine")
    (tmp_path / "report.html").write_text("old")
    assert analyzer(*_direct(inputs), "--out", tmp_path).code == 0
    assert (tmp_path / "notes.txt").read_text() == "mine"
    assert (tmp_path / "report.html").read_text(encoding="utf-8") != "old"
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted([*FILES, "inputs", "notes.txt"])


def test_the_arguments_become_settings(analyzer, pipeline, inputs, tmp_path):
    two = inputs / "nps.csv"
    two.write_text("x")
    given = [
        "--signals",
        f"{inputs}/signals.csv",
        two,
        "--columns",
        "case_id=order,kind=type",
        "--timezone",
        "Asia/Tokyo",
    ]
    assert analyzer(*_direct(inputs), *given, "--day-first", "--out", tmp_path / "out").code == 0
    (settings,) = pipeline.seen
    assert [source.path for source in settings.signals] == [f"{inputs}/signals.csv", str(two)]
    assert settings.log.columns == {"case_id": "order"}
    assert settings.signals[1].columns == {"case_id": "order", "kind": "type"}
    assert settings.timezone == "Asia/Tokyo"
    assert settings.log.day_first is True


def test_signals_may_be_repeated_too(analyzer, pipeline, inputs, tmp_path):
    signal = f"{inputs}/signals.csv"
    analyzer(*_direct(inputs), "--signals", signal, "--signals", signal, "--month-first", "--out", tmp_path / "out")
    assert [source.path for source in pipeline.seen[0].signals] == [signal, signal]
    assert pipeline.seen[0].log.day_first is False


def test_what_is_printed_on_a_pipe_is_plain(analyzer, pipeline, inputs, tmp_path):
    out = analyzer(*_direct(inputs), "--out", tmp_path / "out").out
    assert out == (
        "41,912 rows read, 41,873 used, 39 refused (no time 33, no activity 6).\n"
        "41,873 events in 3,144 orders; 4,412 signals, 4,233 of them linked.\n"
        "Warning: 60 events stand in the file before an earlier one of their order.\n"
        "\n"
        "#  mismatch         stage     affected visits  avoidable a month  linked to\n"
        "1  Hidden friction  Delivery            1,304         38 (31–45)  Demand prepayment\n"
        "2  Invisible work   –                       7                  –  –\n"
        "\n"
        "1. Delivery looks fine to us in 97 % of visits, yet 25 % of those who answered are unhappy.\n"
        "\n"
        "2. Work that belongs to no stage takes 12 % of all time.\n"
        "\n"
        "Our own measures see 33\u202f% of the unhappy visits. The rest looks fine to us.\n"
        "Customers felt 33\u202f% of the visits that we count as off target. The rest nobody minded.\n"
        "How far both views agree on what went wrong: 33\u202f%, where 100 % would be one view.\n"
        "\n"
        f"Written to {tmp_path / 'out'}: alignment.json, mismatches.csv, report.html.\n"
    )


def test_one_of_a_kind_and_signals_that_are_there_twice(pipeline):
    pipeline.document["signals"].update(total=1, linked=1)
    pipeline.document["quality"].update(signals={"duplicates": 60})
    said = outcome(pipeline.document, terminal=False)
    assert "; 1 signal, 1 of them linked.\n" in said
    assert "Of the signals: 60 repeat another in every column (each counts).\n" in said


def test_a_table_has_heads_and_its_numbers_end_at_one_edge():
    table = plain_table([("Call", "7"), ("Close order", "12")], ("activity", "orders"), range(1, 2))
    assert table == "activity     orders\nCall              7\nClose order      12"


def test_on_a_terminal_it_is_fitted(pipeline, monkeypatch):
    monkeypatch.setenv("COLUMNS", "60")
    stories = outcome(pipeline.document, terminal=True).split("1. Delivery looks")[1].splitlines()
    assert max(map(len, stories)) <= 60


def test_without_mismatches_it_says_so(analyzer, pipeline, inputs, tmp_path):
    pipeline.document["mismatches"] = []
    assert "No mismatch is supported" in analyzer(*_direct(inputs), "--out", tmp_path / "out").out


def test_without_customer_voice_it_says_so(analyzer, pipeline, inputs, tmp_path):
    nothing = {"value": None, "low": None, "high": None}
    pipeline.document["alignment"] = {"visibility": nothing, "relevance": nothing, "score": nothing, "rated": 0}
    out = analyzer(*_direct(inputs), "--out", tmp_path / "out").out
    assert "No customer voice yet" in out
    assert "Invisible work" in out


class TestNothingIsHalfWritten:
    def test_when_the_analysis_fails(self, analyzer, pipeline, inputs, tmp_path):
        pipeline.error = ZeroDivisionError("oops")
        assert analyzer(*_direct(inputs), "--out", tmp_path / "out").code == 70
        assert not (tmp_path / "out").exists()

    def test_when_the_disk_is_full(self, analyzer, pipeline, inputs, tmp_path, monkeypatch, refused):
        def full(document, folder, improving):
            (folder / "alignment.json").write_text("{")
            raise OSError(28, "No space left on device")

        monkeypatch.setattr("analyzer.reports.write", full)
        parts = refused(analyzer(*_direct(inputs), "--out", tmp_path / "a" / "out"))
        assert parts["found"] == "No space left on device"
        assert not (tmp_path / "a").exists()

    def test_an_error_that_no_folder_is_guilty_of_is_ours(self, analyzer, pipeline, inputs, tmp_path, monkeypatch):
        def broken(document, folder, improving):
            raise FileNotFoundError(2, "No such file or directory")

        monkeypatch.setattr("analyzer.reports.write", broken)
        assert analyzer(*_direct(inputs), "--out", tmp_path / "a" / "out").code == 70
        assert not (tmp_path / "a").exists()

    def test_when_a_file_cannot_take_its_place_the_older_ones_come_back(
        self, analyzer, pipeline, inputs, tmp_path, refused
    ):
        out = tmp_path / "out"
        (out / "report.html").mkdir(parents=True)  # the last of the three
        (out / "alignment.json").write_text("older")
        parts = refused(analyzer(*_direct(inputs), "--out", out))
        assert parts["found"] == "report.html is a folder there"
        assert (out / "alignment.json").read_text() == "older"
        assert sorted(path.name for path in out.iterdir()) == ["alignment.json", "report.html"]

    def test_when_it_is_stopped(self, analyzer, pipeline, inputs, tmp_path):
        pipeline.error = KeyboardInterrupt()
        ended = analyzer(*_direct(inputs), "--out", tmp_path / "out")
        assert (ended.code, ended.out) == (130, "")
        assert not (tmp_path / "out").exists()

    @pytest.mark.parametrize("out", ["taken", "taken/below", "inputs/log.csv"])
    def test_a_folder_that_cannot_be_is_refused_before_the_work(
        self, analyzer, pipeline, inputs, tmp_path, out, refused
    ):
        (tmp_path / "taken").write_text("a file")
        parts = refused(analyzer(*_direct(inputs), "--out", tmp_path / out))
        assert "is a file" in parts["found"]
        assert "--out" in parts["where"]
        assert pipeline.seen == []


class TestAProjectsRunsAreKept:
    def test_and_listed(self, analyzer, pipeline, inputs, tmp_path):
        for _ in range(2):
            assert analyzer("align", "--project", inputs / "project.yaml", "--out", tmp_path / "out").code == 0
        listed = json.loads(analyzer("runs", "--project", inputs, "--json").out)
        assert len(listed) == 2
        assert len({run["id"] for run in listed}) == 2
        newest = listed[0]
        assert (newest["cases"], newest["events"], newest["mismatches"]) == (3144, 41873, 2)
        assert sorted(path.name for path in Path(newest["folder"]).iterdir()) == FILES
        kept = (Path(newest["folder"]) / "alignment.json").read_bytes()
        assert kept == (tmp_path / "out" / "alignment.json").read_bytes()
        assert newest["id"] in analyzer("runs", "--project", inputs).out
        assert json.loads(kept)["run"]["id"] == newest["id"]

    def test_not_when_the_analysis_fails(self, analyzer, pipeline, inputs, tmp_path):
        pipeline.error = ZeroDivisionError("oops")
        assert analyzer("align", "--project", inputs, "--out", tmp_path / "out").code == 70
        assert json.loads(analyzer("runs", "--project", inputs, "--json").out) == []

    def test_not_when_nothing_can_be_written(self, analyzer, pipeline, inputs, tmp_path, monkeypatch, refused):
        (inputs / ".alignment").mkdir()
        (inputs / ".alignment" / "runs").write_text("in the way")
        refused(analyzer("align", "--project", inputs, "--out", tmp_path / "out"))
        assert not (tmp_path / "out").exists()

    def test_none_yet(self, analyzer, inputs):
        ended = analyzer("runs", "--project", inputs)
        assert (ended.code, ended.out.startswith("No run is kept yet")) == (0, True)


def test_values_of_the_environment_show_nowhere(analyzer, pipeline, inputs, tmp_path, monkeypatch):
    monkeypatch.setenv("SHOP", "geheimer Laden")
    project = (inputs / "project.yaml").read_text().replace("name: Shop", "name: ${SHOP}")
    (inputs / "project.yaml").write_text(project)
    pipeline.document["name"] = "geheimer Laden"
    ended = analyzer("align", "--project", inputs, "--out", tmp_path / "out")
    assert ended.code == 0
    written = "".join(path.read_text(encoding="utf-8") for path in (tmp_path / "out").iterdir())
    assert "geheimer" not in written + ended.out + ended.err
    pipeline.error = RuntimeError("geheimer Laden is shut")
    fault = analyzer("align", "--project", inputs, "--out", tmp_path / "out")
    trace = Path(fault.err.split("written to ")[1].splitlines()[0])
    assert "${SHOP} is shut" in trace.read_text(encoding="utf-8")
