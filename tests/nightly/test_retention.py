"""How long the documents of nights stay."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from analyzer.catalog import findings, keep_run, nights, open_catalog
from analyzer.errors import SettingsError
from analyzer.nightly.retention import thin_out
from analyzer.reports import write
from analyzer.settings import load_project
from tests.example_document import example


def project(folder: Path, keep: str) -> Path:
    (folder / "project.yaml").write_text(f"name: P\nlog: l.csv\njourney: j.yaml\n{keep}", encoding="utf-8")
    return folder / "project.yaml"


@pytest.mark.parametrize(("keep", "left"), [("keep: {nights: 2}", 2), ("", 4)])
def test_documents_of_older_nights_go_and_their_figures_stay(tmp_path: Path, keep: str, left: int) -> None:
    settings = load_project(project(tmp_path, keep))
    with open_catalog(settings) as catalog:
        for day, origin in ((1, "nightly"), (2, "nightly"), (3, "align"), (4, "nightly"), (5, "nightly")):
            document = example()
            at = datetime(2026, 11, day, 2, tzinfo=UTC).isoformat()
            document["run"] = {**document["run"], "started": at, "finished": at}
            out = tmp_path / f"out-{day}"
            out.mkdir()
            write(document, out)
            run = keep_run(catalog, dict(document), out, origin=origin)
            (tmp_path / "reports" / run).mkdir(parents=True)
        thin_out(settings, catalog)
        kept = nights(catalog)
        assert len(kept) == 4
        assert [run.folder.is_dir() for run in kept] == [True] * left + [False] * (4 - left)
        assert [(tmp_path / "reports" / run.id).is_dir() for run in kept] == [True] * left + [False] * (4 - left)
        assert findings(catalog, kept[-1].id)  # what the oldest night found is known still
    assert len([run for run in (tmp_path / ".alignment" / "runs").iterdir() if run.is_dir()]) == left + 1


@pytest.mark.parametrize("keep", ["keep: {nights: 1}", "keep: {weeks: 3}", "keep: {}"])
def test_a_keep_that_says_nothing_is_refused(tmp_path: Path, keep: str) -> None:
    with pytest.raises(SettingsError):
        load_project(project(tmp_path, keep))
