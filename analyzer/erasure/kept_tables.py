"""The kept tables of runs without the customer's cases."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

from analyzer.engine import Engine, Table
from analyzer.erasure.subject import DataSubject, ErasureOutcome
from analyzer.settings.writing import put_whole
from analyzer.slices import FOLDER, clear_answers, drop_in_place, kept_table, place_of, table_names
from analyzer.slices.in_place import META
from analyzer.tables.visits import VISIT

ORDER = {  # of the rows of each table; the one that knows the customers last
    "objects": ("case_id", "event", "type", "object"),
    "object_states": ("case_id", "object", "since"),
    "events": ("case_id", "position"),
    "placed": ("case_id", "at", "signal"),
    "rated": VISIT,
    "cases": ("case_id",),
}


def run_tables(home: Path) -> Iterator[Path]:
    """The folders of kept tables, of all runs that have some."""
    for run in sorted((home / "runs").glob("*")):
        if (run / FOLDER / "cases.parquet").is_file() and not run.name.startswith("."):
            yield run / FOLDER


def tables_elsewhere(home: Path) -> Iterator[Path]:
    """The folders of kept tables of all runs whose tables lie in a database."""
    for run in sorted((home / "runs").glob("*")):
        folder = run / FOLDER
        if (folder / META).is_file() and not run.name.startswith(".") and place_of(folder) is not None:
            yield folder


def drop_elsewhere(tables: Path, outcome: ErasureOutcome, write: bool) -> None:
    """Take a run's tables in a database away as a whole: they are as large as the log, and the next run keeps new
    ones."""
    outcome.runs += 1
    if write:
        drop_in_place(tables)
        shutil.rmtree(tables)


def known_from(engine: Engine, tables: Path, subject: DataSubject) -> DataSubject:
    """The subject with the cases that a run knows of the customer, and what was said in them."""
    cases = kept_table(engine, tables, "cases")
    if "customer_id" in cases.columns:
        mine = cases.filter(cases.customer_id == subject.customer).select("case_id")
        subject = subject.with_more(cases=(row["case_id"] for row in engine.rows(mine)))
    placed = engine.read_parquet(tables / "placed.parquet")
    said = _of(placed, subject).filter(placed.comment.notnull()).select("comment")
    return subject.with_more(comments=(row["comment"] for row in engine.rows(said)))


def forget_in_tables(engine: Engine, tables: Path, subject: DataSubject, outcome: ErasureOutcome, write: bool) -> None:
    """Take the customer's cases out of a run's tables; counts what there was."""
    counts = {}
    names = table_names(tables)
    for name in names:
        mine = _of(kept_table(engine, tables, name), subject)
        counts[name] = int(engine.rows(mine.aggregate(n=mine.count()))[0]["n"])
    if not any(counts.values()):
        return
    outcome.runs += 1
    outcome.visits += counts["rated"]
    outcome.signals += counts["placed"]
    if not write:
        return
    for name, order in ((name, order) for name, order in ORDER.items() if name in names):
        if name == "cases":
            _put_counts(tables, counts)
        path = tables / f"{name}.parquet"
        part = path.with_name(f".{path.name}.part")
        table = kept_table(engine, tables, name)
        rest = table.filter(table.case_id.notin(sorted(subject.cases))) if subject.cases else table
        engine.write(rest.order_by(*order), part)
        part.replace(path)
        for beside in ("upper", "gone"):  # the rows of all files stand in the one now
            (tables / f"{beside}-{name}.parquet").unlink(missing_ok=True)
    clear_answers(tables)


def _of(table: Table, subject: DataSubject) -> Table:
    return table.filter(table.case_id.isin(sorted(subject.cases))) if subject.cases else table.limit(0)


def _put_counts(tables: Path, counts: dict[str, int]) -> None:
    """The counts of the whole that the tables keep beside them."""
    meta = json.loads((tables / META).read_text(encoding="utf-8"))
    meta["cases"] = max(meta["cases"] - counts["cases"], 0)
    meta["events"] = max(meta["events"] - counts["events"], 0)
    put_whole(tables / META, json.dumps(meta, ensure_ascii=False, indent=1) + "\n")
