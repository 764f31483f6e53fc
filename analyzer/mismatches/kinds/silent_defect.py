"""Silent defect: a target that is often missed and that customers are shown not to mind."""

from __future__ import annotations

from typing import TypedDict

from analyzer.mismatches.evidence import Evidence, identifier
from analyzer.tables.blueprint import Both
from analyzer.tables.mismatch import Mismatch


class Equivalence(TypedDict):
    """The bad shares of both sides, the upper limit of their difference, and whether it lies below the margin."""

    bad_off_target: float
    bad_on_target: float
    difference_upper: float | None
    margin: float
    equivalent: bool


def silent_defect(seen: Evidence) -> list[Mismatch]:
    """A mismatch for each stage whose own target is missed in at least a fifth of the visits, where the one-sided 95
    % upper limit of the difference in bad shares (off target − on target) lies below min(5 points, half the bad share
    on target): an equivalence test."""
    found = []
    for stage, numbers in seen.stages():
        both = numbers.both
        missed = seen.missed(numbers)
        if not seen.judged_by_target(stage) or missed < seen.thresholds.silent_bad_share:
            continue
        test = equivalence(both, seen.thresholds.silent_margin, numbers.design_effect)
        if test is None or not test["equivalent"]:
            continue
        found.append(
            Mismatch(
                id=identifier("silent_defect", stage.name),
                kind="silent_defect",
                stage=stage.name,
                affected_visits=numbers.company.bad,
                avoidable=None,
                weight=stage.weight,
                owner=stage.owner,
                evidence={
                    "basis": "rated",
                    "judged_visits": numbers.company.good + numbers.company.bad,
                    "company_bad_share": missed,
                    "rated_off_target": both.bad_good + both.bad_bad,
                    "rated_on_target": both.good_good + both.good_bad,
                    **test,
                },
            )
        )
    return found


def equivalence(both: Both, largest_margin: float, design_effect: float = 1.0) -> Equivalence | None:
    """The equivalence test on a 2×2; None where a side has no rated visits."""
    from analyzer.statistics.equivalence import difference_upper

    off, on = both.bad_good + both.bad_bad, both.good_good + both.good_bad
    if not off or not on:
        return None
    margin = min(largest_margin, both.good_bad / on / 2)
    upper = difference_upper(both.bad_bad, off, both.good_bad, on, design_effect=design_effect)
    return {
        "bad_off_target": both.bad_bad / off,
        "bad_on_target": both.good_bad / on,
        "difference_upper": upper,
        "margin": margin,
        "equivalent": bool(upper is not None and upper < margin),
    }
