"""Pages for what is not there: no run yet, an address that leads nowhere, a mismatch that this run does not have."""

from __future__ import annotations

from dash import dcc, html
from dash.development.base_component import Component


def no_run(project: str, under_way: bool, said: tuple[str, ...] = (), failed: str | None = None) -> Component:
    """Before the first run: its progress, what stopped it, or the command that makes one."""
    if failed:
        parts = [
            html.H1("The analysis could not be made"),
            html.Pre(failed, className="message"),
            html.P("Mend it and start the server again."),
        ]
    elif under_way:
        steps = [html.Li(words) for words in said] or [html.Li("Reading the log")]
        parts = [
            html.H1("The first analysis is under way"),
            html.Ol(steps, className="steps", role="status"),
            html.P("This page shows it as soon as it is done."),
        ]
    else:
        parts = [
            html.H1("No run yet"),
            html.P(
                "A run reads the log, the journey and the signals, and this page then shows where the two views part. "
                "This command makes one:"
            ),
            html.Pre(f"analyzer nightly --project {project}", className="message"),
        ]
    return html.Div([*parts, dcc.Interval(id="wait", interval=1500)], className="page narrow")


def not_found(what: str) -> Component:
    """Nothing is there."""
    return html.Div(
        [html.H1("Nothing here"), html.P(what), dcc.Link("To the mirror", href="/")], className="page narrow"
    )
