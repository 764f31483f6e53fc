"""How many visits were rated, and whether those who answered differ from those who did not."""

from __future__ import annotations

from typing import Any

from analyzer.engine import Engine, Table

WORTH_A_WARNING = 0.05  # difference in the share off target between answered and unanswered visits
DURATION_RATIO = 1.5  # ratio of their median durations
ENOUGH = 30  # answered and unanswered visits each


def coverage(engine: Engine, times: Table) -> dict[int, dict[str, Any]]:
    """Per stage: visits with and without an answer, their share off target and median duration, and how
    these differ (`differs`: off_target, duration or None). `times`: what `visit_times` gives.

    Only finished visits count. They differ when the 95 % interval of the difference in shares off target
    (Newcombe) leaves out 0 and the difference is 5 points or more, or when one median duration is 1.5 times the
    other.
    """
    visits = times.filter(~times.open)
    found = visits.group_by("stage_no", "rated").aggregate(
        n=visits.count(),
        bad=visits.count(where=visits.company == "bad"),
        known=visits.count(where=visits.company != "unknown"),
        median_s=visits.taken_s.quantile(0.5),
    )
    sides: dict[int, dict[bool, Any]] = {}
    for row in engine.frame(found).itertuples():
        sides.setdefault(int(row.stage_no), {})[bool(row.rated)] = row
    return {no: _compare(pair) for no, pair in sorted(sides.items())}


def _compare(pair: dict[bool, Any]) -> dict[str, Any]:
    from analyzer.statistics.proportions import two_share_difference

    answered, silent = pair.get(True), pair.get(False)
    told: dict[str, Any] = {}
    for name, side in (("answered", answered), ("unanswered", silent)):
        told[f"{name}_off_target"] = int(side.bad) / int(side.known) if side is not None and side.known else None
        told[f"{name}_median_s"] = float(side.median_s) if side is not None else None
    told["differs"] = None
    if answered is None or silent is None or min(answered.known, silent.known) < ENOUGH:
        return told
    gap = two_share_difference(int(answered.bad), int(answered.known), int(silent.bad), int(silent.known))
    if (
        gap.value is not None
        and gap.low is not None
        and gap.high is not None
        and abs(gap.value) >= WORTH_A_WARNING
        and (gap.low > 0 or gap.high < 0)
    ):
        told["differs"] = "off_target"
        return told
    low, high = sorted((float(answered.median_s), float(silent.median_s)))
    if low > 0 and high / low >= DURATION_RATIO:
        told["differs"] = "duration"
    return told
