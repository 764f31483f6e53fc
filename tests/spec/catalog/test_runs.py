"""What the catalog keeps of a run, and that a run is there whole or not at all."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from datetime import UTC, datetime

import pytest
from sqlalchemy.exc import IntegrityError

from analyzer.catalog import (
    Finding,
    check_whole,
    findings,
    keep_run,
    latest,
    new_run_id,
    open_catalog,
    open_to_read,
    runs,
)
from analyzer.errors import SettingsError
from analyzer.settings import load_project


def test_a_run_is_kept_with_its_figures_and_files(catalog, document, files, tmp_path):
    assert (runs(catalog), latest(catalog)) == ([], None)
    run_id = keep_run(catalog, document, files)
    (run,) = runs(catalog)
    assert run_id == run.id == "20261122T021500Z"
    assert run.started_at == datetime(2026, 11, 22, 2, 15, 0, tzinfo=UTC)
    assert run.finished_at == datetime(2026, 11, 22, 2, 15, 9, tzinfo=UTC)
    assert run.last_at == datetime(2026, 1, 31, 12, tzinfo=UTC)
    assert (run.cases, run.events, run.signals, run.rated, run.mismatches) == (3, 9, 2, 4, 2)
    assert (run.visibility, run.relevance, run.score) == (0.25, 0.5, None)
    assert run.folder == tmp_path.resolve() / ".alignment" / "runs" / run_id
    assert sorted(path.name for path in run.folder.iterdir()) == ["alignment.json", "mismatches.csv", "report.html"]
    assert latest(catalog) == run
    assert run.as_dict()["started_at"] == "2026-11-22T02:15:00Z"


def test_its_findings_are_kept_in_the_order_of_their_rank(catalog, document, files):
    run_id = keep_run(catalog, document, files)
    hidden = ("hidden_friction", "Delivery", "Delivery looks fine to us", 2.5, 40, 3.0, 2.5, 3.5)
    invisible = ("invisible_work", None, "Work of no stage", 1.0, 7, None, None, None)
    assert findings(catalog, run_id) == [
        Finding(run_id, "hidden-friction-delivery", 0, *hidden),
        Finding(run_id, "invisible-work", 1, *invisible),
    ]
    assert findings(catalog, "another") == []


def test_times_come_back_in_utc_whatever_their_zone(catalog, document, files):
    document["run"]["started"] = "2026-11-22T03:15:00+01:00"
    assert keep_run(catalog, document, files) == "20261122T021500Z"
    assert runs(catalog)[0].started_at.isoformat() == "2026-11-22T02:15:00+00:00"


def test_runs_of_the_same_second_have_different_names_and_the_newest_stands_first(catalog, document, files):
    started = datetime(2026, 11, 22, 2, 15, tzinfo=UTC)
    promised = []
    for _ in range(11):
        promised.append(new_run_id(catalog, started))
        assert keep_run(catalog, document, files) == promised[-1]
    assert promised[:2] == ["20261122T021500Z", "20261122T021500Z-2"]
    assert [run.id for run in runs(catalog)] == promised[::-1]


def test_the_newest_run_is_the_one_kept_last_whatever_the_clock_said(catalog, document, files):
    """A clock that was years ahead for one run, and one that was set back."""
    document["run"]["started"] = "2110-01-01T00:00:00Z"
    keep_run(catalog, document, files)
    document["run"]["started"] = "2026-11-22T02:15:00Z"
    keep_run(catalog, document, files)
    document["run"]["started"] = "2026-11-22T01:15:00Z"
    assert latest(catalog).id == "20261122T021500Z"
    keep_run(catalog, document, files)
    assert latest(catalog).id == "20261122T011500Z"
    assert [run.id[:8] for run in runs(catalog)] == ["20261122", "20261122", "21100101"]
    assert [run.id for run in runs(catalog, limit=1)] == ["20261122T011500Z"]


def test_the_digest_is_the_same_for_the_same_outcome_at_another_time(catalog, document, files):
    keep_run(catalog, document, files)
    document["run"] = {"started": "2026-11-23T02:15:00Z", "finished": "2026-11-23T02:15:01Z"}
    keep_run(catalog, document, files)
    document["log"]["cases"] = 4
    keep_run(catalog, document, files)
    fourth, second, first = (run.digest for run in runs(catalog))
    assert first == second != fourth
    keep_run(catalog, document, files, digest="of the input", origin="nightly")
    assert (runs(catalog)[0].digest, runs(catalog)[0].origin) == ("of the input", "nightly")


def test_a_run_whose_files_were_taken_away_is_not_the_latest(catalog, document, files):
    first = keep_run(catalog, document, files)
    second = keep_run(catalog, document, files)
    (catalog.home / "runs" / second / "alignment.json").unlink()
    assert [run.id for run in runs(catalog)] == [second, first]
    assert latest(catalog).id == first


class TestNoHalfRunIsVisible:
    def test_when_its_rows_cannot_be_written(self, catalog, document, files):
        document["mismatches"][1]["title"] = None  # which the table refuses
        with pytest.raises(IntegrityError, match="NOT NULL"):
            keep_run(catalog, document, files)
        assert runs(catalog) == []
        assert list((catalog.home / "runs").iterdir()) == []

    def test_when_its_files_cannot_be_written(self, catalog, document, files, monkeypatch):
        monkeypatch.setattr("analyzer.catalog.keep.shutil.copyfile", _full_disk)
        with pytest.raises(SettingsError, match="No space left on device"):
            keep_run(catalog, document, files)
        assert runs(catalog) == []
        assert list((catalog.home / "runs").iterdir()) == []

    def test_when_it_was_killed_between_files_and_rows(self, catalog, document, files):
        """Then its folder stands without a row: nobody sees it, and its name is not given again."""
        (catalog.home / "runs" / "20261122T021500Z").mkdir(parents=True)
        assert runs(catalog) == []
        assert keep_run(catalog, document, files) == "20261122T021500Z-2"


def _full_disk(*_: object) -> None:
    raise OSError(28, "No space left on device")


KEEP = """
import json, sys
from pathlib import Path
from analyzer.catalog import keep_run, open_catalog
from analyzer.settings import load_project
folder, document = Path(sys.argv[1]), json.loads(sys.argv[2])
for _ in range(5):
    with open_catalog(load_project(folder)) as catalog:
        keep_run(catalog, document, folder / "out")
"""


def test_processes_at_once_lose_nothing(settings, document, files, root, tmp_path):
    """Three processes open a catalog that does not exist yet and keep five runs each, without any lock around them."""
    import json

    arguments = [sys.executable, "-c", KEEP, str(tmp_path), json.dumps(document)]
    writers = [subprocess.Popen(arguments, cwd=root, stderr=subprocess.PIPE, text=True) for _ in range(3)]
    assert [(writer.communicate(timeout=120)[1], writer.returncode) for writer in writers] == [("", 0)] * 3
    with open_catalog(settings) as catalog:
        kept = runs(catalog)
        assert len(kept) == len({run.id for run in kept}) == 15
        assert all(len(findings(catalog, run.id)) == 2 for run in kept)
        assert all((run.folder / "report.html").is_file() for run in kept)


class TestOpening:
    def test_a_file_beside_the_project(self, tmp_path, document, files):
        (tmp_path / "project.yaml").write_text("log: l\njourney: j\ncatalog: sqlite:///kept/alignment.db\n")
        with open_catalog(load_project(tmp_path)) as catalog:
            keep_run(catalog, document, files)
        assert (tmp_path / "kept" / "alignment.db").is_file()

    def test_projects_that_share_a_database_see_their_own_runs(self, tmp_path, document, files):
        for name in ("North", "South"):
            (tmp_path / name).mkdir()
            text = f"name: {name}\nlog: l\njourney: j\ncatalog: sqlite:///../shared.db\n"
            (tmp_path / name / "project.yaml").write_text(text)
        with open_catalog(load_project(tmp_path / "North")) as north:
            keep_run(north, document, files)
            with open_catalog(load_project(tmp_path / "South")) as south:
                assert runs(south) == []
                assert keep_run(south, document, files) == "20261122T021500Z"
            assert len(runs(north)) == 1

    def test_the_migrations_make_the_tables_that_the_code_knows(self, catalog):
        """alembic's own comparison finds no difference, and the newest migration is the one that `HEAD` names."""
        from alembic.autogenerate import compare_metadata
        from alembic.migration import MigrationContext

        from analyzer.catalog.migrating import HEAD
        from analyzer.catalog.schema import metadata

        with catalog.engine.connect() as connection:
            context = MigrationContext.configure(connection, opts={"compare_type": True})
            assert context.get_current_revision() == HEAD
            assert compare_metadata(context, metadata) == []

    def test_head_is_the_newest_migration(self):
        from pathlib import Path

        from alembic.script import ScriptDirectory

        from analyzer.catalog import migrating

        scripts = ScriptDirectory(str(Path(migrating.__file__).parent / "migrations"))
        assert scripts.get_current_head() == migrating.HEAD

    def test_a_catalog_of_a_newer_version(self, settings, catalog):
        with sqlite3.connect(settings.home / "catalog.db") as connection:
            connection.execute("UPDATE alembic_version SET version_num = '9999'")
        connection.close()
        with pytest.raises(SettingsError, match="version 9999"):
            open_catalog(settings)

    def test_a_file_that_is_no_database(self, settings):
        settings.home.mkdir()
        (settings.home / "catalog.db").write_text("just text, long enough to be read as a header of a file " * 20)
        with pytest.raises(SettingsError, match="not a database"):
            open_catalog(settings)

    def test_a_database_that_is_locked(self, settings, catalog, document, files, monkeypatch):
        monkeypatch.setattr("analyzer.catalog.opening.WAIT_S", 0.1)
        with sqlite3.connect(settings.home / "catalog.db", isolation_level=None) as other:
            other.execute("BEGIN IMMEDIATE")
            with open_catalog(settings) as impatient, pytest.raises(SettingsError, match="database is locked"):
                keep_run(impatient, document, files)
        other.close()
        assert runs(catalog) == []


class TestItsFile:
    def test_the_catalog_is_for_its_owner_alone(self, settings, tmp_path):
        (tmp_path / ".alignment").mkdir(mode=0o755)
        (tmp_path / ".alignment" / "catalog.db").touch(mode=0o644)
        with open_catalog(settings) as catalog, catalog.writing():
            found = {path.name: path.stat().st_mode & 0o777 for path in catalog.home.glob("catalog.db*")}
            assert {"catalog.db", "catalog.db-wal"} <= set(found)
            assert set(found.values()) == {0o600}
            assert catalog.home.stat().st_mode & 0o777 == 0o700

    def test_a_folder_that_was_opened_to_a_group_stays_so(self, settings, tmp_path):
        (tmp_path / ".alignment").mkdir()
        (tmp_path / ".alignment").chmod(0o770)
        open_catalog(settings).close()
        assert (tmp_path / ".alignment").stat().st_mode & 0o777 == 0o770

    @pytest.mark.parametrize("at", [0, 4096])  # the head of the file; the tables
    def test_a_damaged_file_is_said(self, catalog, document, files, settings, at):
        keep_run(catalog, document, files)
        catalog.close()
        file = catalog.home / "catalog.db"
        file.write_bytes(file.read_bytes()[:at] + b"\xff" * 4096 + file.read_bytes()[at + 4096 :])
        with pytest.raises(SettingsError, match=r"Do: .*(backup|check)"), open_catalog(settings) as again:
            check_whole(again)

    def test_a_catalog_that_cannot_be_written_is_read_with_what_lies_beside_its_file(
        self, catalog, document, files, settings, monkeypatch
    ):
        run_id = keep_run(catalog, document, files)  # in catalog.db-wal as long as the catalog is open
        monkeypatch.setattr("analyzer.catalog.opening.os.access", lambda path, mode: False)
        before = sorted(path.name for path in catalog.home.iterdir())
        with open_to_read(settings) as looked_at:
            assert [run.id for run in runs(looked_at)] == [run_id]
            assert latest(looked_at).folder == catalog.home / "runs" / run_id
        assert sorted(path.name for path in catalog.home.iterdir()) == before
