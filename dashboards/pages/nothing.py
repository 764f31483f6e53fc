"""Pages for what is not there: no run yet, an address that leads nowhere, a mismatch that this run does not have."""

from __future__ import annotations

from dash import dcc, html
from dash.development.base_component import Component

from dashboards.components.address import Address

RESOLVED = "The newest run does not have this mismatch: it is resolved, or the address is wrong."
NOWHERE = "This address leads nowhere."


def no_run(project: str, under_way: bool, said: tuple[str, ...] = (), failed: str | None = None) -> Component:
    """Before the first run: its progress, what stopped it, or the command that makes one."""
    if failed:
        return html.Div(
            [
                html.H1("The analysis could not be made"),
                html.Pre(failed, className="message"),
                html.P("Mend it and start the server again."),
            ],
            className="page narrow",
        )
    if under_way:
        steps = [html.Li(words) for words in said] or [html.Li("Starting")]
        shown = html.Ol(steps, className="steps", role="status")
        parts = [html.H1("The first analysis is under way"), shown, html.P("This page shows it as soon as it is done.")]
    else:
        words = "A run reads the log, the journey and the signals; this page then shows where the two views part."
        command = html.Pre(f"analyzer align --project {project} --out out", className="message")
        parts = [html.H1("No run yet"), html.P(f"{words} This command makes one:"), command]
    return html.Div([*parts, dcc.Interval(id="wait", interval=1500)], className="page narrow")


def not_found(what: str, at: Address) -> Component:
    """Nothing is there."""
    link = dcc.Link("To the mirror", href=at.to("/"))
    return html.Div([html.H1("Nothing here"), html.P(what), link], className="page narrow")
