"""Shared failure: the company's measure sees it, and the customer feels it."""

from __future__ import annotations

import numpy as np

from analyzer.mismatches.evidence import Evidence, identifier
from analyzer.tables.interval import Interval
from analyzer.tables.mismatch import Mismatch


def shared_failure(seen: Evidence) -> list[Mismatch]:
    """A mismatch for each stage with a target of its own that at least 5 % of the visits miss, where customers off
    target are more than 1.5 times as often unhappy (lower limit above 1) and Fisher's p times the number of stages is
    at most 0.01; limits and p are widened by the design effect of customers with several visits."""
    from analyzer.statistics.attributable import avoidable, stratified_attributable_fraction
    from analyzer.statistics.clustering import ClusterDesign, clustered_p_values
    from analyzer.statistics.exact import exact_conditional_p
    from analyzer.statistics.risk_ratio import risk_ratios

    found = []
    for stage, numbers in seen.stages():
        both = numbers.both
        missed = seen.missed(numbers)
        if not seen.judged_by_target(stage) or missed < seen.thresholds.shared_bad_share or not both.bad_bad:
            continue
        cells = (both.bad_bad, both.bad_good, both.good_bad, both.good_good)
        ratio = _widened(risk_ratios(*cells).interval(0), numbers.design_effect)
        exact = exact_conditional_p(*(np.array([float(n)]) for n in cells))
        design = ClusterDesign(np.array([numbers.design_effect]), np.array([float(numbers.rated)]))
        p = float(clustered_p_values(exact, design)[0]) * len(seen.journey.stages)
        if (
            ratio.value is None
            or ratio.low is None
            or ratio.value <= seen.thresholds.shared_risk_ratio
            or ratio.low <= 1
            or p > 0.01
        ):
            continue
        share = stratified_attributable_fraction([cells[0]], [cells[1]], [cells[2]], [cells[3]])
        off, on = both.bad_bad + both.bad_good, both.good_bad + both.good_good
        found.append(
            Mismatch(
                id=identifier("shared_failure", stage.name),
                kind="shared_failure",
                stage=stage.name,
                affected_visits=both.bad_bad,
                avoidable=avoidable(share, both.bad_bad + both.good_bad, seen.months),
                weight=stage.weight,
                owner=stage.owner,
                evidence={
                    "basis": "rated",
                    "judged_visits": numbers.company.good + numbers.company.bad,
                    "rated_off_target": off,
                    "rated_on_target": on,
                    "bad_off_target": both.bad_bad / off,
                    "bad_on_target": both.good_bad / on if on else None,
                    "company_bad_share": missed,
                    "risk_ratio": ratio.as_dict(),
                    "share": share.as_dict(),
                    "p_times_stages": min(p, 1.0),
                },
            )
        )
    return found


def _widened(ratio: Interval, design_effect: float) -> Interval:
    """The limits of a ratio with the variance of its logarithm times the design effect."""
    if ratio.value is None or not ratio.low or ratio.high is None:
        return ratio
    wider = design_effect**0.5
    return Interval(
        ratio.value,
        ratio.value * (ratio.low / ratio.value) ** wider,
        ratio.value * (ratio.high / ratio.value) ** wider,
    )
