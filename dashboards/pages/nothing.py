"""Pages for what is not there: an address that leads nowhere, a mismatch that this run does not have, a run whose
document cannot be read."""

from __future__ import annotations

from dash import dcc, html
from dash.development.base_component import Component

from dashboards.components.address import Address

RESOLVED = "The newest run does not have this mismatch: it is resolved, or the address is wrong."
NOWHERE = "This address leads nowhere."


def not_found(what: str, at: Address) -> Component:
    """Nothing is there."""
    link = dcc.Link("To the mirror", href=at.to("/"), className="button plain")
    return html.Div([html.H1("Nothing here"), html.P(what), link], className="page narrow")


def unreadable(found: str, at: Address) -> Component:
    """The newest run is kept, but its document is not what an analysis writes."""
    return html.Div(
        [
            html.H1("This run cannot be shown"),
            html.P("Its file alignment.json is not a document that an analysis writes. It was changed, or cut off."),
            html.P(["What was found: ", html.Code(found)]),
            html.P("Run the analysis again: the new run has a document of its own."),
            dcc.Link("To the data and its runs", href=at.to("/data/runs"), className="button plain"),
        ],
        className="page narrow",
    )
