"""Sums that are kept: what changed cases gave is taken away, what they give is put in; nothing else is counted."""

from __future__ import annotations

import pandas as pd
import pytest

from analyzer.engine import KeptSums, Table, added, by_case, open_engine

SCHEMA = {"case_id": "string", "customer_id": "string", "team": "string", "minutes": "int64"}
FIRST = [("1", "a", "North", 5), ("1", "a", "South", 7), ("2", "a", "North", 1), ("3", "b", None, 4)]
# case 2 is gone, case 3 has got a team, case 4 is new
SECOND = [*FIRST[:2], ("3", "b", "South", 4), ("4", "b", "South", 2)]
CHANGED = ("2", "3", "4")


@pytest.fixture
def engine():
    with open_engine() as engine:
        yield engine


def table(engine, rows) -> Table:
    return engine.take(pd.DataFrame(rows, columns=list(SCHEMA)), "rows", SCHEMA)


def by_team(rows: Table) -> Table:
    return rows.group_by("team").aggregate(n=rows.count(), minutes=rows.minutes.sum())


def read(engine, found: Table) -> dict[str | None, tuple[int, int]]:
    return {row["team"]: (row["n"], row["minutes"]) for row in engine.rows(found)}


def first_night(engine, folder):
    """The sums of the first rows, kept in a folder."""
    folder.mkdir()
    every = table(engine, FIRST)
    engine.sums = KeptSums(engine, None, folder)
    engine.sums.follow(every)
    return added(engine, "work", ("team",), by_team, every)


def test_without_a_night_all_is_counted(engine):
    found = added(engine, "work", ("team",), by_team, table(engine, FIRST))
    assert read(engine, found) == {"North": (2, 6), "South": (1, 7), None: (1, 4)}


def test_only_changed_cases_are_counted_again(engine, tmp_path):
    assert read(engine, first_night(engine, tmp_path / "one")) == {"North": (2, 6), "South": (1, 7), None: (1, 4)}
    (tmp_path / "two").mkdir()
    every, seen = table(engine, SECOND), []

    def watched(rows: Table) -> Table:
        seen.append(int(engine.rows(rows.aggregate(n=rows.count()))[0]["n"]))
        return by_team(rows)

    then, now = ([row for row in rows if row[0] in CHANGED] for rows in (FIRST, SECOND))
    engine.sums = KeptSums(engine, tmp_path / "one", tmp_path / "two")
    engine.sums.follow(every, (table(engine, then), table(engine, now)))
    found = added(engine, "work", ("team",), watched, every)
    assert read(engine, found) == {"North": (1, 5), "South": (3, 13)}  # nobody works without a team any more
    assert seen == [2, 2]
    assert len(list((tmp_path / "two").iterdir())) == 1  # kept for the next night


@pytest.mark.parametrize("name, by", [("other work", ("team",)), ("work", ("team", "case_id"))])
def test_what_was_not_kept_is_counted_from_all(engine, tmp_path, name, by):
    first_night(engine, tmp_path / "one")
    (tmp_path / "two").mkdir()
    every = table(engine, SECOND)
    engine.sums = KeptSums(engine, tmp_path / "one", tmp_path / "two")
    engine.sums.follow(every, (table(engine, []), table(engine, [])))
    found = added(engine, name, by, lambda rows: rows.group_by(list(by)).aggregate(n=rows.count()), every)
    assert sum(row["n"] for row in engine.rows(found)) == len(SECOND)


def test_a_table_that_no_night_follows_is_counted_and_not_kept(engine, tmp_path):
    first_night(engine, tmp_path / "one")
    (tmp_path / "two").mkdir()
    engine.sums = KeptSums(engine, tmp_path / "one", tmp_path / "two")
    found = added(engine, "work", ("team",), by_team, table(engine, SECOND))
    assert read(engine, found) == {"North": (1, 5), "South": (3, 13)}
    assert not list((tmp_path / "two").iterdir())


def test_one_number_of_everything(engine, tmp_path):
    (tmp_path / "one").mkdir()
    (tmp_path / "two").mkdir()

    def whole(rows: Table) -> Table:
        return rows.aggregate(n=rows.count(), minutes=rows.minutes.sum())

    every = table(engine, FIRST)
    engine.sums = KeptSums(engine, None, tmp_path / "one")
    engine.sums.follow(every)
    added(engine, "whole", (), whole, every)
    engine.sums = KeptSums(engine, tmp_path / "one", tmp_path / "two")
    engine.sums.follow(every, (table(engine, FIRST[:1]), table(engine, [])))
    (row,) = engine.rows(added(engine, "whole", (), whole, every))
    assert (row["n"], row["minutes"]) == (3, 12)


def test_rows_of_cases_that_have_not_changed_are_taken_from_the_last_night(engine, tmp_path):
    asked: list[Table] = []

    def long(rows: Table) -> Table:
        asked.append(rows)
        return rows.filter(rows.minutes > 3).select("case_id", "minutes")

    def found(name: str, rows: Table) -> list[tuple[str, int]]:
        return sorted((row["case_id"], row["minutes"]) for row in engine.rows(by_case(engine, name, long, rows)))

    for name in ("first", "second"):
        (tmp_path / name).mkdir()
    every = table(engine, FIRST)
    engine.sums = KeptSums(engine, None, tmp_path / "first")
    engine.sums.follow(every)
    assert found("long", every) == [("1", 5), ("1", 7), ("3", 4)]
    last = [("3", "b", "South", 9), ("4", "b", "South", 2)]
    second, before, now = (table(engine, rows) for rows in ([*FIRST[:2], *last], FIRST[2:], last))
    engine.sums = KeptSums(engine, tmp_path / "first", tmp_path / "second")
    engine.sums.cases = engine.take(pd.DataFrame({"case_id": CHANGED}), "cases", {"case_id": "string"})
    engine.sums.follow(second, (before, now))
    assert found("long", second) == [("1", 5), ("1", 7), ("3", 9)]
    assert len(asked) == 2 and asked[1] is now
    assert found("long", every) == [("1", 5), ("1", 7), ("3", 4)]  # no night follows this table
    assert found("another question", second) == [("1", 5), ("1", 7), ("3", 9)]
    assert asked[2] is every and asked[3] is second
