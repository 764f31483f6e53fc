"""Before the first run: the sample where there is no log, its progress, what stopped it. And the buttons of jobs."""

from __future__ import annotations

import dash_mantine_components as dmc
from dash import ALL, Dash, Input, Output, State, ctx, dcc, html
from dash.development.base_component import Component
from dash.exceptions import PreventUpdate

from dashboards.access import must_edit
from dashboards.components.address import read_address
from dashboards.components.asked import Asked
from dashboards.components.job import job_card
from dashboards.providers import Projects, Provider, samples, sources
from dashboards.providers.history import write_down
from dashboards.providers.jobs import Job
from dashboards.providers.runs import ANALYSE

POLL_MS = 1500
SAMPLE = (
    "The sample is a food distributor whose trucks are on time. Look for the red tower above Delivery: customers are "
    "unhappy where our own measure sees nothing, and what is linked to it lies in Payment."
)

TAKE = "Analyse the sample"
ADDED_BY = "An analyst of this project can add one"


def page(asked: Asked) -> Component:
    """The page of a project that has no run."""
    provider, who = asked.provider, asked.visitor
    lacking = sources.lacks_log(provider)
    job = None if lacking else provider.first_run()
    if lacking:
        parts = _no_log(lacking, who.may_edit, samples.at_hand(provider))
    elif job is None:
        parts = _none(str(provider.project) if who.may_edit else provider.project.name)
    else:
        parts = _some(provider.jobs.told(job, who), who.may_edit)
    idle = job is None or job.state in ("failed", "cancelled")
    offered = _offer(provider) if who.may_edit and idle else []
    data = html.P(dcc.Link("Look at the files, the columns and the journey", href=asked.at.to("/data")))
    return html.Div([*parts, *offered, data, dcc.Interval(id="wait", interval=POLL_MS)], className="page narrow")


def _offer(provider: Provider) -> list[Component]:
    """The sample, one click away, and what to look for in it; nothing where it is not at hand."""
    if not samples.at_hand(provider):
        return []
    button = html.Button(TAKE, id="take-sample", type="button", className="button")
    return [html.P(SAMPLE), button, html.P(id="take-sample-said", className="refused", role="alert")]


def _no_log(name: str, may_edit: bool, sample: bool) -> list[Component]:
    way = "Drop a log on the page Data" + ("; or begin with the sample, which changes none of your files" * sample)
    words = f"There is no file {name} yet. {way if may_edit else ADDED_BY}."
    return [html.H1("No log yet"), html.P(words, dir="auto")]


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

    @app.callback(
        Output("take-sample", "disabled"),
        Output("take-sample-said", "children"),
        Output("wait", "disabled"),
        Input("take-sample", "n_clicks"),
        State("address", "search"),
        prevent_initial_call=True,
    )
    def take(clicks: int | None, search: str) -> tuple[bool, str | None, bool]:
        if not clicks:
            raise PreventUpdate
        provider = projects.pick(read_address("/", search).get("project"))
        who, before = must_edit(provider), sources.named(provider)
        refused = samples.take(provider, who.name)
        write_down(provider, who, "inputs", before, sources.named(provider))
        return refused is None, refused, refused is not None  # drawn anew, the page would not say it any more
