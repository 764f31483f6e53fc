"""Before an action starts: what it is to change, when that would be seen, and on which part it is tried best."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

from analyzer.improvement.effect import LEAST_UNITS, LEAST_VISITS
from analyzer.statistics.detection import chance_to_see, weekly_spread, weeks_to_see
from analyzer.tables.effect import EffectCounts
from analyzer.tables.plan import Foresight, Split

MOST_WEEKS = 52  # that a plan looks ahead
LEAST_BEFORE = 8  # weeks, as the counts of an effect have them


def proposed_effect(mismatch: Mapping[str, Any]) -> float | None:
    """The part of the unhappy visits (0–1, two digits) that an action on a mismatch could take away: the share that
    goes with its first driver. None without a driver or where its share is not above 0. It is what goes with the
    driver, not what an action will bring."""
    share = mismatch["drivers"][0]["share"]["value"] if mismatch["drivers"] else None
    return min(round(share, 2), 1.0) if share is not None and share >= 0.005 else None


def foresee(counts: EffectCounts, expected: float | None, of: int | None = None) -> Foresight:
    """When the verdict would see an effect, from the weeks before the start.

    Grain: one plan. `expected`: the part of the unhappy visits that is to go, 0–1; `of`: weeks from the start to the
    review, None without one. The weeks of `counts` before 0 are taken: what they were like, those to come are taken to
    be. Raises nothing. Not to be trusted with fewer than about eight weeks, or where many visits are still to be
    answered. Source: docs/method.md, section 7, Power.
    """
    weeks = sorted({one.week for one in counts.weeks if one.week < 0})
    span = -weeks[0] if weeks else 0
    visits: dict[str, list[int]] = {}
    bad: dict[str, list[int]] = {}
    for one in counts.weeks:
        if one.week >= 0:
            continue
        unit = "" if one.treated else f"u{one.unit}"
        visits.setdefault(unit, [0] * span)[one.week + span] += one.visits
        bad.setdefault(unit, [0] * span)[one.week + span] += one.bad
    treated = sum(visits.get("", ()))
    others = sorted(unit for unit in visits if unit and sum(visits[unit]) >= LEAST_VISITS)
    if treated < LEAST_VISITS:
        return Foresight("few_visits")
    if len(others) < LEAST_UNITS:
        return Foresight("few_units", units=len(others))
    effect = -(expected or 0.0) * sum(bad[""]) / treated
    if not effect:
        return Foresight("nothing_expected", units=len(others), visits=treated / span)
    order = ["", *others]
    spread = weekly_spread([visits[unit] for unit in order], [bad[unit] for unit in order])
    by_review = None
    if of is not None:
        by_review = chance_to_see(spread, effect, min(max(of, LEAST_BEFORE), span), of)[-1]
    needed = weeks_to_see(spread, effect, span, most=MOST_WEEKS)
    return Foresight("", effect, expected or 0.0, needed, by_review, of or 0, treated / span, len(others))


def fair_split(values: Sequence[tuple[str, str, int, int]]) -> Split | None:
    """The value of an attribute that compares best with the attribute's other values; None where none has three others.

    Grain: one mismatch. `values`: attribute, value, heard visits of the stage, unhappy ones among them; values with
    fewer than 20 visits are left out. Nearest is the least √(ln(n/n̄)² + ((p − p̄)/p̄)²): visits against the average of
    the others', unhappy share against that of all the others together; equal ones by attribute and value. Raises
    nothing. Nearness in both is not all of fairness: what else is about to change there only people know.
    """
    found: list[tuple[float, str, str, Split]] = []
    known = [row for row in values if row[2] >= LEAST_VISITS]
    for attribute in {row[0] for row in known}:
        here = [row for row in known if row[0] == attribute]
        for _, value, n, bad in here:
            k = len(here) - 1
            rest, rest_bad = sum(r[2] for r in here) - n, sum(r[3] for r in here) - bad
            if k < LEAST_UNITS or not rest_bad:
                continue
            share, other = bad / n, rest_bad / rest
            far = math.hypot(math.log(n * k / rest), share / other - 1)
            found.append((far, attribute, value, Split(attribute, value, n, share, k, rest / k, other)))
    return min(found, key=lambda one: one[:3])[3] if found else None
