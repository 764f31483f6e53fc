"""Pages for what is not there: an address that leads nowhere, a mismatch that this run does not have, a run whose
document cannot be read."""

from __future__ import annotations

from dash import dcc, html
from dash.development.base_component import Component

from analyzer.words.language import say
from dashboards.components.address import Address


def not_found(what: str, at: Address) -> Component:
    """Nothing is there."""
    link = dcc.Link(say("nothing.to_the_mirror"), href=at.to("/"), className="button plain")
    return html.Div([html.H1(say("word.nothing_here")), html.P(what), link], className="page narrow")


def unreadable(found: str, at: Address) -> Component:
    """The newest run is kept, but its document is not what an analysis writes."""
    return html.Div(
        [
            html.H1(say("nothing.this_run_cannot_be")),
            html.P(say("nothing.its_file_alignment_json")),
            html.P([say("nothing.what_was_found"), html.Code(found)]),
            html.P(say("nothing.run_the_analysis_again")),
            dcc.Link(say("nothing.to_the_data_and"), href=at.to("/data/runs"), className="button plain"),
        ],
        className="page narrow",
    )
