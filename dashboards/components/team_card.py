"""The card of handovers: who passes work on to whom, and what the customers of these cases say."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from analyzer.figures.bars import bars
from analyzer.figures.shares_beside import share_bar
from analyzer.figures.team_network import arc_rows, network, network_caption, node_rows
from dashboards.components.address import Address
from dashboards.components.choice import choice
from dashboards.components.drawing import drawing
from dashboards.components.page_parts import card, nothing
from dashboards.components.pan_zoom import pan_zoom
from dashboards.providers.teams import TeamNetwork

NO_NAMES = "The log names no team and no resource: a column for either fills this."
ALONE = "Nobody passes work on to anybody else in this part."
BARS = "Unhappy share of the heard customers whose case had an event of theirs, with its 95 % interval. It is no cause."


def team_cards(found: TeamNetwork, noun: str, at: Address) -> list[Component]:
    """`?who=team` is their state."""
    title = "Who passes work on to whom"
    if found.column is None:
        return [card(title, nothing(NO_NAMES), of="teams")]
    names = [(name, at.here(who=name), name == found.column) for name in found.offered]
    chosen = html.Div(choice("Who did it", names), className="choice-row") if len(names) > 1 else None
    svg = network(found, noun)
    figure = pan_zoom(svg, "handover-network", title, arc_rows(found, noun), network_caption(found, noun))
    first = card(title, chosen, figure if found.arcs else nothing(ALONE), of="teams")
    rows = [share_bar(node.name, node.heard, noun) for node in found.nodes]
    beside = drawing(bars(rows, "Unhappy share by who worked on it"), "handover-names", node_rows(found, noun), BARS)
    return [first, card("What customers say where they worked", beside, of="team-shares")]
