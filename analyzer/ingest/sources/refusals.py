"""Rows that cannot be used: why, how many, and when they are too many."""

from __future__ import annotations

from dataclasses import dataclass

from analyzer.engine.reader import Reader
from analyzer.ingest.sources.raw import RawTable

RAGGED = "ragged"


@dataclass(frozen=True)
class Refused:
    """The rows of the input, and of those that were refused how many for which reason."""

    rows: int
    reasons: dict[str, int]

    def with_ragged(self, rows: int) -> Refused:
        """The same with rows that could not be split into the columns."""
        return Refused(self.rows + rows, self.reasons | {RAGGED: rows}) if rows else self

    @property
    def count(self) -> int:
        return sum(self.reasons.values())


def check_refused(refused: Refused, allowed: float, raw: RawTable, reader: Reader, reasoned: str, what: str) -> None:
    """Raise where more rows than allowed were refused, or all of them.

    `reasoned` is SQL with `row`, `reason` and `said` (the row's own words) of every row.
    """
    if refused.count == 0 or (refused.count <= allowed * refused.rows + 1e-9 and refused.count < refused.rows):
        return
    listed = ", ".join(f"{count:,} {reason}" for reason, count in sorted(refused.reasons.items()))
    ragged = raw.ragged()
    first = reader.rows(f"SELECT row, reason, said FROM {reasoned} WHERE reason IS NOT NULL ORDER BY row LIMIT 1")
    if first:
        row, reason, said = first[0]
        given, line = raw.place_of(int(row))
        if ragged and given == ragged[1] and (line is None or ragged[2] < line):
            line, reason, said = ragged[2], RAGGED, ragged[3]
    elif ragged:
        given, line, reason, said = ragged[1], ragged[2], RAGGED, ragged[3]
    else:
        given, line, reason, said = raw.files[0], None, "no row", ""
    raise given.refuse(
        expected=f"rows of which at most {allowed:.2%} cannot be read as {what}",
        found=f"{refused.count:,} of {refused.rows:,} rows cannot be ({listed}); the first one: {reason} in {said}",
        line=line,
        do="correct the rows, or the columns (--columns role=column), or raise max_refused in the project file",
    )
