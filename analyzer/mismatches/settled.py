"""What was already settled about a visit's case when its customer spoke, as bits: one a stage, and one for the case.

The bits stand in as many columns as they need (`mask_0`, `mask_1`, …; 62 stages a column), so that a journey may have
any number of stages. What belongs to a stage whose bit is not set is unknown for the visit, never "missing".
"""

from __future__ import annotations

from collections.abc import Iterable

from analyzer.engine import Table, Value, ibis
from analyzer.journey import Journey
from analyzer.mismatches.as_seen import lived_beside

BITS = 62  # stages a column: whole numbers have 63 bits without their sign

Mask = tuple[int, ...]  # the bits of each column


def columns_of(journey: Journey, stem: str = "mask") -> tuple[str, ...]:
    """The columns that hold the bits of a journey: its stages, and the case after them."""
    return tuple(f"{stem}_{i}" for i in range(len(journey.stages) // BITS + 1))


def mask_of(journey: Journey, stages: Iterable[int | None]) -> Mask:
    """The bits of some stages; None stands for the whole case."""
    found = [0] * len(columns_of(journey))
    for no in {len(journey.stages) if no is None else no for no in stages}:
        found[no // BITS] |= 1 << no % BITS
    return tuple(found)


def covers(mask: Mask, needs: Mask) -> bool:
    """Whether all that is needed is settled."""
    return all(have & need == need for have, need in zip(mask, needs, strict=True))


def is_settled(table: Table, needs: Mask | str) -> Value:
    """Whether a row's mask covers what is needed: the bits given, or those in the columns <needs>_0, …"""
    masks = [c for c in table.columns if c.startswith("mask_")]
    bits = [table[f"{needs}_{i}"] for i in range(len(masks))] if isinstance(needs, str) else list(needs)
    found: Value = ibis.literal(True)
    for mask, need in zip(masks, bits, strict=True):
        if not isinstance(need, int) or need:
            found = found & ((table[mask] & need) == need)
    return found


def with_masks(chosen: Table, rated: Table, journey: Journey) -> Table:
    """Chosen visits with their masks. `chosen` has case_id (as they see it), stage_no, case_ended_at and `until`, the
    moment that ends what counts; `rated` all visits of these cases.

    The bit of a stage is set if it was finished by then: its last event lies before `until`, or it was skipped: a
    later planned stage was entered, or the case was over. The bit after the last stage: the case was over.
    """
    lived = lived_beside(chosen, rated, journey)
    lived = lived.filter(lived.first_at.notnull()).select("case_id", "first_at", "last_at", its_no="stage_no")
    pairs = chosen.select("case_id", "stage_no", "until").join(lived, "case_id")
    names = columns_of(journey)
    stages = [s.no for s in journey.stages]
    zero = ibis.literal(0, "int64")
    sums: dict[str, Value] = {"furthest": ibis.coalesce(pairs.its_no.max(where=pairs.first_at < pairs.until), zero)}
    for i, _ in enumerate(names):
        its_bit = _bit(pairs.its_no, [no for no in stages if no // BITS == i])
        sums[f"lived_{i}"] = its_bit.sum().cast("int64")
        sums[f"finished_{i}"] = ibis.coalesce(its_bit.sum(where=pairs.last_at < pairs.until), zero).cast("int64")
    found = pairs.group_by("case_id", "stage_no").aggregate(**sums)
    seen = chosen.join(found, ["case_id", "stage_no"])
    over = (seen.case_ended_at < seen.until).fill_null(False)
    masks = {}
    for i, name in enumerate(names):
        every = mask_of(journey, stages)[i]
        passed = ibis.ifelse(over, ibis.literal(every, "int64"), _below(seen.furthest, journey, i))
        skipped = passed & (ibis.literal(every, "int64") - seen[f"lived_{i}"])
        ended = ibis.ifelse(over, ibis.literal(mask_of(journey, [None])[i], "int64"), zero)
        masks[name] = seen[f"finished_{i}"] + skipped + ended
    return seen.mutate(**masks).drop(*sums)


def _bit(stage_no: Value, stages: list[int]) -> Value:
    if not stages:
        return ibis.literal(0, "int64")
    return ibis.cases(
        *((stage_no == no, ibis.literal(1 << no % BITS, "int64")) for no in stages), else_=ibis.literal(0, "int64")
    )


def _below(stage_no: Value, journey: Journey, column: int) -> Value:
    """The bits in one column of all stages before a stage."""
    before = [(no, mask_of(journey, range(no))[column]) for no in range(1, len(journey.stages) + 1)]
    return ibis.cases(
        *((stage_no == no, ibis.literal(bits, "int64")) for no, bits in before), else_=ibis.literal(0, "int64")
    )
