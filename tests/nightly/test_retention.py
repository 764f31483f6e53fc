"""How long the documents of nights stay."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from analyzer.catalog import findings, keep_run, nights, open_catalog, runs
from analyzer.errors import SettingsError
from analyzer.nightly.retention import thin_out
from analyzer.reports import write
from analyzer.settings import load_project
from analyzer.settings.inputs import ChosenInputs
from analyzer.settings.model import LogSource
from dashboards.providers.datasets import Datasets
from tests.real_document import example


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


@pytest.mark.parametrize("keep", ["keep: {nights: 1}", "keep: {weeks: 3}", "keep: {}", "keep: {days: 0}"])
def test_a_keep_that_says_nothing_is_refused(tmp_path: Path, keep: str) -> None:
    with pytest.raises(SettingsError):
        load_project(project(tmp_path, keep))


def kept_on(catalog, tmp_path: Path, day: int, origin: str) -> str:
    """A run of a day of November 2026."""
    document = example()
    at = datetime(2026, 11, day, 2, tzinfo=UTC).isoformat()
    document["run"] = {**document["run"], "started": at, "finished": at}
    out = tmp_path / f"out-{day}"
    out.mkdir()
    write(document, out)
    return keep_run(catalog, dict(document), out, origin=origin)


def test_what_is_older_than_the_days_that_are_kept_goes_whatever_made_it(tmp_path: Path) -> None:
    settings = load_project(project(tmp_path, "keep: {days: 10}"))
    with open_catalog(settings) as catalog:
        old, new = kept_on(catalog, tmp_path, 1, "align"), kept_on(catalog, tmp_path, 20, "nightly")
        assert thin_out(settings, catalog, datetime(2026, 11, 25, tzinfo=UTC)) == (old,)
        assert [(run.id, run.folder.is_dir()) for run in runs(catalog)] == [(new, True), (old, False)]
        assert thin_out(settings, catalog, datetime(2027, 11, 25, tzinfo=UTC)) == (), "the newest run stays"


def test_uploads_of_that_age_go_unless_they_are_read(tmp_path: Path) -> None:
    settings = load_project(project(tmp_path, "keep: {days: 10}"))
    sets = Datasets(settings)
    for name in ("read", "unread"):
        raw = tmp_path / name
        raw.write_text("case_id,activity,timestamp\n1,A,2026-03-02\n", encoding="utf-8")
        sets.add(f"2026-{name}", raw, "log.csv", "log", "0" * 64, None)
    read = sets.get("2026-read")
    sets.choose(ChosenInputs(LogSource(read.source_path)))
    with open_catalog(settings) as catalog:
        assert thin_out(settings, catalog, datetime.now(UTC)) == ()
        assert thin_out(settings, catalog, datetime.now(UTC) + timedelta(days=11)) == ("2026-unread",)
    assert [one.id for one in sets.all()] == ["2026-read"]
    assert not (settings.home / "datasets" / "2026-unread").exists()
