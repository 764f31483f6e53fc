"""The counts of a quality report, as people read them."""

from __future__ import annotations

from typing import Any

from analyzer.words import wording


def quality_facts(preview: Any, noun: str, of_log: bool) -> list[tuple[str, str, str]]:
    """(what, number, beside it): rows, those kept out with their share, and what a log holds."""
    found = preview.quality
    share = found.refused / found.rows if found.rows else 0.0
    words = "" if not found.refused else "under 0.1 %" if share < 0.001 else wording.percent(share)
    facts = [("rows", wording.count(found.rows), ""), ("kept out", wording.count(found.refused), words)]
    if of_log:
        facts += [
            (wording.plural(noun, 2), wording.count(preview.cases), ""),
            ("events", wording.count(preview.events), ""),
            ("activities", wording.count(preview.activities), ""),
        ]
    return facts
