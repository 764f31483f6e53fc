"""Columns that name the outcome itself: filled in after the customer was heard, such as a close code or a refund flag.

Attributes count as of the visit, so a column whose changes the log records gives nothing away. An export that copies
one value onto all rows of a case cannot show when it was written. What shows it then is that it tells the verdict
nearly one to one, as no cause does.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from analyzer.engine import Engine, Table
from analyzer.journey import Journey
from analyzer.mismatches.candidates import Candidate, Candidates
from analyzer.mismatches.select import Found
from analyzer.tables.mismatch import OutcomeColumn
from analyzer.tables.quality import ReadingNote, noted

TELLS = 0.75  # Youden's index: share of the unhappy that have the values, less that of the others
NEARLY_ALL, TENFOLD = 0.8, 10.0  # share unhappy of those that have a value, and times the share of the others
SIXFOLD = 6.0  # from this risk ratio on a column is listed with a warning
Z = 1.959964  # 95 %


@dataclass(frozen=True)
class FourFold:
    """Unhappy and other visits (or cases) with one of some values, and all of them."""

    bad_with: int
    good_with: int
    bad: int
    good: int

    @property
    def tells(self) -> bool:
        """Whether Youden's index (1950), P(values | unhappy) − P(values | other), is 0.75 or more. A cause of which
        30 % of the visits suffer, and which makes an unhappy visit eight times as likely, has 0.69."""
        return bool(self.bad and self.good) and self.bad_with / self.bad - self.good_with / self.good >= TELLS

    @property
    def ratio_low(self) -> float:
        """Lower 95 % limit of the risk ratio on the logarithm (Katz 1978), half a visit added to each cell."""
        a, b = self.bad_with + 0.5, self.good_with + 0.5
        c, d = self.bad - self.bad_with + 0.5, self.good - self.good_with + 0.5
        spread = 1 / a - 1 / (a + b) + 1 / c - 1 / (c + d)
        return math.exp(math.log(a / (a + b)) - math.log(c / (c + d)) - Z * math.sqrt(max(spread, 0.0)))


def outcome_columns(
    engine: Engine,
    focused: Table,
    tried: Candidates,
    found: Mapping[int, Sequence[Found]],
    journey: Journey,
) -> tuple[OutcomeColumn, ...]:
    """The columns among the drivers found that name the outcome (`certain`), or may.

    `focused`: the visits that drivers are looked for in. A column is looked at with all its values, over the visits of
    the stage, and over the cases of all stages: a flag that says that some stage went wrong tells less of each. It
    names the outcome if values of it tell the unhappy from the others as no cause does (`FourFold.tells`), or if
    values of which at least 80 % are unhappy are so ten times as often as the rest. Of a column that the journey says
    `exclude: false` of nothing is said.
    """
    seen: dict[str, OutcomeColumn] = {}
    for stage_no, drivers in found.items():
        for name in sorted(_attributes(drivers)):
            if journey.excludes(name) is False or (name in seen and seen[name].certain):
                continue
            stage = journey.stages[stage_no].name
            own = [c for c in tried.all if c.keys.get("attribute") == name]
            told = _looked_at(engine, focused, tried.present, stage_no, own)
            if told[0] or told[1]:
                where = stage if told[0] else None
                seen[name] = _column(name, True, where, told[0] or told[1] or told[2])
            elif name not in seen and told[2].ratio_low >= SIXFOLD:
                seen[name] = _column(name, False, stage, told[2])
    return tuple(seen[name] for name in sorted(seen))


def outcome_notes(columns: Sequence[OutcomeColumn]) -> tuple[ReadingNote, ...]:
    """A note for each column that was left out of the drivers because it tells the verdict, or that may."""
    return tuple(
        noted(
            "outcome_doubtful"
            if not one.certain
            else "outcome_certain_visits"
            if one.stage
            else "outcome_certain_cases",
            column=one.attribute,
            stage=one.stage or "",
            with_it=one.unhappy[0],
            unhappy=one.unhappy[1],
            others_with=one.others[0],
            others=one.others[1],
        )
        for one in columns
    )


def _attributes(drivers: Sequence[Found]) -> set[str]:
    sides = [c for d in drivers for c in (d.choice.candidate, *(twin for twin, _ in d.choice.twins))]
    return {str(c.keys["attribute"]) for c in sides if c.type == "attribute"}


def _column(name: str, certain: bool, stage: str | None, told: FourFold) -> OutcomeColumn:
    return OutcomeColumn(name, certain, stage, (told.bad_with, told.bad), (told.good_with, told.good))


def _looked_at(
    engine: Engine, focused: Table, present: Table, stage_no: int, own: Sequence[Candidate]
) -> tuple[FourFold | None, FourFold | None, FourFold]:
    """The values that tell most: over the visits of the stage, over all cases, each None where they tell too little to
    name the outcome; and the single value or side with the highest risk ratio over the visits."""
    joined = (
        present.filter(present.candidate.isin([c.no for c in own])).select("visit", "candidate").join(focused, "visit")
    )
    here = focused.filter(focused.stage_no == stage_no)
    visits = _groups(engine, joined.filter(joined.stage_no == stage_no), here, own)
    cases = focused.group_by("case_id").aggregate(bad=focused.bad.max())
    of_cases = joined.select("case_id", "candidate").distinct().join(cases, "case_id")
    return _telling(visits), _telling(_groups(engine, of_cases, cases, own)), max(visits, key=lambda g: g.ratio_low)


def _telling(groups: Sequence[FourFold]) -> FourFold | None:
    first = [g for g in groups if g.tells]
    sure = [g for g in groups if g.bad_with >= NEARLY_ALL * (g.bad_with + g.good_with) and g.ratio_low >= TENFOLD]
    return max([*first, *sure], key=lambda g: g.bad_with, default=None)


def _groups(engine: Engine, rows: Table, every: Table, own: Sequence[Candidate]) -> list[FourFold]:
    """Each value and its other side, each side of each threshold, and two groups of values: those that the unhappy
    have more often than the others, and those of which nearly all are unhappy."""
    whole = engine.frame(every.aggregate(n=every.count(), bad=every.bad.sum())).iloc[0]
    bad, good = int(whole["bad"]), int(whole["n"]) - int(whole["bad"])
    counted = engine.frame(rows.group_by("candidate").aggregate(n=rows.count(), bad=rows.bad.sum()))
    cells = {int(r.candidate): (int(r.bad), int(r.n) - int(r.bad)) for r in counted.itertuples()}
    values = [cells[c.no] for c in own if c.no in cells and c.keys["op"] == "="]
    more = [(a, b) for a, b in values if a * good > b * bad]
    nearly = [(a, b) for a, b in values if a >= NEARLY_ALL * (a + b)]
    sums = [(sum(a for a, _ in some), sum(b for _, b in some)) for some in (more, nearly)]
    sides = [*cells.values(), *((bad - a, good - b) for a, b in cells.values()), *sums]
    return [FourFold(min(a, bad), min(b, good), bad, good) for a, b in sides]
