"""Every path of the newest run, for what the filters of an address leave."""

from __future__ import annotations

from analyzer.slices import PATH_ORDERS, Filters, PathOrder, all_paths
from analyzer.tables.paths_taken import PathsPage, PathTaken
from dashboards.providers.runs import Provider

__all__ = ["PATH_ORDERS", "PathTaken", "PathsPage"]


def page_of(
    provider: Provider, filters: Filters, words: str, order: str, page: int
) -> tuple[PathsPage | None, str | None]:
    """A page of the paths, or why there is none."""
    by: PathOrder = next((one for one in PATH_ORDERS if one == order), "cases")
    question = ("paths", words, by, page)
    return provider.slices.ask(question, filters, lambda run, one: all_paths(run, one, words, by, page))
