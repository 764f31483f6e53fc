"""Forget a customer: nothing of them is left but what is listed, everybody else's is as it was."""

from __future__ import annotations

import gzip
import json
import shutil
import sqlite3
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
import sqlalchemy as sa

from analyzer.catalog import (
    add_action,
    add_comment,
    add_hypothesis,
    add_notes,
    ask_deliveries,
    begin_cycle,
    changes,
    comments_on,
    end_cycle,
    find_kata,
    latest,
    list_actions,
    list_notes,
    open_catalog,
    project_lock,
    save_kata,
    scrub_texts,
    waiting_deliveries,
)
from analyzer.catalog.copying import TABLES
from analyzer.catalog.deliveries import AskedDelivery
from analyzer.cli.main import run
from analyzer.erasure.subject import DataSubject
from analyzer.settings import load_project, read_inputs, write_inputs
from analyzer.settings.inputs import ChosenInputs
from analyzer.settings.model import LogSource, SignalSource
from analyzer.slices import Filters, answer_once
from analyzer.tables.field_note import NoteLine
from dashboards.providers.datasets import Datasets

NOW = datetime(2026, 3, 2, tzinfo=UTC)
CUSTOMER, CASES = "KD-0815", ("B-100", "B-103")
WORDS = "Nobody called me back, and the fish was warm"
LOG = """\
order_id,activity,timestamp,customer_id,note
B-100,Place order,2026-01-05T08:00:00,KD-0815,
B-100,Ship,2026-01-06T08:00:00,KD-0815,fragile
B-101,Place order,2026-01-05T10:00:00,KD-0816,
B-101,Ship,2026-01-09T10:00:00,KD-0816,"two, please"
B-102,Place order,2026-01-05T11:00:00,KD-08155,
B-102,Ship,2026-01-06T11:00:00,KD-08155,
B-103,Place order,2026-01-07T10:00:00,KD-0815,
B-103,Ship,2026-01-07T12:00:00,KD-0815,
"""
SIGNALS = f"""\
order_id,customer_id,timestamp,kind,score,stage,comment
B-100,,2026-01-08T00:00:00,csat,1,Delivery,"{WORDS}"
B-101,,2026-01-10T00:00:00,csat,2,Delivery,Four days are too long for one box of salad
B-102,,2026-01-08T00:00:00,csat,5,Delivery,
,KD-0815,2026-01-09T00:00:00,complaint,,Delivery,I want my money back for the warm fish
"""
JOURNEY = """\
stages:
  - {name: Ordering, activities: [Place order]}
  - {name: Delivery, activities: [Ship], target: {within: 48h, from: Place order, to: Ship}}
"""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project that reads two uploaded data sets, with a run, a night's report and what people wrote. To be read."""
    folder = tmp_path_factory.mktemp("made") / "shop"
    folder.mkdir()
    file = folder / "project.yaml"
    file.write_text("name: Shop\nlog: none.csv\njourney: journey.yaml\ntimezone: UTC\n", encoding="utf-8")
    (folder / "journey.yaml").write_text(JOURNEY, encoding="utf-8")
    settings = load_project(file)
    sets = Datasets(settings)
    for name, role, content in (("log.csv.gz", "log", gzip.compress(LOG.encode())), ("said.csv", "signals", SIGNALS)):
        raw = folder / f"up-{name}"
        raw.write_bytes(content if isinstance(content, bytes) else content.encode())
        sets.add(f"2026-{role}", raw, name, role, "0" * 64, None)  # type: ignore[arg-type]
    log, said = sets.all("log")[0], sets.all("signals")[0]
    columns = {"case_id": "order_id"}
    write_inputs(
        settings,
        ChosenInputs(LogSource(log.source_path, columns=columns), (SignalSource(said.source_path, columns=columns),)),
    )
    analyse(file)
    with open_catalog(settings) as catalog:
        add_comment(catalog, "stage:Delivery", f"{CUSTOMER} said: {WORDS}. Call them?", "Anna")
        add_comment(catalog, "stage:Delivery", "KD-08155 is another one", "Anna")
        add_action(catalog, {"title": "Call B-100"}, "Anna")
        mention(latest(catalog).folder)  # type: ignore[union-attr]
        said_of_it = {"quotes": [WORDS]}
        answer_once(latest(catalog).folder, "quotes", Filters(), dict[str, Any], lambda: said_of_it)  # type: ignore[union-attr]
        report = folder / "reports" / "20260110T000000Z"
        shutil.copytree(latest(catalog).folder, report, ignore=shutil.ignore_patterns("tables"))  # type: ignore[union-attr]
    return file


@pytest.fixture
def project(made: Path, tmp_path: Path) -> Path:
    """A copy of it."""
    return shutil.copytree(made.parent, tmp_path / "shop") / made.name


def analyse(file: Path) -> None:
    """The analysis that the server does, with the data sets that were chosen."""
    from analyzer.jobs.analyse import analyse_project

    analyse_project(file, {}, lambda step, share: None)


def mention(folder: Path) -> None:
    """So small a log has no finding with a quote: one is put into its document, as a larger one would have it."""
    path = folder / "alignment.json"
    document = json.loads(path.read_text(encoding="utf-8"))
    document["quality"]["warnings"].append(f"{CUSTOMER} stands twice; B-102 once")
    path.write_text(json.dumps(document, ensure_ascii=False), encoding="utf-8")
    (folder / "quotes.json").write_text(json.dumps({"quotes": [WORDS, "others’ words"]}), encoding="utf-8")


def contents(folder: Path) -> dict[str, str]:
    """All that lies in the folder as text: Parquet and .gz unpacked, the database as it lies on the disk."""
    found = {}
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            data = path.read_bytes()
            if data[:4] == b"PAR1":
                data = json.dumps(pq.read_table(path).to_pylist(), default=str).encode()
            elif data[:2] == b"\x1f\x8b":
                data = gzip.decompress(data)
            found[path.relative_to(folder).as_posix()] = data.decode("utf-8", errors="replace")
    return found


def forget(project: Path, *more: str) -> int:
    return run(["forget", "--customer", CUSTOMER, "--project", str(project), *more])


def holding(folder: Path) -> list[str]:
    """The files that still name the customer, a case or the words; KD-08155 is somebody else."""
    return [
        name
        for name, text in contents(folder).items()
        if any(word in text.replace("KD-08155", "") for word in (CUSTOMER, *CASES, WORDS, "warm fish"))
    ]


def test_nothing_of_the_customer_is_left(project: Path, capsys: pytest.CaptureFixture[str]):
    before = holding(project.parent)
    assert {name.split("/")[1] for name in before if name.startswith(".alignment")} == {
        "catalog.db",
        "datasets",
        "runs",
    }
    assert any(name.startswith("reports/") for name in before)
    assert forget(project) == 0
    said = capsys.readouterr().out
    assert holding(project.parent) == []
    assert "2 cases" in said
    assert "6 rows of 2 data sets" in said  # four events, two signals
    assert "backups" in said
    assert CUSTOMER not in said


def test_everybody_else_is_as_they_were(project: Path):
    assert forget(project) == 0
    settings = load_project(project)
    with open_catalog(settings) as catalog:
        run_folder = latest(catalog).folder  # type: ignore[union-attr]
        texts = [one.text for one in comments_on(catalog, "stage:Delivery")]
    tables = {path.stem: pq.read_table(path).to_pylist() for path in (run_folder / "tables").glob("*.parquet")}
    assert [row["case_id"] for row in tables["cases"]] == ["B-101", "B-102"]
    assert [(row["case_id"], row["activity"]) for row in tables["events"]] == [
        ("B-101", "Place order"),
        ("B-101", "Ship"),
        ("B-102", "Place order"),
        ("B-102", "Ship"),
    ]
    assert [row["comment"] for row in tables["placed"]] == ["Four days are too long for one box of salad", None]
    assert texts == ["[forgotten] said: [forgotten]. Call them?", "KD-08155 is another one"]
    chosen = read_inputs(settings)
    assert chosen.log is not None and chosen.log.path is not None and chosen.log.path.endswith(".parquet")
    left = pq.read_table(settings.resolve(chosen.log.path)).to_pylist()
    assert [row["note"] for row in left] == [None, "two, please", None, None]


def test_the_project_is_analysed_as_before_without_the_customer(project: Path, tmp_path: Path):
    assert forget(project) == 0
    analyse(project)
    with open_catalog(load_project(project)) as catalog:
        newest = latest(catalog)
    assert newest is not None
    assert (newest.cases, newest.events, newest.signals) == (2, 4, 2)
    assert run(["export", "cases", "--project", str(project), "--out", str(tmp_path / "cases.csv")]) == 0


def test_a_dry_run_says_the_same_and_changes_nothing(project: Path, capsys: pytest.CaptureFixture[str]):
    def stable() -> dict[str, str]:
        return {
            name: text for name, text in contents(project.parent).items() if "/lock" not in name and ".db" not in name
        }

    before = stable()
    assert forget(project, "--dry-run") == 0
    would = capsys.readouterr().out
    assert stable() == before
    assert forget(project) == 0
    done = capsys.readouterr().out
    assert would.splitlines()[1:] == done.splitlines()[1:]
    assert forget(project) == 0
    again = capsys.readouterr().out
    assert [line for line in again.splitlines()[1:7] if not line.strip().startswith("0 ")] == []


def test_the_audit_says_that_it_was_done_and_not_to_whom(project: Path):
    assert forget(project) == 0
    with open_catalog(load_project(project)) as catalog:
        (entry,) = changes(catalog, "forget")
    assert entry.who == "command line"
    assert entry.after is not None and (entry.after["cases"], entry.after["rows"]) == (2, 6)
    assert CUSTOMER not in json.dumps(entry.after)


def test_files_of_ones_own_are_listed_and_stay(project: Path, capsys: pytest.CaptureFixture[str]):
    mine = project.parent / "mine.csv"
    mine.write_text(f"customer\n{CUSTOMER}\n", encoding="utf-8")
    (project.parent / "other.csv").write_text("customer\nKD-08155\n", encoding="utf-8")
    upload = project.parent / ".alignment" / "uploads" / "x"
    upload.mkdir(parents=True)
    (upload / "part").write_text(LOG, encoding="utf-8")
    assert forget(project) == 0
    said = capsys.readouterr().out
    assert "mine.csv: a file of yours" in said
    assert ".alignment/uploads/x/part: an upload" in said
    assert "other.csv" not in said
    assert holding(project.parent) == [".alignment/uploads/x/part", "mine.csv"]


def test_a_run_under_way_is_waited_for(project: Path):
    with project_lock(load_project(project)):
        assert forget(project) == 3
    assert holding(project.parent) != []


def test_nobody_of_that_name_is_no_error(project: Path, capsys: pytest.CaptureFixture[str]):
    before = holding(project.parent)
    assert run(["forget", "--customer", "KD-0000", "--project", str(project)]) == 0
    assert "0 cases" in capsys.readouterr().out
    assert holding(project.parent) == before


def test_a_customer_needs_an_id(project: Path, capsys: pytest.CaptureFixture[str]):
    assert run(["forget", "--customer", " ", "--project", str(project)]) == 2
    assert "--customer" in capsys.readouterr().err


def test_it_goes_on_where_it_was_broken_off(project: Path, monkeypatch: pytest.MonkeyPatch):
    """A work that ends before the last table is finished by the next one."""
    from analyzer.engine import Engine

    write: Any = Engine.write

    def broken(self: Engine, expression: Any, path: Path) -> None:
        if "rated" in path.name:
            raise KeyboardInterrupt
        write(self, expression, path)

    with monkeypatch.context() as patched:
        patched.setattr(Engine, "write", broken)
        assert forget(project) == 130
    assert holding(project.parent) != []
    assert forget(project) == 0
    assert holding(project.parent) == []


def test_the_database_keeps_no_trace(project: Path):
    file = project.parent / ".alignment" / "catalog.db"
    with closing(sqlite3.connect(file)) as database:
        assert database.execute("SELECT count(*) FROM comment WHERE text LIKE '%KD-0815 %'").fetchone() == (1,)
    assert forget(project) == 0
    for ending in ("", "-wal"):
        kept = Path(f"{file}{ending}")
        assert not kept.exists() or CUSTOMER.encode() not in kept.read_bytes().replace(b"KD-08155", b"")


def test_what_people_write_about_improving_is_forgotten_too(project: Path):
    """Notes of the front line, a kata with its experiments, a hypothesis, a digest that waits."""
    with open_catalog(load_project(project)) as catalog:
        (action,) = list_actions(catalog)
        note = NoteLine(date(2026, 1, 9), "Ben", f"{CUSTOMER} called about B-100", "Delivery")
        add_notes(catalog, [note], "Ben")
        save_kata(catalog, action.id, 0, {"challenge": f"No call like that of {CUSTOMER}", "target": "None"}, "Ben")
        words = {"obstacle": "B-103 was late", "experiment": f"Ring {CUSTOMER}", "expected": "a smile"}
        cycle = begin_cycle(catalog, action.id, f"as {CUSTOMER} says", words, "Ben")
        end_cycle(catalog, cycle.id, f"{CUSTOMER} did not answer", f"B-100 taught us: {WORDS}", "Ben")
        add_hypothesis(catalog, f"{CUSTOMER} is always late", "Delivery", {"activity": "Ship"}, None, "Ben")
        run_id = latest(catalog).id  # type: ignore[union-attr]
        content = {"digest": [{"quotes": [WORDS], "case": "B-100"}]}
        with catalog.writing() as connection:
            ask_deliveries(connection, catalog, [AskedDelivery(run_id, "mail", "ben@example.org", "Ben", content)])
    assert forget(project) == 0
    assert holding(project.parent) == []
    with open_catalog(load_project(project)) as catalog:
        (kata,) = find_kata(catalog, action.id).cycles
        assert (kata.experiment, kata.expected) == ("Ring [forgotten]", "a smile")
        assert list_notes(catalog)[0].line.text == "[forgotten] called about [forgotten]"
        assert waiting_deliveries(catalog)[0].content["digest"][0]["case"] == "[forgotten]"


def test_every_text_of_every_table_is_looked_through(project: Path):
    """Also of tables that are still to come: a row in each, the customer in every column that takes a text. Keys are
    ids that the program makes."""
    with open_catalog(load_project(project)) as catalog:
        rows = {table.name: {column.name: filled(column) for column in table.columns} for table in TABLES}
        with catalog.writing() as connection:
            connection.execute(sa.text("PRAGMA defer_foreign_keys = ON"))
            for table in TABLES:
                connection.execute(sa.insert(table), {**rows[table.name], "project": catalog.project})
        naming = {name for name, row in rows.items() if CUSTOMER in str(row)}
        assert {table.name for table in TABLES} - naming == {"schedule", "note_vote"}, "these hold keys and times alone"
        assert scrub_texts(catalog, DataSubject(CUSTOMER).scrubbed, {"cases": 0}, "test") >= len(naming)
        with catalog.reading() as connection:
            for table in TABLES:
                said = str(connection.execute(sa.select(table)).fetchall())
                assert CUSTOMER not in said.replace("KD-08155", ""), table.name


def filled(column: sa.Column[Any]) -> Any:
    kind = column.type
    if column.primary_key or column.foreign_keys or column.name == "project":
        return "made-by-us" if isinstance(kind, sa.String) else 7 if isinstance(kind, sa.Integer) else NOW
    if isinstance(kind, sa.JSON):
        return {"some": [f"{CUSTOMER} said so"]}
    if isinstance(kind, sa.String):
        return "x" if column.name == "password" else f"of {CUSTOMER}"
    if isinstance(kind, sa.Boolean):
        return False
    if isinstance(kind, sa.Date):
        return NOW.date()
    return 999 if isinstance(kind, sa.Integer | sa.Float) else NOW
