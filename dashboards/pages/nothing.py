"""Pages for what is not there: an address that leads nowhere, a mismatch that this run does not have."""

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
