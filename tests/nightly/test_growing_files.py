"""Nights over files: what was added is read alone, and gives what one run over everything with the same ruler gives."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from analyzer.pipeline import align
from analyzer.settings import load_project
from analyzer.state import NightReading, align_night
from analyzer.words import told
from tests.nightly.test_nights import JOURNEY, rows

LOG_HEAD, SIGNAL_HEAD = "case_id,activity,timestamp\n", "case_id,timestamp,score\n"


def lines(table: list[list[str]]) -> str:
    return "".join(",".join(row) + "\n" for row in table)


def without_run(analysis: Any) -> Any:
    return {key: value for key, value in json.loads(json.dumps(analysis.document)).items() if key != "run"}


class Files:
    """A project over files, and its nights."""

    def __init__(self, folder: Path, log: str) -> None:
        self.folder = folder
        self.ruler: Any = None
        self.document: Any = None
        (folder / "journey.yaml").write_text(JOURNEY, encoding="utf-8")
        project = f"log: {log}\njourney: journey.yaml\nsignals: [{{path: signals.csv, kind: csat, about: Delivery}}]\n"
        (folder / "project.yaml").write_text(project, encoding="utf-8")

    def add(self, name: str, head: str, table: list[list[str]]) -> None:
        """Rows at the end of a file, which is made where it is not there."""
        path = self.folder / name
        with path.open("a", encoding="utf-8") as file:
            file.write(("" if path.stat().st_size else head) + lines(table))

    def night(self) -> NightReading:
        settings = load_project(self.folder / "project.yaml")
        analysis, reading = align_night(settings, self.ruler)
        self.ruler = self.ruler or analysis.ruler
        self.document = without_run(analysis)
        if reading.whole is None:
            assert self.document == without_run(align(settings, ruler=self.ruler))
        return reading

    def notes(self) -> list[str]:
        """What the last night said of values that are not of their column's type."""
        return [line for line in told(self.document)["quality"]["warnings"] if "counts as missing" in line]


@pytest.mark.slow
@pytest.mark.parametrize(("log", "second"), [("log.csv", "log.csv"), ("log*.csv", "log-2.csv")])
def test_what_was_added_is_read_and_nothing_else(tmp_path: Path, log: str, second: str) -> None:
    files = Files(tmp_path, f'"{log}"')
    first, said = rows(0, 120, 0.3, 1)
    later, more = rows(120, 10, 0.3, 2)
    files.add("log.csv", LOG_HEAD, first)
    files.add("signals.csv", SIGNAL_HEAD, said)
    assert files.night().whole == "nothing was kept yet"
    files.add(second, LOG_HEAD, later)
    files.add("signals.csv", SIGNAL_HEAD, more)
    grown = files.night()
    assert (grown.whole, grown.files, grown.rows) == (None, 1, len(later))


@pytest.mark.slow
def test_a_project_whose_folder_has_moved_goes_on(tmp_path: Path) -> None:
    """Another place of the same folder, say in a container, is no reason to read everything again."""
    (tmp_path / "before").mkdir()
    files = Files(tmp_path / "before", "log.csv")
    first, said = rows(0, 120, 0.3, 1)
    later, _ = rows(120, 10, 0.3, 2)
    files.add("log.csv", LOG_HEAD, first)
    files.add("signals.csv", SIGNAL_HEAD, said)
    files.night()
    files.folder = files.folder.rename(tmp_path / "after")
    files.add("log.csv", LOG_HEAD, later)
    moved = files.night()
    assert (moved.whole, moved.files, moved.rows) == (None, 1, len(later))


@pytest.mark.slow
def test_what_is_of_another_type_is_counted_night_by_night(tmp_path: Path) -> None:
    """One word among 200 numbers or so: told beside the result, as one reading of the whole file tells it."""
    files = Files(tmp_path, "log.csv")
    first, said = rows(0, 120, 0.3, 1)
    later, more = rows(120, 60, 0.3, 2)
    files.add("log.csv", LOG_HEAD.replace("\n", ",amount\n"), [[*row, "5.5"] for row in first])
    files.add("signals.csv", SIGNAL_HEAD, said)
    assert files.night().whole == "nothing was kept yet"
    files.add("log.csv", LOG_HEAD, [[*row, "n.d." if number == 7 else "2"] for number, row in enumerate(later)])
    files.add("signals.csv", SIGNAL_HEAD, more)
    files.night()
    assert files.notes() == [f"1 of {len(first) + len(later)} values of amount is no number: it counts as missing"]
