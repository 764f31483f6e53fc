"""What the numbers rest on, and quotes: lists of plain lines."""

from __future__ import annotations

from collections.abc import Callable

import dash_mantine_components as dmc
from dash import dcc, html
from dash.development.base_component import Component

from analyzer.document import AlignmentDocument
from analyzer.tables.facts import TermRow
from analyzer.words import wording
from analyzer.words.language import say
from analyzer.words.sentences import rests_on


def foundations(document: AlignmentDocument) -> Component:
    """Coverage, how signals found their stage, targets, open visits, quality of the log."""
    blocks = [
        html.Div([html.H3(title), html.Ul([html.Li(line) for line in lines])]) for title, lines in rests_on(document)
    ]
    return dmc.SimpleGrid(blocks, cols={"base": 1, "sm": 2, "lg": 3}, spacing="xl", className="foundations")


def quotes(
    words: list[str], address: Callable[[str], str] | None = None, noun: str = "case", driver: str = ""
) -> Component:
    """Masked quotes, the most typical first; `address` leads from a quote to the cases in which it was said. `driver`:
    what the quotes have to speak of, said where none does."""
    if not words and driver:
        return html.P(say("foundations.none_of_these_customers", driver=driver), className="nothing small")
    if not words:
        return html.P(say("foundations.no_comments_came_with"), className="nothing small")
    return html.Div([html.Blockquote([quote, *_said_in(quote, address, noun)], dir="auto") for quote in words])


def _said_in(quote: str, address: Callable[[str], str] | None, noun: str) -> list[Component]:
    if address is None:
        return []
    return [
        dcc.Link(
            say("word.its", noun=noun),
            href=address(quote),
            className="quote-case",
            title=say("foundations.the_in_which_this", noun=noun),
        )
    ]


def term_chips(terms: list[TermRow]) -> Component:
    """Terms that the unhappy use more; how often stands in the tooltip."""
    kept = terms[:10]
    tips = [
        say(
            "foundations.times_by",
            bad=wording.count(t["bad"]),
            good=wording.count(t["good"]),
            z=wording.ratio(t["z"]),
        )
        for t in kept
    ]
    chips = [
        dmc.Tooltip(html.Span(t["term"], className="word", tabIndex="0", dir="auto"), label=tip)
        for t, tip in zip(kept, tips, strict=True)
    ]
    return dmc.Group(chips, gap="xs")
