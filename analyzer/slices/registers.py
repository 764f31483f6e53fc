"""The risk register and the price of compliance of a project, from its newest run and its journey."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from analyzer.catalog import Catalog, Run, list_actions
from analyzer.document import AlignmentDocument
from analyzer.document.parts.mismatches import MismatchRow, RequiredRow
from analyzer.errors import InputError
from analyzer.improvement import Risk, risks
from analyzer.journey import Journey, load_journey
from analyzer.slices.effects import verdicts
from analyzer.words.risk_words import controls_of

DAYS = 30.4375  # of a month


@dataclass(frozen=True)
class Compliance:
    """What the journey requires, and the mismatches of the newest run that rest on it."""

    prices: list[MismatchRow]
    free: list[RequiredRow]  # required, and nothing that the data show rests on it


def risk_register(catalog: Catalog, run: Run | None, document: AlignmentDocument | None) -> list[Risk]:
    """The risks of a run (`run`, its document), as `improvement.risks` has them; none without one. Controls are those
    of the journey as it is on disk now; none where it cannot be read. Raises nothing of its own."""
    if document is None:
        return []
    actions = list_actions(catalog)
    journey = _journey(catalog)
    controls: Mapping[str, Sequence[str]] = controls_of(journey) if journey else {}
    return risks(document, controls, actions, verdicts(catalog, actions, run), months_of(document))


def months_of(document: AlignmentDocument) -> float:
    """How many months the log of a run spans."""
    first, last = (datetime.fromisoformat(document["period"][end]) for end in ("first", "last"))
    return max((last - first).total_seconds() / 86400 / DAYS, 1 / DAYS)


def compliance_of(catalog: Catalog, document: AlignmentDocument | None) -> Compliance:
    """What is required, with its price where the run shows one. Raises nothing."""
    prices = [row for row in document["mismatches"] if row.get("required")] if document else []
    paid = [row for mismatch in prices for row in mismatch.get("required", [])]
    journey = _journey(catalog)
    wanted: list[RequiredRow] = []
    for stage in journey.stages if journey else ():
        if stage.target is not None and stage.target.required_by:
            wanted.append({"what": "target", "name": stage.name, "by": stage.target.required_by})
        for one in stage.activities:
            if one.required_by:
                wanted.append({"what": "activity", "name": one.name, "by": one.required_by})
    return Compliance(prices, [row for row in wanted if row not in paid])


def _journey(catalog: Catalog) -> Journey | None:
    """The journey as it is on disk; None where it cannot be read just now: the page Data says why."""
    try:
        return load_journey(catalog.settings.resolve(catalog.settings.journey))
    except InputError:
        return None
