"""The three figures: each with its interval, its sentence and how it is made."""

from __future__ import annotations

import dash_mantine_components as dmc
from dash import html
from dash.development.base_component import Component

from analyzer.document import AlignmentDocument
from analyzer.figures.interval_bar import share_bar
from analyzer.words import wording
from analyzer.words.sentences import Measure, measures
from dashboards.components.attributes import attributes
from dashboards.components.drawing import place
from dashboards.components.method_link import how


def measure_cards(document: AlignmentDocument) -> Component:
    """The three cards side by side."""
    span = wording.period(document.get("period"))
    return dmc.SimpleGrid(
        [_card(measure, span) for measure in measures(document)], cols={"base": 1, "sm": 3}, spacing="md"
    )


def _card(measure: Measure, span: str) -> Component:
    interval = measure.interval
    bar = share_bar(interval, measure.colour, measure.title)
    return dmc.Paper(
        [
            html.H2(measure.title, className="measure-title"),
            html.P(
                [wording.percent(interval["value"]), html.Span(wording.percent_limits(interval))],
                className="measure-figure",
            ),
            *([place(bar)] if bar else []),
            html.P(measure.sentence, className="measure-sentence"),
            html.P([f"{measure.formula} · {span}", *how("measure")], className="quiet with-how"),
        ],
        className="card",
        **attributes(data_measure=measure.key),
    )
