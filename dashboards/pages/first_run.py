"""Before the first run: its progress, what stopped it, or the command that makes one. And the buttons of jobs."""

from __future__ import annotations

import dash_mantine_components as dmc
from dash import ALL, Dash, Input, Output, State, ctx, dcc, html
from dash.development.base_component import Component
from dash.exceptions import PreventUpdate

from dashboards.access import must_edit
from dashboards.components.address import read_address
from dashboards.components.asked import Asked
from dashboards.components.job import job_card
from dashboards.providers import Projects
from dashboards.providers.jobs import Job
from dashboards.providers.runs import ANALYSE

POLL_MS = 1500


def page(asked: Asked) -> Component:
    """The page of a project that has no run."""
    job = asked.provider.first_run()
    parts = _none(str(asked.provider.project)) if job is None else _some(job, asked.visitor.may_edit)
    data = html.P(dcc.Link("Look at the files, the columns and the journey", href=asked.at.to("/data")))
    return html.Div([*parts, data, dcc.Interval(id="wait", interval=POLL_MS)], className="page narrow")


def _none(project: str) -> list[Component]:
    words = "A run reads the log, the journey and the signals; this page then shows where the two views part."
    command = html.Pre(f"analyzer align --project {project} --out out", className="message")
    return [html.H1("No run yet"), html.P(f"{words} This command makes one:"), command]


def _some(job: Job, may_edit: bool) -> list[Component]:
    card = job_card(job, may_edit)
    if job.under_way or job.state == "done":
        return [html.H1("The first analysis is under way"), card, html.P("This page shows it as soon as it is done.")]
    again = dmc.Button("Analyse again", id={"kind": "analyse-again", "of": "first"}, size="sm")
    if job.state == "cancelled":
        return [html.H1("The first analysis was stopped"), card, *([again] if may_edit else [])]
    words = "Mend it, then analyse again." if may_edit else "An analyst of this project can mend it and analyse again."
    return [html.H1("The analysis could not be made"), card, html.P(words), *([again] if may_edit else [])]


def register(app: Dash, projects: Projects) -> None:
    """The buttons: cancel a job, on any page; analyse again."""

    @app.callback(
        Output({"kind": "cancel-job", "of": ALL}, "disabled"),
        Input({"kind": "cancel-job", "of": ALL}, "n_clicks"),
        State("address", "search"),
        prevent_initial_call=True,
    )
    def cancel(clicks: list[int | None], search: str) -> list[bool]:
        if not any(clicks) or not isinstance(ctx.triggered_id, dict):
            raise PreventUpdate
        provider = projects.pick(read_address("/", search).get("project"))
        provider.jobs.cancel(ctx.triggered_id["of"], must_edit(provider).name)
        return [True] * len(clicks)

    @app.callback(
        Output({"kind": "analyse-again", "of": ALL}, "disabled"),
        Input({"kind": "analyse-again", "of": ALL}, "n_clicks"),
        State("address", "search"),
        prevent_initial_call=True,
    )
    def again(clicks: list[int | None], search: str) -> list[bool]:
        if not any(clicks):
            raise PreventUpdate
        provider = projects.pick(read_address("/", search).get("project"))
        provider.jobs.start(ANALYSE, who=must_edit(provider).name)
        return [True] * len(clicks)
