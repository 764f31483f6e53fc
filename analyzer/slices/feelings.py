"""What the customers of a slice's cases say: the columns that every view of the process puts beside itself."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any

from analyzer.blueprint.patterns import weighted_patterns
from analyzer.engine import Engine, Table, ibis
from analyzer.slices.cut import Cut
from analyzer.statistics.proportions import design_effect, wilson
from analyzer.tables.heard_share import HeardShare
from analyzer.tables.interval import NO_DATA

COUNTED = ("heard", "unhappy")


def feelings(engine: Engine, part: Cut) -> Table:
    """Every case of the slice: case_id, customer_id, first_at, last_at, took_s, ended, heard and unhappy.

    Grain: a case. `heard`: a visit of it in the slice (of its stage where one is asked for) is rated; `unhappy`: one of
    these is bad. `ended`: the case is over; one that still runs when the log ends is not. Kept in the engine.
    """
    kept = part.kept
    assert kept.sequences is not None
    cases = kept.log.cases.select("case_id", "first_at", "last_at")
    cases = cases.join(kept.sequences.select("case_id", "took_s"), "case_id")
    over = kept.rated.group_by("case_id").aggregate(ended=kept.rated.case_ended_at.notnull().any())
    rated = part.rated if part.stage_no is None else part.rated.filter(part.rated.stage_no == part.stage_no)
    said = rated.group_by("case_id").aggregate(
        customer_id=rated.customer_id.min(),
        heard=(rated.customer != "unknown").any(),
        unhappy=(rated.customer == "bad").any(),
    )
    if part.members is not None:
        cases = cases.semi_join(part.members, "case_id")
    joined = cases.left_join(over, "case_id").drop("case_id_right").left_join(said, "case_id").drop("case_id_right")
    filled = joined.mutate(
        customer_id=ibis.coalesce(joined.customer_id, joined.case_id),
        ended=joined.ended.fill_null(False),
        heard=joined.heard.fill_null(False),
        unhappy=joined.unhappy.fill_null(False),
    )
    return engine.keep(filled, "feelings")


def customer_word(table: Table) -> Any:
    """The verdict of a case's customer as a text: bad, good or unknown."""
    return ibis.ifelse(table.unhappy, "bad", ibis.ifelse(table.heard, "good", "unknown"))


def heard_shares(engine: Engine, rows: Table, by: str) -> dict[Hashable, HeardShare]:
    """What customers say, for each value of a column.

    `rows`: case_id, customer_id, heard, unhappy and `by`, a case at most once for each value. Formula: unhappy ÷ heard
    with Wilson's interval for cases that are clustered by customer. A case may stand under several values, so the rows
    of the answer need not add up. Raises nothing; a value that no case has is missing.
    """
    own = rows.group_by([by, "customer_id"]).aggregate(
        cases=rows.count(),
        heard=rows.heard.cast("int64").sum(),
        unhappy=rows.unhappy.cast("int64").sum(),
    )
    own = engine.keep(own, "by_customer")
    totals = {row[by]: int(row["n"]) for row in engine.rows(own.group_by(by).aggregate(n=own.cases.sum()))}
    heard = own.filter(own.heard > 0)
    frame = weighted_patterns(engine, heard, [by], COUNTED)
    groups = dict(iter(frame.groupby(by)))
    return {key: _share(n, groups.get(key)) for key, n in totals.items()}


def heard_of_all(engine: Engine, rows: Table) -> HeardShare:
    """What the customers of all the rows say, each a case."""
    return heard_shares(engine, rows.mutate(all=ibis.literal(0)), "all").get(0, HeardShare())


def _share(cases: int, group: Any) -> HeardShare:
    if group is None:
        return HeardShare(cases, 0, 0, NO_DATA)
    heard, unhappy, times = (group[name].to_numpy() for name in (*COUNTED, "times"))
    bad, n = int((unhappy * times).sum()), int((heard * times).sum())
    effect = design_effect(unhappy, heard, times=times)
    return HeardShare(cases, n, bad, wilson(bad, n, design_effect=effect), effect)
