"""Presentation (`/present?screen=2`): one finding a screen, for a meeting. Arrow keys turn the screens, Escape ends."""

from __future__ import annotations

from typing import cast

import dash_mantine_components as dmc
from dash import dcc, html
from dash.development.base_component import Component

from analyzer.document import AlignmentDocument
from analyzer.document.parts.mismatches import MismatchRow
from analyzer.document.parts.shown import ShownMismatchRow
from analyzer.figures.forest import forest
from analyzer.figures.mirror import caption, mirror
from analyzer.figures.mosaic import both_of, mosaic
from analyzer.figures.trend import halves
from analyzer.words import wording
from analyzer.words.language import say
from analyzer.words.sentences import headline
from analyzer.words.verdict import verdict
from dashboards.components.address import Address
from dashboards.components.asked import Asked
from dashboards.components.attributes import attributes
from dashboards.components.chips import kind_chip, owner_chip
from dashboards.components.drawing import place
from dashboards.components.story import told
from dashboards.pages import first_run

MOST = 12  # findings; the rest stand on the page of the mirror
QUOTES = 2


def page(asked: Asked) -> Component:
    """One screen: the mirror, then each finding in its order. It shows the whole run, without filters."""
    document = asked.provider.document()
    if document is None:
        return first_run.page(asked)
    return screen(document, asked.at)


def screen(document: AlignmentDocument, at: Address) -> Component:
    """The screen that the address names; the first for one that there is not."""
    findings = document["mismatches"][:MOST]
    number = _number(at.get("screen"), 1 + len(findings))
    body = _mirror(document) if number == 1 else _finding(document, findings[number - 2])
    return html.Section(
        [html.Div(body, className="present-body"), _foot(document, at, number, 1 + len(findings))],
        className="page present",
        id="present",
        **attributes(aria_label=say("present.presentation"), aria_live="polite"),
    )


def _number(asked: str | None, last: int) -> int:
    number = int(asked) if asked and asked.isascii() and asked.isdecimal() and len(asked) < 6 else 1
    return number if 1 <= number <= last else 1


def _foot(document: AlignmentDocument, at: Address, number: int, last: int) -> Component:
    """Where one is, and the ways on, back and out: links, so that they work by pointer and by keyboard."""
    project = at.get("project")

    def link(words: str, to: int, way: str) -> Component:
        if not 1 <= to <= last:
            return html.Span(words, className="button plain off", **attributes(aria_disabled="true"))
        return dcc.Link(
            words,
            href=Address("/", {}).to("/present", project=project, screen=str(to)),
            className="button plain",
            id=f"present-{way}",
        )

    end = dcc.Link(say("word.end"), href=Address().to("/", project=project), className="button plain", id="present-end")
    where = say(
        "present.of",
        number=number,
        last=last,
        name=document["journey"]["name"],
        period=wording.period(document.get("period")),
    )
    ways = [link(say("present.back"), number - 1, "back"), link(say("word.next"), number + 1, "next"), end]
    return html.Nav([html.Span(where, dir="auto"), html.Div(ways)], className="present-foot")


def _mirror(document: AlignmentDocument) -> list[Component]:
    return [
        html.H1(headline(document, None), dir="auto"),
        place(mirror(document)),
        html.P(caption(document), className="quiet"),
    ]


def _finding(document: AlignmentDocument, found: MismatchRow) -> list[Component]:
    """A finding: its sentence, the short answers, one figure, and what customers say."""
    stage = [html.Span(found["stage"], className="stage-word", dir="auto")] if found["stage"] else []
    short = verdict(document, found, halves(found), cast(ShownMismatchRow, found).get("standing"))
    answers = [
        html.Div([html.Dt(question), html.Dd([html.Strong(answer, dir="auto"), html.Span(beneath, dir="auto")])])
        for question, answer, beneath in short.rows
    ]
    head = dmc.Group([kind_chip(found["kind"]), *stage, owner_chip(found.get("owner"))], gap="xs")
    left = [html.P(told(found), className="told"), html.Dl(answers, className="present-answers")]
    right = [*_figure(document, found), *(html.Blockquote(quote, dir="auto") for quote in found["quotes"][:QUOTES])]
    halved = html.Div([html.Div(left), html.Div(right)], className="present-halves")
    return [head, html.H1(found["title"], dir="auto"), halved]


def _figure(document: AlignmentDocument, found: MismatchRow) -> list[Component]:
    if found["drivers"]:
        return [html.H2(say("present.drivers")), place(forest(found["drivers"], say("word.drivers")))]
    both = both_of(document, found)
    return [html.H2(say("present.both")), place(mosaic(both, found["stage"] or ""))] if both is not None else []
