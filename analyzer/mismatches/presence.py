"""Where one driver is present: its trait, made by the same functions and under the same ruler as all that the search
for drivers counts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from analyzer.engine import Engine, Table
from analyzer.journey import Journey
from analyzer.mismatches.as_seen import cases_of, own_columns
from analyzer.mismatches.attributes import LAST
from analyzer.mismatches.candidates import candidate_of
from analyzer.mismatches.settled import Mask, is_settled
from analyzer.mismatches.trait_words import LEAST, NO_NUMBER, WHO, WHOLE_CASE, Traits
from analyzer.mismatches.traits import make_traits
from analyzer.tables.log import Log
from analyzer.tables.ruler import DurationCuts, NumberCuts, Ruler, WaitCuts


@dataclass(frozen=True)
class Presence:
    """`rows`: the case_id and visit_no (-1: all visits of the case) of the trait; the driver is present there, or
    everywhere else where its `absence` is meant. `needs`: what must be settled for it to be known of a visit."""

    rows: Table
    absence: bool
    needs: Mask

    def cases(self, every: Table) -> Table:
        """Those of some cases in which it is present, in any visit: case_id, each once."""
        every = every.select(*own_columns(every)).distinct()
        return cases_of(
            every.anti_join(self.rows, "case_id") if self.absence else every.semi_join(self.rows, "case_id")
        )

    def visits(self, heard: Table) -> Table:
        """Those of some heard visits in which it is known to be present."""
        known = heard.filter(is_settled(heard, self.needs))
        whole = self.rows.filter(self.rows.visit_no == WHOLE_CASE)
        its = self.rows.filter(self.rows.visit_no != WHOLE_CASE).select("case_id", stage_no="visit_no")
        its = its.mutate(stage_no=its.stage_no.cast("int64"))
        if self.absence:
            return known.anti_join(whole, "case_id").anti_join(its, ["case_id", "stage_no"])
        return known.semi_join(whole, "case_id").union(
            known.anti_join(whole, "case_id").semi_join(its, ["case_id", "stage_no"])
        )


@dataclass(frozen=True)
class _Sought:
    """The trait of a driver: its type, the texts that it is made of, its threshold with its place, its stage; and a
    ruler that makes it."""

    type: str
    ruler: Ruler
    first: str = ""
    second: str = ""
    number: float = NO_NUMBER
    place: int = 0
    stage_no: int = WHOLE_CASE
    absence: bool = False


def presence(
    engine: Engine,
    visits: Table,
    rated: Table,
    staged: Table,
    log: Log,
    journey: Journey,
    ruler: Ruler,
    driver: Mapping[str, Any],
) -> Presence | None:
    """Where a driver, a row of the document, is present among the cases of some visits; None where the log has none
    such.

    `visits`: a kept table of the visits that are looked at, with case_id (as they see it), stage_no, last_at and
    `until`, the moment before which something counts; `rated`: all visits; `staged` and `log`: cases as visits see
    them. A threshold counts as the ruler has it: the document's is cut to
    six digits. Raises KeyError for a type of driver that does not exist.
    """
    sought = _sought(driver, journey, ruler)
    names = [str(driver[name]) for name in ("activity", "from", "to") if name in driver]
    if names and sought.type != "path":  # a direct succession is seen among all events
        staged = staged.filter(staged.activity.isin(names))
    traits = make_traits(engine, visits, rated, staged, log, journey, sought.ruler, (sought.type,))
    trait = _number(engine, traits, sought)
    if trait is None:
        return None
    rows = traits.rows.filter(traits.rows.trait == trait).select("case_id", "visit_no")
    return Presence(rows, sought.absence, candidate_of(0, sought, journey, set()).needs)


def _number(engine: Engine, traits: Traits, sought: _Sought) -> int | None:
    """The trait's number; None where one of its texts is not in the data."""
    words = traits.words.table.filter(traits.words.table.word.isin([sought.first, sought.second]))
    codes = {str(row["word"]): int(row["code"]) for row in engine.rows(words)}
    if not {sought.first, sought.second} <= set(codes):
        return None
    first, second = codes[sought.first], codes[sought.second]
    return int(traits.words.number(sought.type, first, second, sought.place, sought.stage_no))


def _sought(driver: Mapping[str, Any], journey: Journey, ruler: Ruler) -> _Sought:
    """The trait that a driver is, or whose absence it is."""
    kind = str(driver["type"])
    bare = replace(ruler, columns=(), numbers=(), waits=(), durations=())
    no = journey.number(driver["stage"]) if driver.get("stage") else None
    stage_no = WHOLE_CASE if no is None else no
    if kind in ("activity", "missing", "repeat"):
        activity, least = str(driver["activity"]), int(driver.get("at_least") or 1)
        at = journey.stage_of.get(activity, WHOLE_CASE)
        if kind == "repeat":
            return _Sought(kind, bare, activity, "", float(least), LEAST[kind].index(least), at)
        return _Sought("activity", bare, activity, stage_no=at, absence=kind == "missing")
    if kind == "path":
        return _Sought(kind, bare, str(driver["from"]), str(driver["to"]))
    if kind == "wait":
        return _of_wait(driver, bare, ruler)
    if kind == "duration":
        return _of_duration(driver, bare, ruler, stage_no)
    if kind == "attribute":
        return _of_attribute(driver, bare, ruler)
    if kind == "handovers":
        least = int(driver.get("at_least") or 1)
        return _Sought(kind, bare, "", "", float(least), LEAST[kind].index(least), stage_no)
    if kind in (*WHO, "returns"):
        return _Sought(kind, bare, str(driver["value"]) if kind in WHO else "", stage_no=stage_no)
    raise KeyError(kind)


def _of_wait(driver: Mapping[str, Any], bare: Ruler, ruler: Ruler) -> _Sought:
    side, start, end = _side(driver), str(driver["from"]), str(driver["to"])
    known = [w for w in ruler.waits if (w.start, w.end) == (start, end)]
    cut = _exact(float(driver[f"{side}_seconds"]), [c for w in known for c in getattr(w, f"{side}_s")])
    limits = {"over_s": (), "under_s": (), f"{side}_s": (cut,)}
    made = replace(bare, waits=(WaitCuts(start=start, end=end, cases=0, **limits),))
    return _Sought(f"wait {side}", made, start, end, cut)


def _of_duration(driver: Mapping[str, Any], bare: Ruler, ruler: Ruler, stage_no: int) -> _Sought:
    side, stage = _side(driver), str(driver["stage"])
    known = [d for d in ruler.durations if d.stage == stage]
    cut = _exact(float(driver[f"{side}_seconds"]), [c for d in known for c in getattr(d, f"{side}_s")])
    limits = {"over_s": (), "under_s": (), f"{side}_s": (cut,)}
    made = replace(bare, durations=(DurationCuts(stage=stage, visits=0, **limits),))
    return _Sought(f"duration {side}", made, number=cut, stage_no=stage_no)


def _of_attribute(driver: Mapping[str, Any], bare: Ruler, ruler: Ruler) -> _Sought:
    name, op, take = str(driver["attribute"]), str(driver["op"]), str(driver.get("take") or LAST)
    columns = tuple(replace(c, takes=(take,)) for c in ruler.columns if c.attribute == name)
    if op in ("=", "!="):
        texts = tuple(replace(c, type="code") if c.type == "number" else c for c in columns)
        made = replace(bare, columns=texts)
        return _Sought("attribute =", made, name, str(driver["value"]), absence=op == "!=")
    known = [n for n in ruler.numbers if (n.attribute, n.take) == (name, take)]
    gaps = any(n.gaps for n in known)
    cut = _exact(float(driver["value"]), [c for n in known for c in n.cuts])
    made = replace(bare, columns=columns, numbers=(NumberCuts(name, take, (cut,), gaps, 0),))
    if op == "<" and gaps:
        return _Sought("attribute <", made, name, take, cut)
    return _Sought("attribute >=", made, name, take, cut, absence=op == "<")


def _side(driver: Mapping[str, Any]) -> str:
    return "under" if driver.get("under_seconds") is not None else "over"


def _exact(given: float, known: Sequence[float]) -> float:
    """The threshold of the ruler that is written like this one; this one where there is none."""
    return next((cut for cut in known if f"{cut:.6g}" == f"{given:.6g}"), given)
