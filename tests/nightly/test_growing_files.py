"""Nights over files: what was added is read alone, and gives what one run over everything with the same ruler gives."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from analyzer.pipeline import align
from analyzer.settings import load_project
from analyzer.state import NightReading, align_night
from tests.nightly.test_nights import JOURNEY, rows

LOG_HEAD, SIGNAL_HEAD = "case_id,activity,timestamp\n", "case_id,timestamp,score\n"


def lines(table: list[list[str]]) -> str:
    return "".join(",".join(row) + "\n" for row in table)


class Files:
    """A project over files, and its nights."""

    def __init__(self, folder: Path, log: str) -> None:
        self.folder = folder
        self.ruler: Any = None
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
        one, other = (
            {key: value for key, value in json.loads(json.dumps(found.document)).items() if key != "run"}
            for found in (analysis, align(settings, ruler=self.ruler))
        )
        assert one == other
        return reading


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
    still = files.night()
    assert (still.whole, still.files, still.rows) == (None, 0, 0)
