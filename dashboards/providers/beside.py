"""Two slices of the newest run side by side, each worked out once."""

from __future__ import annotations

from dataclasses import dataclass

from analyzer.document.parts.shown import ShownDocument
from analyzer.slices import Filters, cases_beside, process_pair, share_pairs
from analyzer.tables.comparison import ComparisonRow
from analyzer.tables.side_by_side import CasesBeside, SharePair
from analyzer.words.language import say
from dashboards.providers import saved_filters
from dashboards.providers.runs import Provider
from dashboards.providers.slices import Part

__all__ = ["CasesBeside", "ComparisonRow", "SharePair"]

NAMED = "named:"
VIEWED: tuple[Part, ...] = ("views", "process")


@dataclass(frozen=True)
class Sides:
    """The filters of A and of B; `named`: how the project calls those of B; `rest`: B are the cases that A leaves."""

    first: Filters
    second: Filters
    named: str | None = None
    rest: bool = False


def read_sides(
    provider: Provider, filters: Filters, other: tuple[tuple[str, str], ...], chosen: str | None
) -> tuple[Sides | None, str | None]:
    """What an address compares: `other` are the filters of B, `chosen` what `b` says. Or None, and why that cannot
    be."""
    if chosen and chosen.startswith(NAMED):
        known = {one.id: one for one in saved_filters.named(provider)}
        one = known.get(chosen.removeprefix(NAMED))
        if one is None:
            return None, say("beside.this_named_filter_is")
        reading = provider.slices.read(one.pairs)
        return (None, reading.problem) if reading.problem else (Sides(filters, reading.filters, one.name), None)
    if other:
        reading = provider.slices.read(other)
        return (None, reading.problem) if reading.problem else (Sides(filters, reading.filters), None)
    if not filters:
        return None, say("beside.a_is_the_whole")
    if filters == Filters(stage=filters.stage, kinds=filters.kinds):
        return None, say("beside.a_chooses_no_cases")
    if filters.outside is not None and filters.outside.outside is not None:
        return None, say("beside.a_leaves_out_what")
    return Sides(filters, filters.rest(), rest=True), None


def documents(
    provider: Provider, whole: ShownDocument, sides: Sides
) -> tuple[tuple[ShownDocument, ShownDocument] | None, str | None]:
    """The run's document of either side, or why there is none."""
    found = []
    for one in (sides.first, sides.second):
        document, problem = provider.slices.document(whole, one, VIEWED)
        if document is None:
            return None, problem
        found.append(document)
    return (found[0], found[1]), None


def shares(first: ShownDocument, second: ShownDocument) -> tuple[SharePair, ...]:
    """The shares of the stages with their differences."""
    return share_pairs(first["stages"], second["stages"])


def processes(first: ShownDocument, second: ShownDocument) -> ComparisonRow:
    """What the cases of A do more or less often than those of B."""
    return process_pair(first["process"], first["slice"]["cases"], second["process"], second["slice"]["cases"])


def cases(provider: Provider, sides: Sides) -> tuple[CasesBeside | None, str | None]:
    """How many cases each side has, and both together."""
    question = ("cases-beside", sides.second)
    return provider.slices.ask(question, sides.first, lambda run, one: cases_beside(run, one, sides.second))
