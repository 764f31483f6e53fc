"""What all pages have: an opening, cards with a heading, tiles with a number, a sentence where nothing is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from dash import html
from dash.development.base_component import Component

from analyzer.document import AlignmentDocument
from analyzer.words import wording


@dataclass(frozen=True)
class Slots:
    """What others put into a page: it says where. `may_edit`: whether the visitor may take an action. `said`: a quote a
    stage."""

    beneath_heading: Sequence[Component] = ()
    at_end: Sequence[Component] = ()
    may_edit: bool = True
    said: Mapping[str, str] = field(default_factory=dict)


NOTHING_MORE = Slots()


def opening(document: AlignmentDocument, what: str, sentence: str) -> Component:
    """The page's name, the period, and its first sentence."""
    eyebrow = f"{what} · {document['journey']['name']} · {wording.period(document.get('period'))}"
    return html.Header([html.P(eyebrow, className="eyebrow", dir="auto"), html.H1(sentence, dir="auto")])


def card(title: str, *parts: Any, of: str, beside: Any = None) -> Component:
    """A section on its own ground; `of` is its id, `beside` stands at the right of the heading."""
    head = html.H2(title, dir="auto")
    top = head if beside is None else html.Div([head, beside], className="section-head")
    return html.Section([top, *(part for part in parts if part is not None)], className="card", id=of)


def tiles(facts: Sequence[tuple[str, str, str]]) -> Component:
    """(what, number, beside it) side by side."""
    return html.Dl(
        [html.Div([html.Dt(name), html.Dd([number, html.Span(beside)])]) for name, number, beside in facts],
        className="facts",
    )


def halves(*parts: Component | None) -> Component:
    """Cards in two columns where there is room."""
    return html.Div([part for part in parts if part is not None], className="halves")


def nothing(words: str) -> Component:
    """Why nothing is shown, and what would fill it."""
    return html.P(_with_code(words), className="nothing")


def quiet(words: str) -> Component:
    """A line beneath a figure."""
    return html.P(_with_code(words), className="quiet", dir="auto")


def _with_code(words: str) -> list[Component | str]:
    """The words, with what stands between two backticks set as what one types."""
    parts = words.split("`")
    if len(parts) % 2 == 0:
        return [words]
    return [html.Code(part) if place % 2 else part for place, part in enumerate(parts) if part]
