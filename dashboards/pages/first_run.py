"""Before the first run: the sample where there is no log, its progress, what stopped it. And the buttons of jobs."""

from __future__ import annotations

import dash_mantine_components as dmc
from dash import ALL, Dash, Input, Output, State, ctx, dcc, html
from dash.development.base_component import Component
from dash.exceptions import PreventUpdate

from analyzer.words.language import say
from dashboards.access import must_edit
from dashboards.components.address import read_address
from dashboards.components.asked import Asked
from dashboards.components.job import job_card
from dashboards.providers import Projects, Provider, samples, sources
from dashboards.providers.history import write_down
from dashboards.providers.jobs import Job
from dashboards.providers.runs import ANALYSE

POLL_MS = 1500


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
    data = html.P(dcc.Link(say("first_run.look_at_the_files"), href=asked.at.to("/data")))
    return html.Div([*parts, *offered, data, dcc.Interval(id="wait", interval=POLL_MS)], className="page narrow")


def _offer(provider: Provider) -> list[Component]:
    """The sample, one click away, and what to look for in it; nothing where it is not at hand."""
    if not samples.at_hand(provider):
        return []
    button = html.Button(say("first_run.analyse_the_sample"), id="take-sample", type="button", className="button")
    return [
        html.P(say("first_run.the_sample_is_a")),
        button,
        html.P(id="take-sample-said", className="refused", role="alert"),
    ]


def _no_log(name: str, may_edit: bool, sample: bool) -> list[Component]:
    way = say("first_run.drop_a_log_on") + (say("first_run.or_begin_with_the") * sample)
    words = say("word.there_is_no_file", name=name, way=way if may_edit else say("first_run.an_analyst_of_this"))
    return [html.H1(say("first_run.no_log_yet")), html.P(words, dir="auto")]


def _none(project: str) -> list[Component]:
    words = say("first_run.a_run_reads_the")
    command = html.Pre(f"analyzer align --project {project} --out out", className="message")
    return [html.H1(say("first_run.no_run_yet")), html.P(say("first_run.this_command_makes_one", words=words)), command]


def _some(job: Job, may_edit: bool) -> list[Component]:
    card = job_card(job, may_edit)
    if job.under_way or job.state == "done":
        return [html.H1(say("first_run.the_first_analysis_is")), card, html.P(say("first_run.this_page_shows_it"))]
    again = dmc.Button(say("word.analyse_again"), id={"kind": "analyse-again", "of": "first"}, size="sm")
    if job.state == "cancelled":
        return [html.H1(say("first_run.the_first_analysis_was")), card, *([again] if may_edit else [])]
    words = say("first_run.mend_it_then_analyse") if may_edit else say("first_run.an_analyst_of_this_project")
    return [html.H1(say("first_run.the_analysis_could_not")), card, html.P(words), *([again] if may_edit else [])]


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
