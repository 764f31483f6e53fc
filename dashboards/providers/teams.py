"""Handovers of the newest run as a network, for what the filters of an address leave."""

from __future__ import annotations

from analyzer.slices import Filters, handover_text, team_network
from analyzer.tables.teamwork import OTHERS, TeamArc, TeamNetwork
from dashboards.providers.runs import Provider

__all__ = ["OTHERS", "TeamArc", "TeamNetwork", "handover_text"]


def teams(provider: Provider, filters: Filters, column: str | None) -> tuple[TeamNetwork | None, str | None]:
    """The network by a column (None: the likeliest), or why there is none."""
    return provider.slices.ask(("teams", column), filters, lambda run, one: team_network(run, one, column))
