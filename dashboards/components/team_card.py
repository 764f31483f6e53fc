"""The card of handovers: who passes work on to whom, and what the customers of these cases say."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from analyzer.figures.bars import bars
from analyzer.figures.shares_beside import share_bar
from analyzer.figures.team_network import MOST_ARCS, arc_rows, network, network_caption, node_rows
from analyzer.words import wording
from analyzer.words.language import say
from dashboards.components.address import Address
from dashboards.components.choice import choice
from dashboards.components.drawing import drawing
from dashboards.components.only_cases import only_or_compare
from dashboards.components.page_parts import card, nothing
from dashboards.components.pan_zoom import pan_zoom
from dashboards.providers.teams import OTHERS, TeamArc, TeamNetwork, handover_text


def team_cards(found: TeamNetwork, noun: str, at: Address) -> list[Component]:
    """`?who=team` is their state."""
    title = say("team_card.who_passes_work_on")
    if found.column is None:
        return [card(title, nothing(say("word.the_log_names_no")), of="teams")]
    names = [(name, at.here(who=name), name == found.column) for name in found.offered]
    chosen = html.Div(choice(say("team_card.who_did_it"), names), className="choice-row") if len(names) > 1 else None
    svg = network(found, noun, filter_of=lambda arc: _adds(found, arc))
    caption, click = network_caption(found, noun), say("caption.teams.click", many=wording.plural(noun, 2))
    figure = pan_zoom(svg, "handover-network", title, arc_rows(found, noun), caption, click=click)
    shown = [figure, _only(found, noun, at)] if found.arcs else [nothing(say("team_card.nobody_passes_work_on"))]
    first = card(title, chosen, *shown, of="teams")
    rows = [share_bar(node.name, node.heard, noun) for node in found.nodes]
    said = say("caption.teams.names")
    beside = drawing(bars(rows, say("team_card.unhappy_share_by_who")), "handover-names", node_rows(found, noun), said)
    return [first, card(say("team_card.what_customers_say_where"), beside, of="team-shares")]


def _adds(found: TeamNetwork, arc: TeamArc) -> str | None:
    """What a click on an arrow adds to the address; names that stand together have none."""
    if found.column is None or (found.folded and OTHERS in (arc.giver, arc.taker)):
        return None
    return f"handover={handover_text(found.column, arc.giver, arc.taker)}"


def _only(found: TeamNetwork, noun: str, at: Address) -> Component:
    """Links that keep to the cases of an arrow, or compare them with the rest: what a click does, by keyboard."""
    items, many = [], wording.plural(noun, 2)
    for arc in found.arcs[:MOST_ARCS]:
        adds = _adds(found, arc)
        if adds:
            words = f"{arc.giver} → {arc.taker}: {wording.count(arc.heard.cases)}"
            items.append(only_or_compare(words, "handover", adds.partition("=")[2], at))
    title = html.Summary(say("team_card.keep_to_the_of", many=many))
    return html.Details([title, html.Ul(items, className="path-cases")], className="as-table")
