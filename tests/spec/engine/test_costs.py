"""What `make engines` says: what a run took, and whether two say the same."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

from analyzer.engine import Engine, open_engine
from tests.benchmarks.engines.__main__ import compared, program
from tests.benchmarks.engines.asked import count_questions
from tests.benchmarks.engines.compare import differences, largest
from tests.benchmarks.engines.costs import run_counted

BUSY = "import time\nwhile time.process_time() < 0.6: pass"


def test_processor_time_of_a_child_that_nobody_waits_for_is_counted() -> None:
    """As Java is of Spark: 0.6 s each here, less the last look at either, which may be 0.2 s old and later if busy."""
    begin = f"import subprocess, sys\nsubprocess.Popen([sys.executable, '-c', {BUSY!r}])"
    started = f"{begin}\n{BUSY}\ntime.sleep(1)"
    cost = run_counted([sys.executable, "-c", started])
    assert cost.processor_s > 0.7
    assert cost.clock_s > 1.0
    with pytest.raises(subprocess.CalledProcessError):
        run_counted([sys.executable, "-c", "raise SystemExit(3)"])


def test_documents_are_held_together_within_a_millionth() -> None:
    one = {"a": [1, 2_000_000.0], "b": "x", "n": 0}
    assert differences(one, {"a": [1, 2_000_001.0], "b": "x", "n": 0}, "") == []
    assert largest(one, {"a": [1, 2_000_001.0], "b": "x", "n": 0}) == pytest.approx(5e-7)
    assert differences(one, {"a": [1, 2_000_004.0], "b": "y", "n": None}, "") == [
        ".a[1]: 2000000.0, 2000004.0",
        ".b: x, y",
        ".n: 0, None",
    ]
    assert differences(one, {"a": [1], "b": "x", "n": 0, "c": True}, "") == [
        ".a: [1, 2000000.0], [1]",
        ".c: None, True",
    ]
    assert largest({"a": 0.5}, {"a": 0.25}) == 0.25  # below 1 as it is


def test_what_was_analysed_is_not_analysed_again(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Two analyses that lie there already: they are compared, and what differs is said and ends with 1."""
    costs = {"clock_s": 2.0, "processor_s": 1.0, "server_s": None, "questions": 3, "seconds": 0.1, "crossed": 70}
    for name, value in (("duckdb", 1.0), ("spark", 1.5)):
        kept = {**costs, "program": program(), "document": {"alignment": {"value": value}}}
        (tmp_path / f"form_two-1-{name}.json").write_text(json.dumps(kept))
    (found,) = [one for one in compared("form_two/1", ["spark"], 0, tmp_path, None) if "spark" in one[0]]
    assert found[1] is True
    assert found[0].split()[:7] == ["form_two/1", "spark", "3", "70", "1", "-", "2"]
    assert found[0].endswith("5e-01  1 differences")
    assert "form_two/1, spark: .alignment.value: 1.0, 1.5" in capsys.readouterr().out


def test_questions_and_rows_that_cross_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    """Three rows are taken, two kept, one asked for: three questions, one row."""
    for name in ("__init__", "close"):
        monkeypatch.setattr(Engine, name, getattr(Engine, name))  # put back after the test
    counts: dict[str, dict[str, float]] = {}
    count_questions(counts)
    with open_engine() as engine:
        taken = engine.take(pd.DataFrame({"n": [1, 2, 3]}), "given", {"n": "int64"})
        kept = engine.keep(taken.filter(taken.n > 1), "kept")
        assert engine.rows(kept.aggregate(sum=kept.n.sum())) == [{"sum": 5}]
    found = counts["DuckDB"]
    assert (found["questions"], found["crossed"], found["seconds"] > 0) == (3, 1, True)
