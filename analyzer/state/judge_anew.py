"""The cases that a night has to judge anew: those that new rows or signals touch, and those that time moves on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from analyzer.engine import Engine, KeptSums, Table
from analyzer.ingest.assembly.assemble import NotAsBeforeError
from analyzer.ingest.assembly.attributes import known_by_then
from analyzer.judging import Given, Judged, judge
from analyzer.mismatches.trait_words import Words
from analyzer.state.layers import LayeredTables
from analyzer.state.manifest import NightState
from analyzer.state.open_cases import cases_in_motion
from analyzer.state.tables import (
    JUDGED,
    LINKED,
    LOG,
    MOVING,
    PLACED,
    WORDS,
    CaseTables,
    ChangedCases,
    KeptJudged,
    added_up,
    follow,
    in_words,
    layered,
    placed_now,
    tables_of,
    write_beside,
)
from analyzer.tables.events import EVENTS
from analyzer.tables.ruler import Ruler
from analyzer.tables.traits import HEARD


@dataclass(frozen=True)
class TouchedCases:
    """The cases of new rows (`case_id`), and of those that have a row now their `events` and `cases`."""

    named: Table
    tables: Mapping[str, Table]


@dataclass(frozen=True)
class JudgedAnew:
    """All cases as they are judged now; the tables and the folder that hold them; how many were judged anew."""

    judged: Judged
    layers: LayeredTables
    beside: str
    cases: int


def judged_anew(
    engine: Engine,
    ruler: Ruler,
    state: NightState,
    given: Given,
    folder: Path,
    events: LayeredTables,
    touched: TouchedCases | None,
    token: str,
    numbered: bool,
) -> JudgedAnew:
    """Judge what has changed, put it to what was kept, and have the sums of all cases follow.

    `events`: the cases of the log as the last night kept them. `numbered`: signals have the numbers that they had then.
    """
    check_still_so(state.quiet, state.now, given)
    beside = folder / state.beside
    layers = layered(folder, JUDGED, state.judged)
    before = {name: layers.table(engine, name) for name in JUDGED}
    moving = engine.read_parquet(beside / MOVING)
    moved = other_signals(engine.read_parquet(beside / LINKED), given.linked, numbered)
    cases = _cases_judged(engine, state, given, moved, moving, touched)
    number = int(engine.rows(cases.aggregate(n=cases.count()))[0]["n"])
    then = {name: engine.keep(events.table(engine, name).semi_join(cases, "case_id"), f"{name}_before") for name in LOG}
    some = _given_now(engine, given, cases, then, touched)
    judged = judge(engine, some, ruler)
    narrow = {name: added_up(name, table) for name, table in before.items()}
    past = {name: engine.keep(t.semi_join(cases, "case_id"), f"{name}_before") for name, t in narrow.items()}
    words, thresholds = Words({}, engine.read_parquet(beside / WORDS), *state.words), state.thresholds
    tables, anew = past, None
    if number:
        anew = judged.placed.table
        traits = in_words(engine, judged.traits, words)
        words, thresholds = traits.words, dict(traits.numbers)
        tables = {name: t.select(*before[name].columns) for name, t in tables_of(judged, traits).items()}
        layers = layers.replaced(engine, f"judged-{token}", cases, tables)
        still = cases_in_motion(tables["rated"], given.journey, given.signals.behaviour, given.now)
        moving = moving.anti_join(cases, "case_id").union(still)
    found = {name: added_up(name, layers.table(engine, name)) for name in JUDGED}
    found["heard"] = engine.keep(found["heard"], "kept_heard", HEARD.holds)
    placed = placed_now(engine, engine.read_parquet(beside / PLACED), given.linked, cases, anew, numbered)
    now = KeptJudged(engine, given, ruler, found, words, thresholds, placed)
    earlier = replace(given, log=replace(given.log, events=then["events"], cases=then["cases"]))
    changed = ChangedCases(
        cases,
        CaseTables(earlier.log.events, judge(engine, earlier, ruler).staged, earlier.log.cases, **past),
        CaseTables(some.log.events, judged.staged, some.log.cases, **tables),
    )
    (folder / f"sums-{token}").mkdir()
    engine.sums = KeptSums(engine, folder / state.sums, folder / f"sums-{token}")
    follow(engine.sums, given, now, changed)
    written = write_beside(engine, folder, f"beside-{token}", given, placed.table, words.table, moving)
    return JudgedAnew(now, layers, written, number)


def _cases_judged(
    engine: Engine, state: NightState, given: Given, moved: Table, moving: Table, touched: TouchedCases | None
) -> Table:
    """The cases (case_id) whose signals (`moved`) or rows are others than the last night's, and those that time moves
    on."""
    if touched is not None:
        moved = moved.union(touched.named.select("case_id"))
    if given.now > state.now:
        moved = moved.union(moving)
    return engine.keep(moved.distinct(), "cases_judged_anew")


def check_still_so(quiet: bool, now: datetime, given: Given) -> None:
    """Raise NotAsBeforeError where silence says another thing than the last night, or time has gone back."""
    if quiet != (given.signals.silence_good and given.signals.total > 0):
        raise NotAsBeforeError("silence says another thing")
    if given.now < now:
        raise NotAsBeforeError("the last event or signal is gone")


def _given_now(
    engine: Engine, given: Given, cases: Table, then: Mapping[str, Table], touched: TouchedCases | None
) -> Given:
    """What is known now of some cases: of those that new rows touch what was assembled of them, of the others what was
    known before."""
    tables = dict(then)
    if touched is not None:
        for name, table in tables.items():
            rest = table.anti_join(touched.named, "case_id")
            tables[name] = engine.keep(rest.union(touched.tables[name].cast(table.schema())), f"{name}_now")
    log = given.log
    events = EVENTS.check(known_by_then(tables["events"], log.attributes))
    return replace(
        given,
        log=replace(log, events=events, cases=tables["cases"].select(*log.cases.columns)),
        linked=engine.keep(given.linked.semi_join(cases, "case_id"), "linked_to_them"),
    )


def other_signals(before: Table, now: Table, numbered: bool = False) -> Table:
    """The cases whose signals are not the same as before; the numbers of signals do not count. `numbered`: all signals
    are those of before under their numbers, and may belong to other cases."""
    now = now.select(*before.columns).cast(before.schema())
    columns = [name for name in before.columns if name != "signal"]
    if numbered:
        columns = ["signal", "case_id", "link"]
    gone = before.select(*columns).difference(now.select(*columns), distinct=False)
    came = now.select(*columns).difference(before.select(*columns), distinct=False)
    return gone.select("case_id").union(came.select("case_id"))
