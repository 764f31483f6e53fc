"""The tables of a large run once more, with numbers in the place of the names of cases and customers.

What a slice costs at ten million events is mostly texts: names that are read, hashed and compared, millions of them,
for each question anew. With numbers in their place the same questions take a third. The numbered tables lie in one file
in the run's folder of tables, are made by the first question that can use them, and go with the answers.
"""

from __future__ import annotations

import contextlib
import os
from dataclasses import replace
from pathlib import Path

from analyzer.engine import Engine, Table, ibis
from analyzer.slices.conditions import Condition
from analyzer.slices.filters import Filters
from analyzer.slices.kept import FOLDER, FORMAT, Kept
from analyzer.slices.kept_answers import NUMBERED, stamp_of
from analyzer.tables.visits import VERDICTS

LARGE = 500_000  # events from which it pays
WITH_NAMES = ("cause", "breaks", "handover")  # conditions that ask for more than the numbered tables have
VISITS = (
    "case_id", "customer_id", "stage_no", "visit_key", "returns", "opened_at", "last_at", "open", "left",
    "case_ended_at", "company", "promise", "customer", "rated", "answered", "signals",
)  # fmt: skip
TIMED = ("case_id", "activity", "next_activity", "at", "next_at")
EVENTS = (*TIMED, "position", "team", "next_team", "resource", "next_resource")
SIGNALS = (
    "case_id", "link", "stage_no", "visit_key", "stage_from", "kind", "score", "verdict", "at", "survey", "early",
)  # fmt: skip
SMALL_NUMBERS = {
    "case_id": "int32", "customer_id": "int32", "stage_no": "int16", "visit_key": "int32", "returns": "int32",
    "signals": "int32", "position": "int32",
}  # fmt: skip
TEXTS: dict[str, tuple[str, ...]] = {"company": VERDICTS, "promise": VERDICTS, "customer": VERDICTS}


def with_numbers(engine: Engine, run: Path, kept: Kept, filters: Filters) -> Kept:
    """The kept tables of a run with numbers in the place of names, where the run is large, its tables are files, and
    the filters can be answered from them; else the tables as they are.

    `case_id` and `customer_id` are whole numbers then; a customer has the number of a case where both have one name.
    Tables hold the columns that views and process are reckoned from, no others; numbers follow the first events of the
    cases, so that what happened in a month lies together. Nothing that is reckoned depends on the names, but for lots
    that are drawn from them (blueprint/patterns.py).
    """
    if not engine.is_duckdb or kept.log.n_events < LARGE or not _answers(filters):
        return kept
    path = _file_of(run)
    if not path.exists() and not _made(engine, run, kept, path):
        return kept
    found = engine.read_together(path)
    if not found:  # a file that is damaged, or of another version of the engine
        path.unlink(missing_ok=True)
        return kept
    cases = found["cases"]
    return replace(
        kept,
        log=replace(kept.log, events=found["events"], cases=cases.drop("signs", "took_s")),
        rated=found["visits"],
        placed=found["signals"],
        sequences=cases.select("case_id", "signs", "took_s"),
    )


def _answers(filters: Filters) -> bool:
    """Whether the numbered tables hold all that filters ask."""
    plain = all(not _of_names(one) for one in filters.conditions)
    return plain and (filters.outside is None or _answers(filters.outside))


def _of_names(condition: Condition) -> bool:
    return condition.key in WITH_NAMES or condition.of_events


def _file_of(run: Path) -> Path:
    """The file, by the state of the run's tables: after a customer was forgotten it is another."""
    form = FORMAT.replace("/", "-")
    return run / FOLDER / NUMBERED / f"{form}-{stamp_of(run)}.duckdb"


def _made(engine: Engine, run: Path, kept: Kept, path: Path) -> bool:
    """Make the file, whole or not at all; whether it is there. Another process may make the same beside this one."""
    part = path.with_name(f"{path.stem}.{os.getpid()}.part")
    try:
        path.parent.mkdir(mode=0o700, exist_ok=True)
        part.unlink(missing_ok=True)
        engine.write_together(part, _tables(engine, kept))
        if _file_of(run) != path:  # a customer was forgotten meanwhile
            raise FileNotFoundError(path)
        part.replace(path)
    except OSError:  # a full disk, or one that may only be read
        with contextlib.suppress(OSError):
            part.unlink(missing_ok=True)
        return False
    return True


def _tables(engine: Engine, kept: Kept) -> dict[str, tuple[Table, dict[str, str | tuple[str, ...]]]]:
    log = kept.log
    assert kept.sequences is not None
    at = ibis.window(order_by=[log.cases.first_at, log.cases.case_id])
    numbers = engine.keep(log.cases.select("case_id", number=ibis.row_number().over(at)), "numbers")
    names = _names(engine, kept, numbers)
    cases = log.cases.select(*(name for name in log.cases.columns if name != "customer_id"))
    cases = cases.join(kept.sequences, "case_id")
    columns, activities = _of_events(engine, log.events), dict.fromkeys(("activity", "next_activity"), log.activities)
    found: dict[str, tuple[Table, dict[str, tuple[str, ...]]]] = {
        "cases": (_numbered(cases, numbers, tuple(cases.columns)), {}),
        "events": (_numbered(log.events, numbers, columns), activities),
        "visits": (_numbered(_of_customers(kept.rated, names), numbers, VISITS), TEXTS),
        "signals": (_numbered(kept.placed, numbers, SIGNALS), {}),
    }
    return {name: (table.order_by("case_id"), _held(table, texts)) for name, (table, texts) in found.items()}


def _held(table: Table, texts: dict[str, tuple[str, ...]]) -> dict[str, str | tuple[str, ...]]:
    """What is known of a table's columns."""
    known: dict[str, str | tuple[str, ...]] = {**SMALL_NUMBERS, **texts}
    return {column: held for column, held in known.items() if column in table.columns}


def _of_events(engine: Engine, events: Table) -> tuple[str, ...]:
    """The columns of events: where every one says which team did it (else which resource), these and no place, for
    then no work passes over an event (inside_out/handovers.py)."""
    who = next((name for name in ("team", "resource") if name in events.columns), None)
    if who is None or f"next_{who}" not in events.columns:
        return EVENTS
    gaps = engine.rows(events.aggregate(n=events[who].isnull().sum()))[0]["n"]
    return EVENTS if gaps else (*TIMED, who, f"next_{who}")


def _names(engine: Engine, kept: Kept, numbers: Table) -> Table:
    """Of each customer name and number."""
    customers = kept.rated.select(name=kept.rated.customer_id).distinct()
    further = ibis.row_number().over(ibis.window(order_by=customers.name)) + kept.log.n_cases
    both = customers.mutate(further=further).left_join(numbers, customers.name == numbers.case_id)
    return engine.keep(both.select("name", number=ibis.coalesce(both.number, both.further)), "customer_numbers")


def _of_customers(rated: Table, names: Table) -> Table:
    joined = rated.left_join(names, rated.customer_id == names.name)
    return joined.mutate(customer_id=joined.number).drop("name", "number")


def _numbered(table: Table, numbers: Table, columns: tuple[str, ...]) -> Table:
    """Rows of cases with their number as `case_id`, of the named columns those that the table has."""
    held = [name for name in columns if name in table.columns]
    joined = table.select(*held).join(numbers, "case_id")
    return joined.mutate(case_id=joined.number).select(*held)
