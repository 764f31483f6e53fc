"""Handovers as a network: boxes for teams, arrows as wide as work goes that way, coloured where customers of these
cases are more often unhappy than those of all cases, beyond what chance explains."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Literal

from analyzer.figures.drawn_graph import Ground, arrow, clean, frame
from analyzer.figures.layout import Box, Curve, Link, lay_out
from analyzer.figures.shares_beside import share_cells, share_words
from analyzer.figures.svg import element, width_of, wrap
from analyzer.tables.heard_share import HeardShare
from analyzer.tables.teamwork import TeamArc, TeamNetwork, TeamNode
from analyzer.words import wording
from analyzer.words.language import say

MOST_ARCS = 24
WIDTH, HEIGHT, SIZE = 196.0, 54.0, 11.0
THINNEST, THICKEST = 1.0, 6.0
SHADES = {"more": "hidden", "less": "accent", "alike": "given"}


def network(
    found: TeamNetwork,
    noun: str,
    shown: int = MOST_ARCS,
    identity: str = "teams",
    filter_of: Callable[[TeamArc], str | None] | None = None,
) -> str:
    """The network as SVG, with the `shown` most frequent arrows; empty where nothing is known. `filter_of` gives what
    a click on an arrow adds to the address (`key=value`)."""
    if not found.nodes:
        return ""
    ground = Ground("light", identity)
    arcs = found.arcs[:shown]
    used = {name for arc in arcs for name in (arc.giver, arc.taker)}
    nodes = [node for node in found.nodes if node.name in used or not arcs]
    number = {node.name: place for place, node in enumerate(nodes)}
    most = max((arc.times for arc in arcs), default=1)
    words = [_label(arc) for arc in arcs]
    placed = lay_out(
        [Box(WIDTH, HEIGHT) for _ in nodes],
        [
            Link(
                number[arc.giver], number[arc.taker], 1 + round(9 * arc.times / most), (width_of(word, SIZE) + 10, 16.0)
            )
            for arc, word in zip(arcs, words, strict=True)
        ],
        downwards=True,
        gap=40,
        step=44,
    )
    body: list[str] = []
    for arc, word, curve in zip(arcs, words, placed.curves, strict=True):
        shade = SHADES[against(arc.heard, found.all)]
        thick = THINNEST + (THICKEST - THINNEST) * math.sqrt(arc.times / most)
        tip = arc_tip(arc, noun)
        drawn = [ground.title(clean(tip)), arrow(ground, curve, shade, thick)]
        if curve.label:
            drawn.append(
                ground.text(
                    curve.label[0], curve.label[1] + 4, word, SIZE, shade if shade != "given" else "muted", halo=True
                )
            )
        adds = filter_of(arc) if filter_of else None
        if adds:
            drawn.insert(1, _wide(curve))
        body.append(
            element(
                "g", *drawn, tabindex=0, role="button" if adds else "img", aria_label=clean(tip), data_tip=tip,
                data_filter=adds, class_="has-tip flow" + (" adds" if adds else ""),
            )
        )  # fmt: skip
    body += [_node(ground, node, placed.middles[place], found.all, noun) for place, node in enumerate(nodes)]
    title = say(
        "team_network.handovers_between_of_names", n=len(nodes), named=found.named, n_b=len(arcs), n_c=len(found.arcs)
    )
    described = " ".join(arc_tip(arc, noun) for arc in arcs[:8])
    return frame(ground, placed.width, placed.height, title, described, body, interactive=True)


def _wide(curve: Curve) -> str:
    """What a pointer meets: a thin arrow is hard to hit."""
    return element("path", d=curve.path, fill="none", stroke="transparent", stroke_width=16, pointer_events="stroke")


def against(one: HeardShare, whole: HeardShare) -> Literal["more", "less", "alike"]:
    """Whether a share lies above or below that of all cases, beyond its own interval."""
    if one.share.low is None or one.share.high is None or whole.share.value is None:
        return "alike"
    return "more" if one.share.low > whole.share.value else "less" if one.share.high < whole.share.value else "alike"


def arc_tip(arc: TeamArc, noun: str) -> str:
    """An arrow in words."""
    cases = f"{wording.count(arc.heard.cases)} {wording.plural(noun, arc.heard.cases)}"
    return say(
        "team_network.to_times_in_between",
        giver=arc.giver,
        taker=arc.taker,
        times=wording.count(arc.times),
        cases=cases,
        median_s=wording.duration(arc.median_s),
        heard=share_words(arc.heard).capitalize(),
    )


def network_caption(found: TeamNetwork, noun: str, shown: int = MOST_ARCS) -> str:
    """What is drawn, what is left out, and what the colours say."""
    drawn = min(shown, len(found.arcs))
    counts = {"n": wording.count(drawn), "total": wording.count(len(found.arcs))}
    parts = [say("caption.teams", column=found.column, **counts)]
    if found.folded:
        folded = {"n": wording.count(found.folded), "total": wording.count(found.named)}
        parts.append(say("caption.teams.folded", **folded))
    if found.unknown:
        parts.append(say("caption.teams.unknown", n=wording.count(found.unknown)))
    share = say("caption.teams.share", many=wording.plural(noun, 2), share=share_words(found.all))
    return " ".join([*parts, share, say("caption.teams.colours")])


def arc_rows(found: TeamNetwork, noun: str) -> list[dict[str, str]]:
    """The arrows as rows of words, all of them."""
    return [
        {
            say("column.from"): arc.giver,
            say("column.to"): arc.taker,
            say("column.times"): wording.count(arc.times),
            say("column.median_between"): wording.duration(arc.median_s),
            wording.plural(noun, 2): wording.count(arc.heard.cases),
            **share_cells(arc.heard),
        }
        for arc in found.arcs
    ]


def node_rows(found: TeamNetwork, noun: str) -> list[dict[str, str]]:
    """The names as rows of words."""
    return [
        {
            say("column.who"): node.name,
            say("column.events"): wording.count(node.events),
            wording.plural(noun, 2): wording.count(node.heard.cases),
            **share_cells(node.heard),
        }
        for node in found.nodes
    ]


def _label(arc: TeamArc) -> str:
    share = f" · {wording.percent(arc.heard.share.value)}" if arc.heard.heard else ""
    return f"{wording.count(arc.times)}{share}"


def _node(ground: Ground, node: TeamNode, middle: tuple[float, float], whole: HeardShare, noun: str) -> str:
    x, y = middle
    shade = SHADES[against(node.heard, whole)]
    cases = f"{wording.count(node.heard.cases)} {wording.plural(noun, node.heard.cases)}"
    said = say(
        "team_network.events_in",
        name=node.name,
        events=wording.count(node.events),
        cases=cases,
        heard=share_words(node.heard).capitalize(),
    )
    lines = wrap(clean(node.name), WIDTH - 20, 12.5, 1)
    share = (
        say("word.share_unhappy", share=wording.percent(node.heard.share.value))
        if node.heard.heard
        else say("word.nobody_heard")
    )
    under = say("team_network.events", events=wording.count(node.events), share=share)
    return element(
        "g",
        ground.title(clean(said)),
        ground.box(x - WIDTH / 2, y - HEIGHT / 2, WIDTH, HEIGHT, "surface", shade, 1.6 if shade != "given" else 1.0),
        *(ground.text(x, y - 5, line, 12.5, "ink", weight="600") for line in lines),
        ground.text(x, y + 14, under, SIZE, "muted"),
        tabindex=0, role="img", aria_label=clean(said), data_tip=said, class_="has-tip",
    )  # fmt: skip
