"""What must hold of judging under a ruler, whatever the log: a case is judged by itself alone."""

from __future__ import annotations

import csv
import functools
import random
from collections import Counter
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyzer.engine import open_engine
from analyzer.ruler import read_ruler, write_ruler
from analyzer.settings import load_project
from analyzer.tables.ruler import Ruler
from tests.conftest import ROOT
from tests.properties.test_analysis_always import always
from tests.properties.worlds import hours, rooms_over, worlds
from tests.spec import oracle
from tests.spec.small import Run

TABLES = ("visits", "judged", "rated", "heard", "traits")


@pytest.fixture(scope="module")
def engine():
    with open_engine() as opened:
        yield opened


@pytest.fixture(scope="module")
def rooms(engine, tmp_path_factory):
    return functools.partial(rooms_over, engine, tmp_path_factory.mktemp("worlds"))


def under(run: Run, ruler: Ruler, now: datetime) -> Run:
    """The same rooms, held to a ruler and a moment of looking."""
    run.types = ruler.types
    run.given = replace(run.given, now=now)
    run.ruler = ruler
    return run


def rows(run: Run, without: frozenset[str] = frozenset()) -> dict[str, Counter]:
    """The rows of every table that judging makes, those of some cases left out. The number of a signal is its place
    among all signals, so it is no part of a verdict."""
    tables = {name: getattr(run.under, name) for name in TABLES}
    traits = run.under.traits
    tables |= {"traits": traits.rows, "placed": run.placed.table}
    found = {}
    for name, table in tables.items():
        wanted = table.drop("signal") if name == "placed" else table
        kept = wanted.filter(wanted.case_id.notin(sorted(without))) if without else wanted
        each = run.engine.rows(kept, limit=2_000_000)
        if name == "traits":  # their numbers rest on the texts of all cases, what they say does not
            frame = traits.written(run.engine, kept.select("trait").distinct()).set_index("trait")
            says = {trait: tuple(row) for trait, row in zip(frame.index, frame.to_numpy().tolist(), strict=True)}
            each = [{**row, "trait": says[row["trait"]]} for row in each]
        found[name] = Counter(repr(list(row.values())) for row in each)
    return found


def cases_of(world: oracle.World, case: str) -> frozenset[str]:
    """The case and all cases of its customer: a signal that names only the customer may move among them."""
    owner = {e.case: e.customer for e in world.events}
    if owner.get(case) is None:
        return frozenset({case})
    return frozenset(c for c, customer in owner.items() if customer == owner[case])


@always(3)
@given(worlds(), st.data())
def test_a_row_added_to_one_case_changes_no_other_case(rooms, world, data):
    before = rooms(world)
    ruler, now = before.ruler, before.given.now
    case = data.draw(st.sampled_from(sorted({e.case for e in world.events})))
    owner = next(e.customer for e in world.events if e.case == case)
    added = oracle.Event(case, data.draw(st.sampled_from("abcdex")), data.draw(hours(72)), owner, "Joe")
    after = under(rooms(replace(world, events=[*world.events, added])), ruler, now)
    others = cases_of(world, case)
    assert rows(before, others) == rows(after, others)


@always(3)
@given(worlds(), st.integers(0, 2**32))
def test_judging_in_parts_and_putting_together_is_judging_the_whole(rooms, world, seed):
    whole = rooms(world)
    chance = random.Random(seed)
    part_of = {case: chance.randrange(3) for case in sorted({e.case for e in world.events})}
    together: dict[str, Counter] = {name: Counter() for name in (*TABLES, "placed")}
    for part in range(3):
        cases = [case for case, number in part_of.items() if number == part]
        for name, counted in rows(only(rooms(world), whole, cases)).items():
            together[name] = together[name] + counted
    assert together == rows(whole)


def only(run: Run, whole: Run, cases: list[str]) -> Run:
    """The rooms over some of the cases."""
    given, log = whole.given, whole.log
    events, linked = (table.filter(table.case_id.isin(cases)) for table in (log.events, given.linked))
    some = replace(log, events=events, cases=log.cases.filter(log.cases.case_id.isin(cases)))
    run.given, run.ruler = replace(given, log=some, linked=linked), whole.ruler
    return run


@always(3)
@given(worlds())
def test_a_ruler_written_and_read_back_is_the_same_ruler(rooms, tmp_path, world):
    ruler = rooms(world).ruler
    write_ruler(ruler, tmp_path / "ruler.yaml")
    assert read_ruler(tmp_path / "ruler.yaml") == ruler
    assert rooms(world).ruler == ruler  # fitted twice to the same files: the same, with the same id


@pytest.fixture(scope="module")
def sample(engine):
    """The sample's rooms, judged once."""
    run = Run.of(engine, load_project(ROOT / "data" / "samples" / "food_distribution" / "project.yaml"))
    return run, rows(run)


def test_an_altered_cell_changes_its_case_and_nothing_else(engine, sample, tmp_path: Path):
    """Of the sample's 92,943 rows one says another policy and one, of another case, no segment: an attribute stays one
    for all other cases."""
    run, before = sample
    source = ROOT / "data" / "samples" / "food_distribution" / "log.csv"
    with source.open(encoding="utf-8", newline="") as stream:
        lines = list(csv.DictReader(stream))
    key = next(name for name in lines[0] if name in ("case_id", "order_id"))
    cells = {40_000: ("prepayment_policy", "sometimes"), 60_000: ("segment", "")}
    for row, (column, value) in cells.items():
        assert lines[row][column] != value
        lines[row][column] = value
    touched = {lines[row][key] for row in cells}
    assert len(touched) == 2
    with (tmp_path / "log.csv").open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, list(lines[0]))
        writer.writeheader()
        writer.writerows(lines)
    settings = run.settings
    altered = Run.of(engine, replace(settings, log=replace(settings.log, path=str(tmp_path / "log.csv"))))
    altered = under(altered, run.ruler, run.given.now)
    after = rows(altered)
    for name, counted in before.items():
        assert without(counted, touched) == without(after[name], touched), name
    assert sum((after["traits"] - before["traits"]).values()) <= 40  # traits of those two cases at most
    assert named(altered) == named(run)


def without(counted: Counter, cases: set[str]) -> Counter:
    """The rows that name none of these cases."""
    return Counter({row: n for row, n in counted.items() if not any(case in row for case in cases)})


def named(run: Run) -> set[tuple[str, str, str | None]]:
    """The drivers of all stages: type, keys, stage of the cause."""
    return {(d.type, repr(d.keys), d.stage) for found in run.drivers.values() for d in found}
