"""Counts over the rows of a log that add up over its cases: what is told of its quality rests on them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from analyzer.ingest.columns.kinds import Type
from analyzer.ingest.columns.plan import NEEDED, Plan
from analyzer.tables.log import Attribute
from analyzer.tables.quality import Quality, ReadingNote, noted

FEWEST_INSTANT = 20  # cases, below which nothing is said
_STRAYS = 5  # columns that are named


@dataclass(frozen=True)
class RowCounts:
    """Of some rows of a log, whole cases of it. `rows` are those that could be split into the columns, and no other
    file of the log has; `repeated` those that an earlier one has.

    `present`: column → rows with a value; `strays`: column → rows with what is not of its type, which is missing there;
    `changed`: attribute → cases with more than one state of it; `forward`: steps that go forward in time in the file
    less those that go back, where that was asked. `at_zero`: events at the very beginning of 1970, which some systems
    write for no time; `ancient`: before 1980; `instant` and `longer`: cases of several events that last less than a
    millisecond, and the others.
    """

    rows: int = 0
    repeated: int = 0
    used: int = 0
    duplicates: int = 0
    out_of_order: int = 0
    several_customers: int = 0
    late_starts: int = 0
    forward: int = 0
    at_zero: int = 0
    ancient: int = 0
    instant: int = 0
    longer: int = 0
    reasons: dict[str, int] = field(default_factory=dict)
    present: dict[str, int] = field(default_factory=dict)
    strays: dict[str, int] = field(default_factory=dict)
    changed: dict[str, int] = field(default_factory=dict)

    def plus(self, other: RowCounts) -> RowCounts:
        """Of these rows and others together."""
        return self._with(other, 1)

    def minus(self, other: RowCounts) -> RowCounts:
        """Of these rows without some of them."""
        return self._with(other, -1)

    def _with(self, other: RowCounts, sign: int) -> RowCounts:
        numbers = (
            "rows", "repeated", "used", "duplicates", "out_of_order", "several_customers", "late_starts", "forward",
            "at_zero", "ancient", "instant", "longer",
        )  # fmt: skip
        return RowCounts(
            **{name: getattr(self, name) + sign * getattr(other, name) for name in numbers},
            reasons={k: n for k, n in _sum(self.reasons, other.reasons, sign).items() if n},
            present=_sum(self.present, other.present, sign),
            strays=_sum(self.strays, other.strays, sign),
            changed=_sum(self.changed, other.changed, sign),
        )


def quality_of(
    counts: RowCounts, ragged: int, plan: Plan, future: int, attributes: tuple[Attribute, ...], n_cases: int,
    warnings: tuple[ReadingNote, ...] = (),
) -> Quality:  # fmt: skip
    """The quality report from its counts. `ragged`: rows that could not be split into the columns; `warnings`: what the
    lifecycle column gives; `future`: events later than the day of reading."""
    from analyzer.ingest.assembly.attributes import warned
    from analyzer.ingest.columns.detected import detected
    from analyzer.ingest.sources.refusals import Refused

    refused = Refused(counts.rows, counts.reasons).with_ragged(ragged)
    needed = {plan.roles[role] for role in NEEDED}
    empty = {name: counts.rows - kind.present for name, kind in plan.kinds.items() if name not in needed}
    return Quality(
        rows=refused.rows,
        used=counts.used,
        refused=refused.count,
        reasons=dict(sorted(refused.reasons.items())),
        duplicates=counts.duplicates,
        out_of_order=counts.out_of_order,
        future=future,
        missing={name: count for name, count in empty.items() if count},
        warnings=(*warnings, *_noted(counts), *_strays(counts, plan), *warned(attributes, n_cases), *plan.raw.warnings),
        detected=detected(plan.raw, plan.roles, plan.kinds, plan.timezone),
    )


def _noted(counts: RowCounts) -> tuple[ReadingNote, ...]:
    found = {"several_customers": counts.several_customers, "late_starts": counts.late_starts}
    told = [noted(kind, n=n) for kind, n in found.items() if n]
    if 0 < counts.at_zero < counts.used:
        told.append(noted("events_at_zero", n=counts.at_zero))
    if counts.used and counts.ancient == counts.used:
        told.append(noted("all_before_1980"))
    if counts.instant >= FEWEST_INSTANT and not counts.longer:
        told.append(noted("all_instant", n=counts.instant))
    return tuple(told)


def _strays(counts: RowCounts, plan: Plan) -> list[ReadingNote]:
    """What was left out of attributes because it is not of the column's type; the most first, the rest in one line."""
    kinds = {attribute.file_column: attribute.kind.type for attribute in plan.attributes}
    found = sorted((-counts.strays.get(name, 0), name) for name in kinds if counts.strays.get(name, 0))
    told = [_stray(kinds[name], column=name, n=-n, values=counts.present[name] - n) for n, name in found[:_STRAYS]]
    if rest := found[_STRAYS:]:
        told.append(noted("stray_rest", n=len(rest), values=-sum(n for n, _ in rest)))
    return told


def _stray(kind: Type, **values: str | int) -> ReadingNote:
    if kind == "number":
        return noted("stray_numbers", **values)
    return noted("stray_times", **values) if kind == "time" else noted("stray_truths", **values)


def _sum(one: Mapping[str, int], other: Mapping[str, int], sign: int) -> dict[str, int]:
    return {key: one.get(key, 0) + sign * other.get(key, 0) for key in sorted({*one, *other})}
