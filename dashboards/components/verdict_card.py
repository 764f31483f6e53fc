"""The verdict beneath the headline: where, why, who, what there is to gain, since when, and a button to assign it."""

from __future__ import annotations

from typing import cast

from dash import dcc, html
from dash.development.base_component import Component

from analyzer.document import AlignmentDocument
from analyzer.document.parts.shown import ShownDocument, ShownMismatchRow
from analyzer.figures.trend import halves
from analyzer.words.language import say
from analyzer.words.verdict import found_first, not_of_this_part, verdict
from dashboards.components.address import Address
from dashboards.components.attributes import attributes


def verdict_card(document: AlignmentDocument, stage: str | None, at: Address, may_edit: bool = True) -> list[Component]:
    """The card of the finding that the headline speaks of; nothing where there is none."""
    first = found_first(document, stage)
    if first is None:
        return []
    found = verdict(document, first, halves(first), cast(ShownMismatchRow, first).get("standing"))
    rows = [
        html.Div(
            [
                html.Dt(question, title=_exact(question)),
                html.Dd([html.Strong(answer, dir="auto"), html.Span(beneath, dir="auto")]),
            ],
            className="verdict-row",
        )
        for question, answer, beneath in found.rows
    ]
    story = dcc.Link(say("verdict_card.see_the_evidence"), href=at.mismatch(found.finding), className="verdict-more")
    ways: list[Component] = [story]
    if may_edit:
        words = say("verdict.assign", owner=found.assign_to) if found.assign_to else say("verdict.assign.nobody")
        href = at.to("/improvement", action="new", mismatch=found.finding)
        ways.insert(0, dcc.Link(words, href=href, className="button", id="assign"))
    part = not_of_this_part(cast(ShownDocument, document))
    note = [html.P(part, className="quiet", id="verdict-of", role="note")] if part else []
    parts = [html.Dl(rows, className="verdict-rows"), html.Div(ways, className="verdict-ways")]
    body = html.Div(parts, className="verdict-body")
    return [
        html.Section(
            [*note, body], className="card verdict", id="verdict", **attributes(aria_label=say("word.the_verdict"))
        )
    ]


def _exact(question: str) -> str | None:
    """The exact words behind a plain one, on hover."""
    return say("verdict.why.exact") if question == say("verdict.why") else None
