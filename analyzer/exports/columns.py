"""Columns as files want them: times with their zone, texts that no spreadsheet takes for a formula, free names."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from analyzer.engine import Table, ibis
from analyzer.figures.cells import guard

ISO = "%Y-%m-%dT%H:%M:%S.%fZ"
FORMULA = "^ *[=+\\-@\\t\\r\\n]"  # as figures/cells.py: how a formula may begin


def zoned(table: Table) -> Table:
    """The table with its times, which are UTC, marked as such."""
    times = [name for name, kind in table.schema().items() if kind.is_timestamp() and kind.timezone is None]
    return table.mutate(**{name: table[name].cast("timestamp('UTC', 6)") for name in times}) if times else table


def written_times(table: Table) -> Table:
    """The table with its times, which are UTC, as ISO-8601 texts."""
    times = [name for name, kind in table.schema().items() if kind.is_timestamp()]
    return table.mutate(**{name: table[name].strftime(ISO) for name in times}) if times else table


def guarded(table: Table) -> Table:
    """The table without a text that a spreadsheet takes for a formula: such a one gets a leading apostrophe."""
    texts = [name for name, kind in table.schema().items() if kind.is_string()]
    safe = {name: _guarded(table[name]) for name in texts}
    table = table.mutate(**safe) if safe else table
    heads = {guard(name): name for name in table.columns if guard(name) != name}
    return table.rename(heads) if heads else table


def _guarded(text: Any) -> Any:
    return ibis.ifelse(text.re_search(FORMULA), ibis.literal("'") + text, text)


def free_names(wanted: Iterable[str], taken: Iterable[str]) -> dict[str, str]:
    """A name for each that none of `taken` has, whatever the case of its letters."""
    known = {name.casefold() for name in taken}
    found: dict[str, str] = {}
    for name in wanted:
        free, number = name, 1
        while free.casefold() in known:
            number += 1
            free = f"{name} ({number})"
        known.add(free.casefold())
        found[name] = free
    return found


def stage_name(number: Any, names: Iterable[str]) -> Any:
    """The name of a stage by its number; missing where the number is missing or no stage's."""
    known = [(number == no, ibis.literal(name)) for no, name in enumerate(names)]
    return ibis.cases(*known, else_=ibis.null("string")) if known else ibis.null("string")
