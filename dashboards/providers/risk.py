"""The risk register and the price of compliance, for their pages."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from analyzer.catalog import list_actions
from analyzer.document import AlignmentDocument
from analyzer.document.parts.mismatches import MismatchRow, RequiredRow
from analyzer.errors import InputError
from analyzer.improvement import Risk, risks
from analyzer.journey import Journey, load_journey
from analyzer.slices import verdicts
from analyzer.words.risk_words import controls_of
from dashboards.providers.runs import Provider

__all__ = ["Risk"]
DAYS = 30.4375  # of a month


@dataclass(frozen=True)
class Compliance:
    """What the journey requires, and the mismatches of the newest run that rest on it."""

    prices: list[MismatchRow]
    free: list[RequiredRow]  # required, and nothing that the data show rests on it


def register(provider: Provider) -> list[Risk]:
    """The risks of the newest run; none where there is no run."""
    document = provider.document()
    if document is None:
        return []
    actions = list_actions(provider.catalog())
    known = verdicts(provider.catalog(), actions, provider.newest_run())
    journey = _journey(provider)
    controls = controls_of(journey) if journey else {}
    return risks(document, controls, actions, known, months_of(document))


def months_of(document: AlignmentDocument) -> float:
    """How many months the log of a run spans."""
    first, last = (datetime.fromisoformat(document["period"][end]) for end in ("first", "last"))
    return max((last - first).total_seconds() / 86400 / DAYS, 1 / DAYS)


def compliance(provider: Provider) -> Compliance:
    """What is required, with its price where the newest run shows one."""
    document = provider.document()
    prices = [row for row in document["mismatches"] if row.get("required")] if document else []
    paid = [row for mismatch in prices for row in mismatch.get("required", [])]
    journey = _journey(provider)
    wanted: list[RequiredRow] = []
    for stage in journey.stages if journey else ():
        if stage.target is not None and stage.target.required_by:
            wanted.append({"what": "target", "name": stage.name, "by": stage.target.required_by})
        for one in stage.activities:
            if one.required_by:
                wanted.append({"what": "activity", "name": one.name, "by": one.required_by})
    return Compliance(prices, [row for row in wanted if row not in paid])


def _journey(provider: Provider) -> Journey | None:
    """The journey as it is on disk; None where it cannot be read just now: the page Data says why."""
    try:
        return load_journey(provider.settings.resolve(provider.settings.journey))
    except InputError:
        return None
