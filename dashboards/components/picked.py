"""What filters pick, each in words: for the chips of the filter bar and the sides of a comparison."""

from __future__ import annotations

from analyzer.words import wording
from analyzer.words.filter_words import condition_words
from analyzer.words.language import say
from dashboards.providers.slices import Filters, driver_of, segment


def picked(filters: Filters) -> list[tuple[str, str, str]]:
    """(key, value, words) of each, key and value as in an address."""
    said = {
        ("segment", segment(name, value)): f"{name}: {value or say('picked.no_value')}"
        for name, value in filters.segments
    }
    said |= {("kind", kind): wording.signal_name(kind) for kind in filters.kinds}
    said |= {
        (one.key, one.text): condition_words(one.key, one.text, one.activities, driver_of(one))
        for one in filters.conditions
    }
    if filters.first:
        said["from", filters.first.isoformat()] = say("picked.from", first=wording.day(filters.first))
    if filters.last:
        said["to", filters.last.isoformat()] = say("picked.to", last=wording.day(filters.last))
    if filters.stage:
        said["stage", filters.stage] = say("picked.stage", stage=filters.stage)
    return [(key, text, said.get((key, text)) or _all_but(filters)) for key, text in filters.pairs()]


def _all_but(filters: Filters) -> str:
    inside = [words for _, _, words in picked(filters.outside)] if filters.outside else []
    return say("picked.all_but", inside=", ".join(inside))
