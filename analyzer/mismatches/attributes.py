"""Case attributes as candidates: each frequent value of a category, and few fixed thresholds of a number."""

from __future__ import annotations

from analyzer.engine import Engine, Table, ibis
from analyzer.tables.log import Attribute, Log

QUANTILES = (0.1, 0.2, 0.25, 1 / 3, 0.5, 2 / 3, 0.75, 0.8, 0.9)
STEPS = 12  # a number with at most this many values is cut at each of them
VALUES = 50  # the most frequent values of a category


def attribute_rows(engine: Engine, log: Log, cases: Table) -> list[Table]:
    """Tables of (case_id, type, first, second, number, stage_no), one for each attribute that can tell cases apart.

    `first` is the attribute; a category has its value in `second`, a number its threshold in `number` (present: at or
    above it). Where some cases have no number, each side is a candidate of its own, `attribute >=` and `attribute <`:
    a case without one is on neither. Times are left out: a date sets cases apart by when they happened, not by what
    happened.
    """
    held = log.cases.semi_join(cases, "case_id")
    numbers = [a for a in log.attributes if a.type == "number" and a.values > 1]
    words = [a for a in log.attributes if a.type in ("text", "code", "boolean") and a.values > 1]
    rows = []
    if numbers:
        cuts, gaps = _cuts(engine, held, numbers), _with_gaps(engine, held, numbers)
        for attribute in numbers:
            sides = ("attribute >=", "attribute <") if attribute.column in gaps else ("attribute",)
            rows += [_beyond(held, attribute, cut, side) for cut in cuts[attribute.column] for side in sides]
    for attribute in words:
        rows.append(_frequent(held, attribute))
    return rows


def _cuts(engine: Engine, held: Table, numbers: list[Attribute]) -> dict[str, list[float]]:
    """Thresholds of each number: all values but the least where they are few, else fixed quantiles."""
    found: dict[str, list[float]] = {}
    many = [a for a in numbers if a.values > STEPS]
    for attribute in (a for a in numbers if a.values <= STEPS):
        values = (
            held.filter(held[attribute.column].notnull())
            .select(value=held[attribute.column].cast("float64"))
            .distinct()
        )
        found[attribute.column] = sorted(float(v) for v in engine.frame(values)["value"])[1:]
    if many:
        spread = held.aggregate(
            **{
                f"q_{i}_{j}": held[a.column].cast("float64").quantile(q)
                for i, a in enumerate(many)
                for j, q in enumerate(QUANTILES)
            }
        )
        row = engine.frame(spread).iloc[0]
        for i, attribute in enumerate(many):
            values_at = {
                float(row[f"q_{i}_{j}"]) for j in range(len(QUANTILES)) if row[f"q_{i}_{j}"] == row[f"q_{i}_{j}"]
            }
            found[attribute.column] = sorted(values_at)
    return found


def _with_gaps(engine: Engine, held: Table, numbers: list[Attribute]) -> set[str]:
    """The columns that some of the cases have no number in: there "not at or above" is not "below"."""
    row = engine.frame(held.aggregate(**{f"n_{i}": held[a.column].isnull().sum() for i, a in enumerate(numbers)})).iloc[
        0
    ]
    return {a.column for i, a in enumerate(numbers) if row[f"n_{i}"] > 0}


def _beyond(held: Table, attribute: Attribute, cut: float, side: str) -> Table:
    """The cases at or above a threshold, or with the side `attribute <` those below it."""
    number = held[attribute.column].cast("float64")
    some = held.filter(number < cut if side == "attribute <" else number >= cut)
    return some.select(
        "case_id",
        type=ibis.literal(side),
        first=ibis.literal(attribute.name),
        second=ibis.literal(""),
        number=ibis.literal(cut, "float64"),
        stage_no=ibis.literal(-1, "int64"),
    )


def _frequent(held: Table, attribute: Attribute) -> Table:
    column = held[attribute.column].cast("string")
    some = held.filter(column.notnull() & (column != "")).mutate(value=column)
    frequent = some.group_by("value").aggregate(n=some.count())
    frequent = frequent.order_by(frequent.n.desc(), "value").limit(VALUES)
    return some.semi_join(frequent, "value").select(
        "case_id",
        type=ibis.literal("attribute"),
        first=ibis.literal(attribute.name),
        second=some.value,
        number=ibis.literal(-1.0, "float64"),
        stage_no=ibis.literal(-1, "int64"),
    )
