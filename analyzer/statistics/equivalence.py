"""Is one share shown not to be worse than another? A test of equivalence, no finding from mere lack of data."""

from __future__ import annotations

from analyzer.statistics.proportions import two_share_difference


def difference_upper(
    bad1: float, n1: float, bad0: float, n0: float, level: float = 0.95, design_effect: float = 1.0
) -> float | None:
    """One-sided upper limit of the difference in bad share, first group minus second.

    Grain: one comparison. Unit: −1 to 1. Formula: upper end of Newcombe's two-sided interval at level 2·`level` − 1;
    sizes are divided by `design_effect`. None when a group is empty.
    Raises ValueError when not 0 ≤ bad ≤ n, or `level` is not between 0.5 and 1.
    Not to be trusted for paired groups.
    Source: Newcombe (1998), Statistics in Medicine 17:873, method 10.
    """
    if not 0.5 < level < 1:
        raise ValueError(f"A one-sided level lies between 0.5 and 1, for example 0.95; got {level}.")
    return two_share_difference(bad1, n1, bad0, n0, 2 * level - 1, design_effect).high
