"""The named filters of a project, for the filter bar."""

from __future__ import annotations

from analyzer.catalog import list_filters, remove_filter, save_filter
from analyzer.errors import InputError
from analyzer.slices import read_filters
from analyzer.tables.saved_filter import SavedFilter
from analyzer.words.language import say
from dashboards.providers.runs import Provider
from dashboards.providers.visitor import Visitor

__all__ = ["SavedFilter"]


def named(provider: Provider) -> list[SavedFilter]:
    """All of them, by name."""
    return list_filters(provider.catalog())


def save(provider: Provider, who: Visitor, name: str, pairs: tuple[tuple[str, str], ...]) -> str | None:
    """Keep the filters of an address under a name; why not, where that cannot be."""
    try:
        save_filter(provider.catalog(), name, read_filters(pairs).pairs(), who.name)
    except InputError as refused:
        return say("word.expected_found", expected=refused.expected, found=refused.found, do=refused.do)
    return None


def remove(provider: Provider, who: Visitor, identity: str) -> None:
    """Take one away."""
    remove_filter(provider.catalog(), identity, who.name)
