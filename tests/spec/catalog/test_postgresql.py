"""The same catalog in PostgreSQL: a real server on loopback, started for these tests."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from analyzer.catalog import (
    ActionChangedError,
    AskedDelivery,
    add_action,
    add_comment,
    add_hypothesis,
    add_job,
    add_notes,
    add_user,
    answer_hypothesis,
    ask_deliveries,
    ask_when_due,
    begin_cycle,
    change_action,
    changes,
    claim_job,
    comments_on,
    end_cycle,
    end_job,
    end_quiet,
    ending_job,
    find_job,
    find_kata,
    finding_marks,
    findings,
    keep_run,
    latest,
    list_actions,
    list_hypotheses,
    list_jobs,
    list_notes,
    list_users,
    mark_finding,
    open_catalog,
    remove_note,
    reopen_actions,
    runs,
    save_kata,
    told_last,
    vote,
)
from analyzer.errors import SettingsError
from analyzer.settings import Settings, load_project
from analyzer.tables.field_note import NoteLine
from tests.benchmarks.engines.server import postgresql
from tests.conftest import absent
from tests.spec.catalog.down_and_up import down_and_up


@pytest.fixture(scope="module")
def server() -> Iterator[int]:
    """A server that lives as long as a module's tests; its port."""
    with postgresql() as url:
        if url is None:
            absent("There is no PostgreSQL server here; install it with: apt-get install postgresql")
        yield int(url.rpartition(":")[2].partition("/")[0])


@pytest.fixture
def shop(tmp_path: Path, server: int) -> Settings:
    at = f"postgresql+psycopg://analyst@127.0.0.1:{server}/postgres"
    text = f"name: {tmp_path.name}\nlog: l\njourney: j\ncatalog: {at}\n"  # a name is one project's
    (tmp_path / "project.yaml").write_text(text)
    return load_project(tmp_path)


def test_a_run_is_kept_as_in_sqlite(shop, document, files):
    with open_catalog(shop) as catalog:
        run_id = keep_run(catalog, document, files)
        run = latest(catalog)
        assert run.id == run_id == "20261122T021500Z"
        assert run.started_at.isoformat() == "2026-11-22T02:15:00+00:00"
        assert (run.visibility, run.score, run.mismatches) == (0.25, None, 2)
        assert [finding.mismatch_id for finding in findings(catalog, run_id)] == [
            "hidden-friction-delivery",
            "invisible-work",
        ]
    with open_catalog(shop) as again:  # the migrations have run already
        assert [run.id for run in runs(again)] == [run_id]


def test_a_job_is_taken_once_and_its_words_are_kept(shop):
    with open_catalog(shop) as catalog:
        job_id = add_job(catalog, "slice_drivers", {"filters": [["stage", "Delivery"]]}, "ann")
        assert add_job(catalog, "slice_drivers", {"filters": [["stage", "Delivery"]]}, "bob") == job_id
        assert claim_job(catalog, job_id, "w") is not None
        assert claim_job(catalog, job_id, "w2") is None
        assert end_job(catalog, job_id, "w", "done", result={"stages": []})
        job = find_job(catalog, job_id)
        assert job is not None
        assert (job.arguments, job.result, job.attempts) == ({"filters": [["stage", "Delivery"]]}, {"stages": []}, 1)


def test_a_run_and_the_end_of_its_job_are_kept_together_or_not_at_all(shop, document, files):
    with open_catalog(shop) as catalog:
        job_id = add_job(catalog, "analyse", {}, "ann")
        claim_job(catalog, job_id, "w")
        with pytest.raises(KeyboardInterrupt):
            keep_run(catalog, document, files, within=ending_job(job_id, "another"))
        assert runs(catalog) == []
        run_id = keep_run(catalog, document, files, within=ending_job(job_id, "w"))
        assert (find_job(catalog, job_id).state, find_job(catalog, job_id).result) == ("done", {"run": run_id})


def test_what_is_due_is_asked_for_once_by_four_workers(shop):
    due = datetime(2026, 11, 22, 2, tzinfo=UTC)
    with open_catalog(shop) as catalog:
        assert ask_when_due(catalog, due, due, "analyse") is None, "from the next one on"
        tomorrow = due + timedelta(days=1)
        with ThreadPoolExecutor(4) as workers:
            asked = list(workers.map(lambda _: ask_when_due(catalog, tomorrow, tomorrow, "analyse"), range(8)))
        assert [job.id for job in list_jobs(catalog)] == [one for one in asked if one is not None]
        assert len(list_jobs(catalog)) == 1


def test_the_migrations_make_the_tables_that_the_code_knows(shop):
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    from analyzer.catalog.schema import metadata

    with open_catalog(shop) as catalog, catalog.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []


def test_no_part_of_an_address_from_the_environment_shows(tmp_path, server, monkeypatch):
    address = f"postgresql+psycopg://nobody-here:geheim@127.0.0.1:{server}/nowhere"
    monkeypatch.setenv("CATALOG", address)
    (tmp_path / "project.yaml").write_text("log: l\njourney: j\ncatalog: ${CATALOG}\n")
    with pytest.raises(SettingsError, match="can be opened") as caught:
        open_catalog(load_project(tmp_path))
    for part in ("nobody-here", "geheim", "127.0.0.1", "nowhere"):
        assert part not in caught.value.message


def test_people_are_kept_as_in_sqlite(shop):
    with open_catalog(shop) as catalog:
        add_user(catalog, "Zoë <b>", "analyst", "hash")
        assert [user.name for user in list_users(catalog)] == ["Zoë <b>"]
        said = add_comment(catalog, "mismatch:m1", "a\x00 '\" 👩‍🍳", "Zoë <b>")
        assert comments_on(catalog, "mismatch:m1") == [said]
        made = add_action(catalog, {"title": "Drop prepayment", "due_on": "2026-12-24"}, "Zoë <b>")
        moved = change_action(catalog, made.id, 1, {"status": "done"}, None)
        assert list_actions(catalog) == [moved]
        assert [change.what.partition(":")[0] for change in changes(catalog)] == ["action", "action", "comment", "user"]
        with pytest.raises(ActionChangedError):
            change_action(catalog, made.id, 1, {"status": "accepted"}, "Ben")


def test_two_projects_of_one_name_are_told_apart_as_in_sqlite(shop, tmp_path):
    (tmp_path / "south").mkdir()
    (tmp_path / "south" / "project.yaml").write_text((tmp_path / "project.yaml").read_text())
    with open_catalog(shop) as catalog:
        assert catalog.project == shop.name
    with pytest.raises(SettingsError, match="a name that no other project in this catalog has"):
        open_catalog(load_project(tmp_path / "south"))


def test_actions_are_reopened_as_in_sqlite(shop):
    at = datetime(2026, 9, 1, 22, tzinfo=UTC)
    with open_catalog(shop) as catalog:
        done = add_action(catalog, {"title": "done", "status": "done", "mismatch_id": "m1"}, "Anna")
        with catalog.writing() as connection:
            assert reopen_actions(connection, catalog, ["m1"], at, "nightly", "it came back") == [done.id]
        (one,) = list_actions(catalog)
        assert (one.status, one.reopened_at) == ("under way", at)


def test_migrations_go_down_and_up_again(server, tmp_path):
    """Down to the people's tables of version 8 and up: a database of its own, so that no other test sees it."""
    import psycopg

    with psycopg.connect(f"postgresql://analyst@127.0.0.1:{server}/postgres", autocommit=True) as connection:
        connection.execute("CREATE DATABASE down_and_up")
    at = f"postgresql+psycopg://analyst@127.0.0.1:{server}/down_and_up"
    (tmp_path / "project.yaml").write_text(f"name: Down\nlog: l\njourney: j\ncatalog: {at}\n")
    down_and_up(load_project(tmp_path))


def test_who_was_told_what_last_as_in_sqlite(shop):
    with open_catalog(shop) as catalog:
        for run in ("first", "second"):
            with catalog.writing() as connection:
                asked = AskedDelivery(run, "email", "who", "al@example.org", {"improving_known": [run]})
                ask_deliveries(connection, catalog, [asked])
        assert told_last(catalog, "email", "who", "third") == {"improving_known": ["second"]}
        assert told_last(catalog, "email", "who", "second") == {"improving_known": ["first"]}
        assert told_last(catalog, "email", "nobody", "third") is None


def test_notes_and_votes_as_in_sqlite(shop):
    line = NoteLine(date(2026, 3, 2), "Ana", "Olá\nthere", "Delivery", "Hand over", "m1", True)
    with open_catalog(shop) as catalog:
        (note,) = add_notes(catalog, [line, line], "Vera")
        assert add_notes(catalog, [line], "Vera") == []
        assert vote(catalog, note.id, "Anna")
        assert changes(catalog, f"note:{note.id}")[0].after == {"agrees": "Anna"}
        (kept,) = list_notes(catalog)
        assert (kept.line, kept.voters) == (line, ("Anna",))
        assert remove_note(catalog, note.id, "Vera", any_author=False)
        assert list_notes(catalog) == []


def test_a_kata_and_its_cycles_as_in_sqlite(shop):
    with open_catalog(shop) as catalog:
        action = add_action(catalog, {"title": "Drop prepayment"}, "Anna").id
        save_kata(catalog, action, 0, {"challenge": "Nobody waits", "target_on": "2026-12-24"}, "Anna")
        cycle = begin_cycle(catalog, action, "12 %", {"experiment": "Ask early", "expected": "Half"}, "Anna")
        end_cycle(catalog, cycle.id, "A third", "Ask earlier", "Anna")
        kata = find_kata(catalog, action)
        assert (kata.version, kata.target_on, kata.cycles[0].learned) == (1, date(2026, 12, 24), "Ask earlier")
        assert kata.open_cycle is None


def test_a_hypothesis_and_a_partner_as_in_sqlite(shop):
    answer = {"word": "no_visits", "run": "r", "last": "", "ruler": "", "visits": 0, "bad": 0, "driver": None}
    with open_catalog(shop) as catalog:
        one = add_hypothesis(catalog, "It hurts", "Delivery", {"activity": "Ask"}, {"segment": ["Cafe"]}, "Anna")
        answer_hypothesis(catalog, one.id, {**answer, "whole": None})
        (kept,) = list_hypotheses(catalog)
        assert (kept.part, kept.answer["word"]) == ({"segment": ["Cafe"]}, "no_visits")
        add_user(catalog, "Cole", "partner", "hash", partner="Coldhop Freight")
        assert list_users(catalog)[0].partner == "Coldhop Freight"


def test_marks_on_findings_as_in_sqlite(shop):
    with open_catalog(shop) as catalog:
        assert mark_finding(catalog, "m1", "quiet", "Anna")
        assert not mark_finding(catalog, "m1", "quiet", "Bert")
        with catalog.writing() as connection:
            assert end_quiet(connection, catalog, ["m1"], "nightly", "worse") == ["m1"]
        assert finding_marks(catalog) == {}
