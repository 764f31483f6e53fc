"""Handovers of the newest run as a network, for what the filters of an address leave."""

from __future__ import annotations

from analyzer.slices import Filters, team_network
from analyzer.tables.teamwork import TeamNetwork
from dashboards.providers.runs import Provider

__all__ = ["TeamNetwork"]


def teams(provider: Provider, filters: Filters, column: str | None) -> tuple[TeamNetwork | None, str | None]:
    """The network by a column (None: the likeliest), or why there is none."""
    return provider.slices.ask(("teams", column), filters, lambda run, one: team_network(run, one, column))
