"""Hidden friction: good by the company's measure, bad for the customer, and something sets those visits apart."""

from __future__ import annotations

from analyzer.mismatches.evidence import Evidence, identifier
from analyzer.tables.interval import Interval
from analyzer.tables.mismatch import Driver, Mismatch, OutcomeColumn


def hidden_friction(seen: Evidence) -> list[Mismatch]:
    """A mismatch for each stage in which a driver carries at least a tenth of the bad visits that the company calls
    good."""
    found = []
    owners = {stage.name: stage.owner for stage in seen.journey.stages}
    for stage, numbers in seen.stages():
        drivers = seen.drivers.get(stage.no, ())
        if not drivers:
            continue
        bad = numbers.both.good_bad
        judged = bad + numbers.both.good_good
        avoidable = together(drivers, bad / seen.months)
        found.append(
            Mismatch(
                id=identifier("hidden_friction", stage.name),
                kind="hidden_friction",
                stage=stage.name,
                affected_visits=bad,
                avoidable=avoidable,
                weight=stage.weight,
                owner=stage.owner,
                drivers=drivers,
                evidence={
                    "basis": "rated",
                    "judged_visits": numbers.company.good + numbers.company.bad,
                    "company_good_share": numbers.company.yielded.value,
                    "company_good_rated": judged,
                    "company_good_bad": bad,
                    "hidden_share": numbers.hidden.as_dict(),
                    "derived_target": stage.no in seen.derived,
                    "cause_owner": owners.get(drivers[0].stage or ""),
                    "left_out": [one.attribute for one in seen.outcomes if one.certain],
                    "doubtful": [one.attribute for one in seen.outcomes if not one.certain and _names(drivers, one)],
                },
            )
        )
    return found


def _names(drivers: tuple[Driver, ...], column: OutcomeColumn) -> bool:
    return any(one.keys.get("attribute") == column.attribute for d in drivers for one in (d, *d.also))


def together(drivers: tuple[Driver, ...], bad_per_month: float) -> Interval:
    """Bad visits a month that all drivers carry together: bad · (1 − Π(1 − share)), limits from the limits of the
    shares.

    The shares are adjusted for each other, so the remaining parts multiply (Bruzzi et al. 1985, for independent
    risks). Not to be trusted where drivers work only together.
    """
    rest = {"value": 1.0, "low": 1.0, "high": 1.0}
    for driver in drivers:
        for name in rest:
            rest[name] *= 1 - max(getattr(driver.share, name) or 0.0, 0.0)
    return Interval(*(bad_per_month * (1 - rest[name]) for name in ("value", "low", "high")))
