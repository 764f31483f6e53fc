"""The part of a run that is exported: its kept tables, and the cases that filters leave."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from analyzer.document import AlignmentDocument
from analyzer.engine import Engine, Table
from analyzer.errors import AnalyzerError, ArgumentError
from analyzer.settings import suggestion
from analyzer.slices import ASKING, KEYS, Kept, asked_for, has_tables, open_run, read_filters, read_question
from analyzer.slices.cut import Cut, cut

FILTER_KEYS = (*KEYS, *(key for key in ASKING if key != "cell"))
WHERE = "--filter"
ROOM = 3  # times the memory that the engine takes by itself for a log of so many events


@dataclass(frozen=True)
class Chosen:
    """Tables that are open, and which of them is asked for: `cases` (case_id), None for all; `part` is the slice."""

    engine: Engine
    kept: Kept
    part: Cut
    cases: Table | None
    document: AlignmentDocument

    def of_cases(self, table: Table) -> Table:
        """The rows of a table with a case_id that belong to the chosen cases."""
        return table if self.cases is None else table.semi_join(self.cases, "case_id")

    @property
    def n_cases(self) -> int:
        """How many cases are chosen."""
        if self.cases is None:
            return self.kept.log.n_cases
        return int(self.engine.rows(self.cases.aggregate(n=self.cases.count()))[0]["n"])


def check_chosen(run: Path, pairs: Sequence[tuple[str, str]], keys: Sequence[str] = KEYS) -> None:
    """Raise ArgumentError for a run without tables, and for a key that is none of those that choose."""
    if not has_tables(run):
        raise ArgumentError(
            expected="a newest run that keeps its tables",
            found=f"the run {run.name} without: of an earlier version, or of a log that stays in its database",
            where="--project",
            do="run the analysis again (analyzer align --project … --out …), without engine where that is a database",
        )
    for key, _ in pairs:
        if key not in keys:
            raise ArgumentError(
                expected=f"a filter: {', '.join(FILTER_KEYS)}", found=key, where=WHERE, do=suggestion(key, FILTER_KEYS)
            )


@contextmanager
def open_chosen(run: Path, document: AlignmentDocument, pairs: Sequence[tuple[str, str]]) -> Iterator[Chosen]:
    """The part of a run (its folder) that keys and values choose, as in an address of the dashboard.

    Raises ArgumentError for a run without tables, for a key or value that there is not, and where no case is left.
    """
    check_chosen(run, pairs, (*FILTER_KEYS, *ASKING))
    with open_run(run) as (engine, kept):
        engine.expect(kept.log.n_events * ROOM)
        part = _cut(engine, kept, pairs)
        question = read_question(pairs, document, WHERE)
        asked = any(key in ASKING for key, _ in pairs)
        cases = part.members
        if asked:
            cases = engine.keep(asked_for(engine, part, question).select("case_id"), "exported")
        chosen = Chosen(engine, kept, part, cases, document)
        if not chosen.n_cases:
            raise ArgumentError(
                expected="filters that leave a case at least",
                found=f"none of {kept.log.n_cases:,}",
                where=WHERE,
                do="take one of the filters away",
            )
        yield chosen


def _cut(engine: Engine, kept: Kept, given: Sequence[tuple[str, str]]) -> Cut:
    """The slice; what its filters refuse is said of the option that they came by."""
    try:
        return cut(engine, kept, read_filters(given))
    except AnalyzerError as error:
        raise ArgumentError(expected=error.expected, found=error.found, where=WHERE, do=error.do) from None
