"""PostgreSQL as the place of the analysis: a real server on loopback, started for these tests."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import datetime
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from analyzer.engine import Engine, ibis, open_engine
from analyzer.engine.postgresql_dialect import PostgresqlCompiler
from analyzer.engine.remote import Remote
from analyzer.engine.warehouse import WarehouseError
from analyzer.errors import SettingsError
from analyzer.ingest import read_log
from analyzer.pipeline import align
from analyzer.settings import load_project
from analyzer.settings.scratch import scratch_folder
from analyzer.tables.log import Log
from analyzer.words.quality_words import note_lines
from tests.benchmarks.engines.compare import differences
from tests.conftest import ROOT
from tests.spec.catalog.test_postgresql import server  # noqa: F401  # a fixture
from tests.spec.ingest.in_place.test_in_place import BILLING, LOGS, MAP, ORDERS, from_file, joined, rows

psycopg = pytest.importorskip("psycopg")
SAMPLE = ROOT / "data/samples/food_distribution"


@pytest.fixture
def url(server: int) -> str:  # noqa: F811
    return f"postgresql://analyst@127.0.0.1:{server}/postgres"


@pytest.fixture
def engine(url: str) -> Iterator[Engine]:
    with open_engine(url) as opened:
        yield opened


class Crossing:
    """What psycopg itself hands over: rows in all, and the most at once."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self.rows, self.most = 0, 0
        for cursor in (psycopg.Cursor, psycopg.ServerCursor):
            for name in ("fetchall", "fetchmany", "fetchone"):
                patch.setattr(cursor, name, self._counting(getattr(cursor, name)))

    def _counting(self, fetch: Any) -> Any:
        def counted(cursor: Any, *given: Any) -> Any:
            found = fetch(cursor, *given)
            number = len(found) if isinstance(found, list) else int(found is not None)
            self.rows, self.most = self.rows + number, max(self.most, number)
            return found

        return counted


def tables(url: str) -> list[str]:
    with psycopg.connect(url) as link:
        return [row[0] for row in link.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'alignment'")]


def test_it_calculates_as_the_embedded_engine_does(engine: Engine) -> None:
    numbers = pd.DataFrame({"k": ["a", "B", "a", None], "x": [2.5, -2.5, 0.4, 0.0], "n": [7, 2, 0, -7]})
    types = {"k": "string", "x": "float64", "n": "int64"}
    asked = []
    with open_engine() as embedded:
        for one in (engine, embedded):
            t = one.take(numbers, "numbers", types)
            found = t.select(
                "k",
                "n",
                half=t.x.round(),
                ratio=t.n / 2,
                none=(t.x / (t.n - t.n)).cast("string").lower().replace("-nan", "nan").substr(0, 3),
                whole=t.n // 2,
                rest=t.n % 4,
                shifted=ibis.literal(1, "int64") << (t.n + 7),
                true=(t.n > 0).cast("int64"),
            ).order_by("k", "n")
            of_all = t.aggregate(
                any=(t.n > 0).max(),
                all=(t.n > 0).min(),
                sum=(t.n > 0).sum(),
                top=t.k.argmax(t.n),
                least=t.k.argmin(t.n, where=t.k.notnull()),
                some=t.k.arbitrary().notnull(),
                median=t.x.median(),
                first=t.k.min(),
            )
            asked.append((one.rows(found), one.rows(of_all)))
    assert asked[0] == asked[1]
    assert [row["whole"] for row in asked[0][0]] == [1, 0, 3, -4]  # B 2, a 0, a 7, none -7
    long = engine.take(pd.DataFrame({"n": [2**60 + 1, -(2**60) - 1]}), "long", {"n": "int64"})
    assert [row["third"] for row in engine.rows(long.select(third=long.n // 3))] == [
        (2**60 + 1) // 3,
        -(2**60 + 2) // 3,
    ]
    assert [row["half"] for row in asked[0][0]] == [-3, 0, 3, 0]  # B, a 0, a 7, none: halves away from zero
    assert asked[0][1][0]["first"] == "B"  # letter by letter, capitals first
    assert asked[0][1][0]["top"] == "a"


def test_texts_are_compared_letter_by_letter_whatever_the_database_is_set_to(engine: Engine) -> None:
    words = engine.take(pd.DataFrame({"w": ["b", "B", "a", "Ä", "_"]}), "words", {"w": "string"})
    kept = engine.keep(words.select(w=words.w + "x"), "kept")
    assert [row["w"] for row in engine.rows(kept.order_by("w"))] == ["Bx", "_x", "ax", "bx", "Äx"]


def test_missing_values_and_odd_texts_come_in_as_they_are(engine: Engine) -> None:
    texts = ["", None, 'a "quoted", text', "two\nlines", "\\N"]
    given = pd.DataFrame({"t": texts, "x": [1.5, None, 2.0, -0.1, 1e300]})
    table = engine.take(given, "given", {"t": "string", "x": "float64"})
    assert {row["t"] for row in engine.rows(table)} == set(texts)
    assert sorted(row["x"] or 0 for row in engine.rows(table)) == sorted(given["x"].fillna(0))


def test_intermediate_tables_go_with_the_run_and_those_of_a_killed_one_with_the_next(url: str) -> None:
    frame = pd.DataFrame({"n": [1]})
    with open_engine(url) as one:
        one.take(frame, "given", {"n": "int64"})
        with open_engine(url) as other:  # a second run beside it takes nothing away
            other.take(frame, "given", {"n": "int64"})
            assert len(tables(url)) == 2
        assert len(tables(url)) == 1
        one.backend.con.close()  # as a kill does
    assert len(tables(url)) == 1
    with open_engine(url):
        assert tables(url) == []


def test_a_run_that_ends_leaves_the_schema_to_one_that_has_just_begun(url: str) -> None:
    frame, schemas = pd.DataFrame({"n": [1]}), "SELECT count(*) FROM pg_namespace WHERE nspname = 'passing'"
    with psycopg.connect(url, autocommit=True) as link:
        with open_engine(url, "passing") as one, ExitStack() as end:
            one.take(frame, "given", {"n": "int64"})
            other = end.enter_context(open_engine(url, "passing"))  # no table of it is there yet
            one.close()
            assert link.execute(schemas).fetchone() == (1,)
            other.take(frame, "given", {"n": "int64"})
        with open_engine(url, "passing again"):
            pass
        assert link.execute(schemas.replace("'passing'", "'passing again'")).fetchone() == (0,)


def test_a_server_that_goes_away_is_said_and_is_no_fault_of_the_program(url: str) -> None:
    with open_engine(url) as engine:
        table = engine.take(pd.DataFrame({"n": [1]}), "given", {"n": "int64"})
        with psycopg.connect(url, autocommit=True) as link:
            link.execute(f"SELECT pg_terminate_backend({engine.backend.con.info.backend_pid})")
        for ask in (lambda: engine.rows(table), lambda: engine.keep(table, "kept"), lambda: engine.frame(table)):
            with pytest.raises(SettingsError) as said:
                ask()
            assert said.value.exit_code == 2
            assert "PostgreSQL to answer" in said.value.expected
            assert said.value.found.strip() and said.value.where and said.value.do


@pytest.mark.parametrize("goes", ["the server", "a right to drop"])
def test_how_a_run_ended_is_not_changed_by_what_closing_meets(url: str, goes: str) -> None:
    """psycopg says that in errors of several kinds; the run's own error is the one that people see."""
    with psycopg.connect(url, autocommit=True) as link:
        with pytest.raises(LookupError, match="first"), open_engine(url) as engine:
            held, free = (engine.take(pd.DataFrame({"n": [1]}), one, {"n": "int64"}).op().name for one in "ab")
            link.execute(f'CREATE VIEW alignment.theirs AS SELECT * FROM alignment."{held}"')
            if goes == "the server":
                link.execute(f"SELECT pg_terminate_backend({engine.backend.con.info.backend_pid})")
            raise LookupError("first")
        assert set(tables(url)) == ({held, free} if goes == "the server" else {held})
        link.execute("DROP VIEW alignment.theirs")
    with open_engine(url):
        assert tables(url) == []


def test_the_order_is_that_of_the_outermost_query(engine: Engine) -> None:
    """SQL promises no order of what a sub-query has sorted, so it is asked for where the rows come out."""
    given = pd.DataFrame({"w": ["b", None, "B", "a"], "n": [1, 2, 3, 4]})
    table = engine.take(given, "given", {"w": "string", "n": "int64"})
    asked = table.select("w", ten=table.n * 10).order_by(ibis.desc("w"), "ten").limit(3)
    assert [row["w"] for row in engine.rows(asked)] == ["b", "a", "B"]  # letter by letter, capitals first; none last
    assert "ORDER BY" in engine.store._in_order(asked).rpartition(")")[2]
    assert [row["n"] for row in engine.rows(table.order_by(table.n % 3, table.n))] == [3, 1, 4, 2]
    assert [row["n"] for row in engine.rows(table.order_by("n").limit(2, offset=1))] == [2, 3]


@pytest.fixture
def through_ibis(url: str) -> Iterator[Engine]:
    """The store of engines that Ibis alone reaches, over the one that is here."""
    backend = ibis.connect(url)
    backend.compiler = PostgresqlCompiler()
    with scratch_folder("alignment-") as folder:
        engine = Engine(Remote(backend, "through_ibis", (psycopg.OperationalError,)), folder)
        yield engine
        engine.close()
    with psycopg.connect(url) as link:
        assert link.execute("SELECT 1 FROM pg_tables WHERE schemaname = 'through_ibis'").fetchone() is None


def test_the_store_of_others_keeps_gives_and_drops_tables(through_ibis: Engine, url: str, tmp_path: Path) -> None:
    engine = through_ibis
    given = pd.DataFrame({"w": ["b", None, ""], "x": [1.5, 2.0, None], "n": [1, 2, 3]})
    table = engine.take(given, "given", {"w": "string", "x": "float64", "n": "int64"})
    parts = [table.filter(table.n > 1).select("w", "n"), table.filter(table.n == 1).select("n", "w")]
    gathered = engine.gather(parts, "gathered")
    rows = [{"w": "b", "n": 1}, {"w": None, "n": 2}, {"w": "", "n": 3}]
    assert engine.rows(gathered.order_by("n")) == rows
    assert engine.keep(table.select(half=table.n / 2), "kept").schema() == ibis.schema({"half": "float64"})
    engine.write(gathered.order_by("n"), tmp_path / "out.parquet")
    assert engine.rows(engine.read_parquet(tmp_path / "out.parquet").order_by("n")) == rows
    times = pd.DataFrame({"at": [pd.Timestamp("2026-03-29 01:30:00.000001"), None], "yes": [True, None]})
    taken = engine.take(times, "times", {"at": "timestamp(6)", "yes": "boolean"})
    assert engine.rows(taken.filter(taken.yes)) == [{"at": datetime(2026, 3, 29, 1, 30, 0, 1), "yes": True}]
    with psycopg.connect(url, autocommit=True) as link:
        link.execute("DROP TABLE IF EXISTS sevens")
        link.execute("CREATE TABLE sevens AS SELECT 7 AS seven")
    assert engine.rows(engine.source("public.sevens", None)) == [{"seven": 7}]
    with pytest.raises(WarehouseError) as refused:
        engine.source("public.nothing_here", None)
    assert "there is no table" in str(refused.value)


def test_the_store_of_others_has_tables_that_stay(through_ibis: Engine, url: str) -> None:
    given = through_ibis.take(
        pd.DataFrame({"case_id": ["b", None], "n": [1, 2]}), "g", {"case_id": "string", "n": "int64"}
    )
    at = datetime(2026, 3, 29, 1, 30, 0, 1)
    assert through_ibis.lasting is not None
    through_ibis.lasting.put("kept_one_cases", given.mutate(at=ibis.literal(at, "timestamp(6)")))
    backend = ibis.connect(url)
    backend.compiler = PostgresqlCompiler()
    with scratch_folder("alignment-") as folder:  # a later run, which knows them by their names
        later = Engine(Remote(backend, "through_ibis", (psycopg.OperationalError,)), folder)
        assert later.lasting is not None
        assert later.lasting.names("kept_one_") == ["kept_one_cases"]
        rows = later.rows(later.lasting.open("kept_one_cases").order_by("n"))
        assert rows == [{"case_id": "b", "n": 1, "at": at}, {"case_id": None, "n": 2, "at": at}]
        later.lasting.drop(["kept_one_cases", "kept_never"])
        assert later.lasting.names("kept_") == []
        later.close()


def test_what_cannot_be_dropped_at_the_end_of_a_run_is_no_fault_of_it(url: str) -> None:
    """A view of somebody's hangs on one table; a database that has gone away lets go of none."""
    frame, kinds = pd.DataFrame({"n": [1]}), {"n": "int64"}
    with psycopg.connect(url, autocommit=True) as link, scratch_folder("alignment-") as folder:
        for goes_away in (False, True):
            backend = ibis.connect(url)
            backend.compiler = PostgresqlCompiler()
            engine = Engine(Remote(backend, "held_up", (psycopg.OperationalError,)), folder)
            held, free = (engine.take(frame, name, kinds).op().name for name in ("held", "free"))
            link.execute(f'CREATE VIEW held_up.theirs AS SELECT * FROM held_up."{held}"')
            if goes_away:
                link.execute(f"SELECT pg_terminate_backend({backend.con.info.backend_pid})")
            engine.close()
            left = {row[0] for row in link.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'held_up'")}
            assert left == ({held, free} if goes_away else {held})
            link.execute("DROP SCHEMA held_up CASCADE")


def test_a_schema_in_which_no_table_can_be_made_is_said_before_anything_is_read(url: str) -> None:
    with psycopg.connect(url, autocommit=True) as link:
        link.execute("DROP ROLE IF EXISTS reader")
        link.execute("CREATE ROLE reader LOGIN")
        link.execute("CREATE SCHEMA IF NOT EXISTS closed")
    with pytest.raises(SettingsError) as refused, open_engine(url.replace("analyst", "reader"), "closed"):
        pass
    assert "a schema closed in the database of the engine" in str(refused.value)


def project(folder: Path, url: str, table: str, orders: int) -> Path:
    """The first orders of the sample: a project over files, or where `url` is given over a table of them."""
    folder.mkdir()
    log = pd.read_csv(SAMPLE / "log.csv", dtype=str, keep_default_na=False)
    chosen = log["order_id"].drop_duplicates()[:orders]
    log = log[log["order_id"].isin(chosen)]
    signals = pd.read_csv(SAMPLE / "signals.csv", dtype=str, keep_default_na=False)
    signals[signals["order_id"].isin(chosen)].to_csv(folder / "signals.csv", index=False)
    (folder / "journey.yaml").write_bytes((SAMPLE / "journey.yaml").read_bytes())
    settings = (SAMPLE / "project.yaml").read_text(encoding="utf-8").rstrip()
    if not url:
        log.to_csv(folder / "log.csv", index=False)
    else:
        with psycopg.connect(url, autocommit=True) as link:
            link.execute(f"DROP TABLE IF EXISTS {table}")
            native = {"timestamp": "timestamp", "items": "int", "order_value": "numeric"}
            columns = ", ".join(f'"{name}" {native.get(name, "text")}' for name in log.columns)
            link.execute(f"CREATE TABLE {table} ({columns})")
            with link.cursor() as cursor, cursor.copy(f"COPY {table} FROM STDIN (FORMAT csv)") as copy:
                copy.write(log.to_csv(index=False, header=False))
        settings = settings.replace("log: {path: log.csv,", f"log: {{url: '{url}', table: {table},")
        settings += f"\nengine: '{url}'"
    (folder / "project.yaml").write_text(settings + "\n", encoding="utf-8")
    return folder / "project.yaml"


def test_the_rows_of_the_log_stay_where_they_are(url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of 80,000 events 500 come here to be looked at; the rest are counts."""
    monkeypatch.setattr("analyzer.engine.engine.LOOKED_AT", 500)
    with psycopg.connect(url, autocommit=True) as link:
        link.execute("DROP TABLE IF EXISTS parcels")
        link.execute(
            "CREATE TABLE parcels AS SELECT 'c' || n / 4 AS case_id, chr(65 + n % 4) AS activity,"
            " timestamp '2026-03-02 09:00' + n % 60 * interval '1 minute' AS timestamp, 'r' || n / 4 % 5 AS region"
            " FROM generate_series(0, 79999) AS t(n)"
        )
    (tmp_path / "journey.yaml").write_text("journey: Parcels\nstages: [{name: All, activities: [A, B, C, D]}]\n")
    text = f"log: {{url: '{url}', table: parcels}}\njourney: journey.yaml\nengine: '{url}'\n"
    (tmp_path / "project.yaml").write_text(text)
    crossing = Crossing(monkeypatch)
    settings = load_project(tmp_path / "project.yaml")
    with open_engine(settings.engine) as engine:
        log = read_log(engine, settings)
        assert (log.n_events, log.n_cases, log.in_place) == (80_000, 20_000, True)
        assert (crossing.most, engine.crossed < 600) == (500, True)
    assert crossing.rows < 700


def put(url: str, table: str, content: str) -> None:
    """A table of texts."""
    header, *lines = list(csv.reader(io.StringIO(content)))
    with psycopg.connect(url, autocommit=True) as link:
        link.execute(f"DROP TABLE IF EXISTS {table}")
        columns = ", ".join(f'"{name}" text' for name in header)
        link.execute(f"CREATE TABLE {table} ({columns})")
        marks = ", ".join("%s" for _ in header)
        with link.cursor() as cursor:
            cursor.executemany(
                f"INSERT INTO {table} VALUES ({marks})", [[one or None for one in line] for line in lines]
            )


def same_but_for_places(placed: tuple[Engine, Log], file: tuple[Engine, Log]) -> None:
    """The same tables and counts; the number of an event is its place, which is the database's own."""
    (there, one), (engine, other) = placed, file
    told = ("event",)
    assert rows(there, one.events.drop(*told), "case_id", "position") == rows(
        engine, other.events.drop(*told), "case_id", "position"
    )
    assert rows(there, one.cases, "case_id") == rows(engine, other.cases, "case_id")
    assert (one.attributes, one.n_events, one.sources[1:]) == (other.attributes, other.n_events, other.sources[1:])
    said = [line.replace("table joined_map", "map.csv") for line in note_lines(one.quality.warnings)]
    assert (said, one.quality.reasons) == (note_lines(other.quality.warnings), other.quality.reasons)


@pytest.mark.parametrize("name", [name for name in LOGS if name.startswith("starts that are matched")])
def test_starts_are_matched_there_as_in_files(url: str, tmp_path: Path, name: str) -> None:
    content, options = LOGS[name]
    put(url, "worked", content)
    (tmp_path / "project.yaml").write_text(
        f"log: {{url: '{url}', table: worked, max_refused: 0.9}}\nengine: '{url}'\njourney: journey.yaml\n"
    )
    settings = load_project(tmp_path / "project.yaml")
    with open_engine(settings.engine) as engine:
        same_but_for_places((engine, read_log(engine, settings)), from_file(tmp_path, content, **options))


@pytest.mark.parametrize("via", ["path: map.csv", "table: joined_map"])
def test_several_logs_meet_there_as_in_files(url: str, tmp_path: Path, via: str) -> None:
    """Also by way of a map that is a table there."""
    (tmp_path / "orders.csv").write_text(ORDERS)
    (tmp_path / "billing.csv").write_text(BILLING)
    file = joined(tmp_path, ("path: orders.csv", "path: billing.csv"))
    put(url, "joined_orders", ORDERS)
    put(url, "joined_billing", BILLING)
    put(url, "joined_map", MAP)
    sources = (f"url: '{url}', table: joined_orders", f"url: '{url}', table: joined_billing")
    engine, log = joined(tmp_path, sources, f"engine: '{url}'\n", via)
    try:
        same_but_for_places((engine, log), file)
        same = engine.rows(log.events.filter(log.events.source == 1).group_by("event").aggregate(n=ibis._.count()))
        assert sorted(row["n"] for row in same) == [1, 2, 2]  # an invoice of two orders is one event
    finally:
        engine.close()


@pytest.mark.slow
def test_the_sample_in_place_says_what_it_says_from_files(
    url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = align(load_project(project(tmp_path / "files", "", "", 250))).document
    monkeypatch.setattr("analyzer.engine.engine.LOOKED_AT", 500)
    placed = load_project(project(tmp_path / "placed", url, "sample_orders", 250))
    crossing = Crossing(monkeypatch)
    there = align(placed).document
    assert crossing.most <= 2_000 < there["log"]["events"]  # counts of every candidate in every stage; the look has 500
    one, other = (json.loads(json.dumps(document)) for document in (files, there))
    for document in (one, other):
        document.pop("run")
        document["quality"].pop("detected")  # says whether it was a file
        document["ruler"].pop("id")  # a digest of every digit
    assert one["mismatches"], "the part of the sample must have findings"
    assert differences(one, other, "") == []
    assert tables(url) == []
