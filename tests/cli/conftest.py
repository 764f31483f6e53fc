"""The command line run inside the test, with an analysis whose outcome is known."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from analyzer.cli.main import run
from analyzer.settings import Settings

PARTS = ("Expected: ", "Found:    ", "Where:    ", "Do:       ")


@dataclass
class Ended:
    """How a command ended."""

    code: int
    out: str
    err: str


@dataclass
class Pipeline:
    """Stands in for the analysis: hands out a document, or raises."""

    document: dict[str, Any]
    error: BaseException | None = None
    seen: list[Settings] = field(default_factory=list)

    def align(self, settings: Settings, progress: Callable[[str], None], **further: Any) -> Any:
        self.seen.append(settings)
        progress("Reading the log")
        if self.error is not None:
            raise self.error
        return self


@pytest.fixture(autouse=True)
def temporary_files(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """Tracebacks of faults go away with the test."""
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path_factory.mktemp("temporary")))


@pytest.fixture
def analyzer(capsys: pytest.CaptureFixture[str]) -> Callable[..., Ended]:
    """Run `analyzer` with arguments."""

    def call(*arguments: str | Path) -> Ended:
        capsys.readouterr()
        code = run([str(argument) for argument in arguments])
        captured = capsys.readouterr()
        return Ended(code, captured.out, captured.err)

    return call


@pytest.fixture
def pipeline(monkeypatch: pytest.MonkeyPatch) -> Pipeline:
    """The analysis replaced by one whose outcome is known, and the three files by short ones."""
    stand_in = Pipeline(a_document())
    module = ModuleType("analyzer.pipeline")
    module.align = stand_in.align  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "analyzer.pipeline", module)
    monkeypatch.setattr("analyzer.pipeline", module, raising=False)
    monkeypatch.setattr("analyzer.reports.write", write_short)
    monkeypatch.setattr("analyzer.slices.with_catalog.improving_of", lambda *_: None)  # the document is not a whole one
    return stand_in


def write_short(document: dict[str, Any], folder: Path, improving: object = None) -> None:
    (folder / "alignment.json").write_text(json.dumps(document), encoding="utf-8")
    (folder / "report.html").write_text(f"<h1>{document['name']}</h1>", encoding="utf-8")
    (folder / "mismatches.csv").write_text("id\n", encoding="utf-8")


def a_document() -> dict[str, Any]:
    """Two mismatches: one with a driver, one that belongs to no stage and counts no customers."""
    measure = {"value": 0.33, "low": 0.3, "high": 0.36}
    common = {"priority": 1.0, "owner": None, "quotes": [], "evidence": {}}
    prepayment = {
        **common,
        "id": "hidden-friction-delivery",
        "kind": "hidden_friction",
        "stage": "Delivery",
        "title": "Delivery looks fine to us, yet a quarter of those customers are unhappy",
        "story": "Delivery looks fine to us in 97 % of visits, yet 25 % of those who answered are unhappy.",
        "affected_visits": 1304,
        "avoidable_bad_per_month": {"value": 38.0, "low": 31.0, "high": 45.0},
        "drivers": [{"label": "Demand prepayment", "stage": "Payment"}],
    }
    invisible = {
        **common,
        "id": "invisible-work",
        "kind": "invisible_work",
        "stage": None,
        "title": "Work of no stage takes 12 % of all time",
        "story": "Work that belongs to no stage takes 12 % of all time.",
        "affected_visits": 7,
        "avoidable_bad_per_month": None,
        "drivers": [],
    }
    return {
        "format": "alignment/1",
        "name": "Shop",
        "case_noun": "order",
        "log": {"cases": 3144, "events": 41873, "activities": 17, "first": "2026-01-02T05:12:00Z", "last": None},
        "signals": {"total": 4412, "linked": 4233, "by_kind": {"nps": 4412}, "stage_from": {}},
        "quality": {
            "rows": 41912,
            "used": 41873,
            "refused": 39,
            "reasons": {"no activity": 6, "no time": 33},
            "warnings": ["60 events stand in the file before an earlier one of their order."],
        },
        "alignment": {"visibility": measure, "relevance": measure, "score": measure, "visits": 11957, "rated": 4357},
        "stages": [],
        "mismatches": [prepayment, invisible],
    }


@pytest.fixture
def inputs(tmp_path: Path) -> Path:
    """A folder with a project and its files."""
    folder = tmp_path / "inputs"
    folder.mkdir()
    (folder / "log.csv").write_text("case_id,activity,timestamp\n1,Ship,2026-01-01\n")
    (folder / "signals.csv").write_text("case_id,timestamp,kind\n1,2026-01-02,complaint\n")
    (folder / "journey.yaml").write_text("stages: [{name: Delivery, activities: [Ship]}]\n")
    (folder / "project.yaml").write_text("name: Shop\nlog: log.csv\njourney: journey.yaml\nsignals: [signals.csv]\n")
    return folder


def assert_refused(ended: Ended, code: int = 2) -> dict[str, str]:
    """One message of four parts on stderr, nothing on stdout, no traceback; gives the parts."""
    lines = ended.err.splitlines()
    assert ended.code == code, ended.err
    assert ended.out == ""
    assert "Traceback" not in ended.err
    assert [line[:10] for line in lines] == list(PARTS)
    assert all(line[10:].strip() for line in lines)
    return {part.strip(": ").lower(): line[10:] for part, line in zip(PARTS, lines, strict=True)}


@pytest.fixture
def refused() -> Callable[..., dict[str, str]]:
    return assert_refused
