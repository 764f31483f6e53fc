"""How the measures develop, over the months of the data and over the nights that measured them."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from analyzer.catalog import nights
from analyzer.figures.trend import CELLS, FEW, months
from dashboards.providers.runs import Provider

MOST_NIGHTS = 120
LEAST = 30  # rated visits that a night's measure must rest on to be drawn
WHOLE = ("visibility", "relevance", "score")


@dataclass(frozen=True)
class Trend:
    """One measure. Grain: one measure of the whole or of a stage. Shares 0–1, the oldest first; None where too few
    visits stand behind one: 10 in a month, 30 in a night."""

    measure: str  # visibility, relevance, score, hidden
    stage: str | None
    months: tuple[float | None, ...]
    nights: tuple[float | None, ...]


def trends_of(provider: Provider) -> list[Trend]:
    """Visibility, relevance and score of the whole, and each stage's hidden share: of its rated visits those that were
    on target while the customer was unhappy. Months are those of the project's zone, as in the filters; nights are the
    newest 120, by the documents that they kept."""
    document = provider.document()
    if document is None:
        return []
    kept = [_measured(run.folder) for run in reversed(nights(provider.catalog(), MOST_NIGHTS))]
    found = []
    rows = months(document)
    for name in WHOLE:
        by_month = tuple(_of_month(row, name) for row in rows)
        found.append(Trend(name, None, by_month, tuple(night.get((name, None)) for night in kept)))
    for stage in document["stages"]:
        by_month = tuple(_of_month(row, "hidden") for row in months(document, stage["name"]))
        found.append(Trend("hidden", stage["name"], by_month, tuple(n.get(("hidden", stage["name"])) for n in kept)))
    return found


def _of_month(row: dict[str, Any], name: str) -> float | None:
    """Of the visits of which both verdicts are known; the score is the harmonic mean of the two measures."""
    good_bad, bad_good, bad_bad = row["good_bad"], row["bad_good"], row["bad_bad"]
    both = sum(row[cell] for cell in CELLS)
    of = {
        "visibility": (bad_bad, good_bad + bad_bad),
        "relevance": (bad_bad, bad_good + bad_bad),
        "score": (2 * bad_bad, 2 * bad_bad + good_bad + bad_good),
        "hidden": (good_bad, both),
    }
    if name == "score" and not (good_bad + bad_bad and bad_good + bad_bad):
        return None
    part, whole = of[name]
    return part / whole if whole >= FEW else None


@lru_cache(maxsize=512)
def _measured(folder: Path) -> dict[tuple[str, str | None], float]:
    """The measures of a kept run; empty where its document is gone. It never changes."""
    try:
        content = json.loads((folder / "alignment.json").read_text(encoding="utf-8"))
    except (FileNotFoundError, NotADirectoryError):
        return {}
    found: dict[tuple[str, str | None], float] = {}
    rated = sum(stage["coverage"]["rated"] for stage in content["stages"])
    for name in WHOLE:
        value = content["alignment"][name].get("value")
        if value is not None and rated >= LEAST:
            found[name, None] = value
    for stage in content["stages"]:
        both = sum(stage["both"].values())
        if both >= LEAST:
            found["hidden", stage["name"]] = stage["both"]["good_bad"] / both
    return found
