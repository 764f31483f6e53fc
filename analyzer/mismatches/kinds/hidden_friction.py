"""Hidden friction: good by the company's measure, bad for the customer, and something sets those visits apart."""

from __future__ import annotations

from collections.abc import Mapping

from analyzer.mismatches.evidence import Evidence, counted, identifier, percent
from analyzer.settings.spoken import ratio_span, ratio_words
from analyzer.tables.interval import Interval
from analyzer.tables.mismatch import Driver, Mismatch

NO_TARGET = " No target is set for {}: what looks fine here is held against a target taken from the log itself."


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
                title=f"{stage.name} looks fine to us, and hurts customers",
                story=_story(
                    stage.name,
                    numbers.company.yielded,
                    bad,
                    judged,
                    drivers,
                    avoidable,
                    numbers.company.good + numbers.company.bad,
                    owners,
                )
                + (NO_TARGET.format(stage.name) if stage.no in seen.derived else ""),
                affected_visits=bad,
                avoidable=avoidable,
                weight=stage.weight,
                owner=stage.owner,
                drivers=drivers,
                evidence={
                    "basis": "rated",
                    "company_good_rated": judged,
                    "company_good_bad": bad,
                    "hidden_share": numbers.hidden.as_dict(),
                    "derived_target": stage.no in seen.derived,
                },
            )
        )
    return found


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


def _story(
    stage: str,
    company: Interval,
    bad: int,
    judged: int,
    drivers: tuple[Driver, ...],
    avoidable: Interval,
    visits: int,
    owners: Mapping[str, str | None],
) -> str:
    first = drivers[0]
    owner = owners.get(first.stage or "")
    answers = f", owner: {owner}" if owner and owner != owners.get(stage) else ""
    where = f" ({first.stage}{answers})" if first.stage and first.stage != stage else ""
    ratio = first.risk_ratio
    rest = (
        ""
        if len(drivers) == 1
        else f" {counted(len(drivers) - 1, 'further driver')} {'adds' if len(drivers) == 2 else 'add'} to it."
    )
    return (
        f"{stage} looks fine to us in {percent(company.value)} of {visits:,} visits, yet {percent(bad / judged)} of "
        f"those customers who answered "
        f"({bad:,} of {judged:,}) are unhappy. {percent(first.share.value)} of that goes with {first.label}{where}: "
        f"{ratio_words(ratio.value)} as likely (95 %: {ratio_span(ratio.low, ratio.high)}).{rest} "
        f"If those visits had gone like the rest: about "
        f"{avoidable.value:.0f} fewer unhappy customers a month ({avoidable.low:.0f}–{avoidable.high:.0f}) among "
        f"those who answered."
    )
