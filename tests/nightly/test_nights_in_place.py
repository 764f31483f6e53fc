"""Nights over a log that stays in PostgreSQL: what is kept between them lies there too. A real server on loopback."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from analyzer.engine import Engine
from analyzer.erasure.forgetting import forget
from analyzer.errors import SettingsError
from analyzer.state import align_night, in_place
from analyzer.state.placed_tables import StateTables
from tests.nightly.test_nights import rows
from tests.nightly.test_warehouse_nights import (  # noqa: F401  # fixtures
    FILE,
    SOURCES,
    WRITTEN,
    Warehouse,
    open_warehouse,
    psycopg,
    server,
)
from tests.spec.engine.test_postgresql import Crossing


class PlacedWarehouse:
    """A warehouse in which the analysis runs."""

    def __init__(self, one: Warehouse) -> None:
        self.one, self.night, self.insert = one, one.night, one.insert
        self.url = f"postgresql://analyst@127.0.0.1:{one.link.info.port}/postgres"
        one.link.execute("DROP SCHEMA IF EXISTS alignment CASCADE")
        project = one.folder / "project.yaml"
        project.write_text(project.read_text(encoding="utf-8") + f"engine: '{self.url}'\n", encoding="utf-8")

    def signals(self, lines: list[list[str]]) -> None:
        """All signals that there are."""
        said = "case_id,timestamp,score\n" + "".join(",".join(line) + "\n" for line in lines)
        (self.one.folder / "signals.csv").write_text(said, encoding="utf-8")

    def run(self, sql: str, hours: int) -> None:
        """Change rows; %s is the time at which that is."""
        self.one.link.execute(sql, [WRITTEN + timedelta(hours=hours)])

    def end(self, engine: Engine) -> None:
        """End the connection of a run, as a kill does."""
        self.one.link.execute(f"SELECT pg_terminate_backend({engine.backend.con.info.backend_pid}, 5000)")

    @property
    def content(self) -> list[object]:
        """All rows of the state."""
        with psycopg.connect(self.url) as link:
            asked = "SELECT tablename FROM pg_tables WHERE tablename LIKE 'state%' ORDER BY 1"
            names = [row[0] for row in link.execute(asked)]
            return [sorted(map(str, link.execute(f'SELECT t::text FROM alignment."{name}" AS t'))) for name in names]

    @property
    def state(self) -> list[str]:
        """The tables of the state, by what they hold."""
        with psycopg.connect(self.url) as link:
            asked = (
                "SELECT tablename FROM pg_tables WHERE schemaname = 'alignment' AND tablename LIKE 'state%' ORDER BY 1"
            )
            return [row[0].split("_", 2)[2] for row in link.execute(asked)]


TABLES = ["cases", "counts", "events", "heard", "linked", "manifest", "placed", "rated", "traits", "words"]


@pytest.fixture
def placed(open_warehouse: Callable[..., Warehouse], tmp_path: Path) -> Callable[..., PlacedWarehouse]:  # noqa: F811
    return lambda source="table: parcels": PlacedWarehouse(open_warehouse(tmp_path, source, FILE))


@pytest.mark.slow
@pytest.mark.parametrize(("source", "grows"), SOURCES)
def test_a_night_judges_the_changed_cases_alone_and_says_what_one_run_says(
    placed: Callable[..., PlacedWarehouse], source: str, grows: bool
) -> None:
    log, signals = rows(0, 120, 0.3, 1)
    later, more = rows(120, 10, 0.3, 2)
    warehouse = placed(source)
    warehouse.signals(signals)
    warehouse.insert(log[:-2], 0)
    warehouse.insert(log[-2:], 3)
    assert warehouse.night().whole == "nothing was kept yet"
    assert warehouse.state == TABLES
    if grows:
        warehouse.insert(later, 24)
        warehouse.signals([*signals, *more])
        grown = warehouse.night()
        assert (grown.whole, grown.files, grown.rows) == (None, 1, len(later))
        assert 10 <= grown.cases < 60
    # a row of an old case is edited, one of another is written late, and one names no case
    warehouse.run(
        "UPDATE parcels SET timestamp = timestamp + interval '5 days', updated_at = %s"
        " WHERE case_id = 'c7' AND activity = 'Hand over'",
        48,
    )
    warehouse.insert([["c9", "Check", datetime(2026, 3, 4).isoformat()], ["", "Check", "2026-03-04"]], 48)
    edited = warehouse.night()
    assert (edited.whole, edited.rows) == (None, 2)
    still = warehouse.night()
    assert (still.whole, still.rows) == (None, 0)
    # a row moves to another case, which alone is asked for; one is deleted
    moved = "rows of the warehouse are gone, stand in another case, or came late"
    warehouse.run("UPDATE parcels SET case_id = 'c9', updated_at = %s WHERE case_id = 'c8' AND activity = 'Order'", 72)
    assert warehouse.night().whole == moved
    warehouse.one.link.execute("DELETE FROM parcels WHERE case_id = 'c11' AND activity = 'Order'")
    assert warehouse.night().whole == moved


class Random:
    """A table of texts and numbers with all that a log may have, and changes to it: small, and never the same."""

    def __init__(self, warehouse: PlacedWarehouse, seed: int) -> None:
        self.chance, self.warehouse, self.hours = random.Random(seed), warehouse, 0
        self.spaces = seed % 2 == 0  # behind the names of some cases
        link = warehouse.one.link
        link.execute("DROP TABLE parcels")
        link.execute(
            "CREATE TABLE parcels (case_id text, activity text, timestamp text, lifecycle text, customer_id text,"
            " region text, weight text, due text, cost numeric, team text, updated_at timestamp)"
        )

    def event(self, case: int) -> list[object]:
        chance = self.chance
        # the night of 29 March has an hour less in Berlin; 25 October one more
        start = (
            chance.choice([datetime(2026, 3, 28, 20), datetime(2026, 10, 24, 20)]) if case % 3 else datetime(2026, 5, 4)
        )
        at = start + timedelta(minutes=10 * chance.randrange(60))
        return [
            chance.choice(["", "n/a", None])
            if chance.random() < 0.02
            else f"c{case}" + " " * (self.spaces and chance.random() < 0.1),
            chance.choice(["Order", "Check", "Hand over", "Call"]),
            "soon" if chance.random() < 0.02 else at.strftime("%Y-%m-%d %H:%M:%S"),
            chance.choice(["start", "complete", "complete", None, "schedule"]),
            f"k{case % 7 + (chance.random() < 0.05)}",
            chance.choice(["North", "South"]) if chance.random() < 0.1 else "East",
            chance.choice(["", "1.5", "2", "x"][: 4 if chance.random() < 0.02 else 3]),
            f"2026-0{chance.randrange(4, 7)}-10",
            chance.choice([None, 1, 2.5]),
            chance.choice(["A", "B", None]),
        ]

    def insert(self, cases: range, each: int) -> None:
        """Some more rows of these cases."""
        self.hours += 24
        at = WRITTEN + timedelta(hours=self.hours)
        lines = [self.event(case) for case in cases for _ in range(self.chance.randrange(1, each))]
        lines.sort(key=lambda line: str(line[2]))  # a table that mostly runs forward
        lines += lines[:1]  # one that repeats
        with self.warehouse.one.link.cursor() as cursor:
            marks = ", ".join(["%s"] * 11)
            cursor.executemany(f"INSERT INTO parcels VALUES ({marks})", [[*line, at] for line in lines])

    def edit(self) -> None:
        """Another region and another time for some rows; rows that are gone with one that is edited."""
        self.hours += 24
        rows = self.warehouse.one.link.execute(
            "SELECT case_id FROM parcels WHERE case_id LIKE 'c%' AND case_id NOT LIKE '% '"
            " GROUP BY 1 HAVING count(*) > 1 ORDER BY 1"
        )
        some = self.chance.sample([row[0] for row in rows], 3)
        link, at = self.warehouse.one.link, WRITTEN + timedelta(hours=self.hours)
        link.execute("UPDATE parcels SET region = 'West', updated_at = %s WHERE case_id = ANY(%s)", [at, some[:1]])
        link.execute("DELETE FROM parcels WHERE ctid = (SELECT min(ctid) FROM parcels WHERE case_id = %s)", [some[1]])
        link.execute("UPDATE parcels SET cost = 9, updated_at = %s WHERE case_id = ANY(%s)", [at, some[1:]])


@pytest.mark.slow
@pytest.mark.parametrize("seed", [1, 2])
def test_nights_over_any_log_say_what_one_run_says(placed: Callable[..., PlacedWarehouse], seed: int) -> None:
    warehouse = placed()
    project = warehouse.one.folder / "project.yaml"
    text = project.read_text(encoding="utf-8").replace("since: updated_at", "since: updated_at, max_refused: 0.5")
    project.write_text(text + "timezone: Europe/Berlin\n", encoding="utf-8")
    log = Random(warehouse, seed)
    signals = [[f"c{case}", f"2026-1{case % 2}-27T08:00:00", str(1 + case % 5)] for case in range(0, 60, 2)]
    warehouse.signals(signals)
    log.insert(range(60), 6)
    assert warehouse.night().whole == "nothing was kept yet"
    log.insert(range(50, 66), 4)
    warehouse.signals([*signals, ["c3", "2026-11-02T08:00:00", "1"]])
    partly = [warehouse.night()]
    log.insert(range(3), 3)
    log.edit()
    partly.append(warehouse.night())
    assert [night.whole for night in partly] == [None, None]
    assert min(night.cases for night in partly) < 40, partly


@pytest.mark.slow
def test_a_night_that_is_killed_has_changed_nothing_and_the_next_one_is_right(
    placed: Callable[..., PlacedWarehouse], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Killed while it measures, when the changed cases are replaced already; and just before it ends, when the whole
    state is. The server sees the same of a process that is gone."""
    log, signals = rows(0, 60, 0.3, 1)
    later, more = rows(60, 10, 0.3, 2)
    warehouse = placed()
    warehouse.signals([*signals, *more])
    warehouse.insert(log, 0)
    assert warehouse.night().whole == "nothing was kept yet"
    kept = warehouse.content
    warehouse.insert(later, 24)
    measure, change = in_place.conclude, StateTables.change

    def gone_before(engine: Engine, *given: Any) -> Any:
        warehouse.end(engine)
        return measure(engine, *given)

    def gone_after(tables: StateTables, *given: Any) -> None:
        change(tables, *given)
        warehouse.end(tables._engine)

    for target, name, instead in ((in_place, "conclude", gone_before), (StateTables, "change", gone_after)):
        with monkeypatch.context() as patch, pytest.raises(SettingsError) as said:
            patch.setattr(target, name, instead)
            align_night(warehouse.one.settings, warehouse.one.ruler)
        assert "PostgreSQL to answer" in said.value.expected
        assert warehouse.content == kept
    grown = warehouse.night()
    assert (grown.whole, grown.rows) == (None, len(later))
    assert warehouse.content != kept


@pytest.mark.slow
def test_few_rows_cross_in_a_night_and_forgetting_takes_the_state_away(
    placed: Callable[..., PlacedWarehouse], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of 12,000 rows those of the 5 changed cases come here to be looked at; the rest are results."""
    monkeypatch.setattr("analyzer.engine.engine.LOOKED_AT", 500)
    warehouse = placed()
    warehouse.signals([[f"c{case}", "2026-07-01T08:00:00", str(1 + case % 5)] for case in range(200)])
    sql = (
        "INSERT INTO parcels SELECT 'c' || n / 3, (ARRAY['Order', 'Check', 'Hand over'])[mod(n, 3) + 1],"
        " timestamp '2026-03-02 09:00' + mod(n / 3, 100) * interval '1 day' + mod(n, 3) * interval '1 hour', 2,"
        " %s - interval '1 day' * (n < {last})::int FROM generate_series(0, {last}) AS t(n)"
    )
    warehouse.run(sql.format(last=12_000), 0)
    first, ruler = align_night(warehouse.one.settings, None), None
    ruler = first[0].ruler
    warehouse.run(sql.format(last=12).replace("'c' || n / 3", "'d' || n / 3"), 24)
    crossing = Crossing(monkeypatch)
    second = align_night(warehouse.one.settings, ruler)[1]
    assert (second.whole, second.rows) == (None, 13)
    assert (crossing.most <= 1_000, crossing.rows < 4_000) == (True, True), (crossing.most, crossing.rows)
    for write, left in ((False, TABLES), (True, [])):
        forget(warehouse.one.settings, "nobody", write)
        assert warehouse.state == left
