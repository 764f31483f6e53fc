"""Data (`/data`): what the project reads, uploads, and the analysis; the other steps stand in pages beside this one."""

from __future__ import annotations

from typing import Any

import dash_mantine_components as dmc
from dash import ALL, Dash, Input, Output, State, ctx, dcc, html, no_update
from dash.development.base_component import Component

from analyzer.words.language import say
from dashboards.access import must_edit, visitor
from dashboards.components.address import Address, read_address
from dashboards.components.asked import Asked
from dashboards.components.attributes import attributes
from dashboards.components.data_steps import heading
from dashboards.components.job import job_card
from dashboards.components.page_parts import card, nothing
from dashboards.components.source_table import source_table
from dashboards.components.upload import upload
from dashboards.pages import data_columns, data_journey, data_runs
from dashboards.providers import Projects, Provider, samples, sources
from dashboards.providers.history import write_down
from dashboards.providers.jobs import Job
from dashboards.providers.places import told
from dashboards.providers.runs import ANALYSE
from dashboards.providers.visitor import Visitor

POLL_MS = 1500


def page(asked: Asked) -> Component:
    """The step that the address names."""
    problem = sources.problem(asked.provider)
    if problem is not None:
        words = say("data.it_was_changed_on")
        problem = told(problem, asked.visitor, asked.provider.settings.folder)
        parts = [html.H1(say("data.the_project_file_cannot")), html.Pre(problem, className="message"), html.P(words)]
        return html.Div(parts, className="page narrow")
    if asked.at.path == "/data/columns":
        return data_columns.page(asked)
    if asked.at.path == "/data/journey":
        return data_journey.page(asked)
    if asked.at.path == "/data/runs":
        return data_runs.page(asked)
    may_edit = asked.visitor.may_edit
    return html.Div(
        [
            heading(
                Address("/data", asked.at.query), say("data.from_files_to_findings"), say("data.check_what_is_read")
            ),
            dcc.Store(id="data-asked"),
            html.Div(_files(asked.provider, asked.at, may_edit), id="data-files", **attributes(data_desk="data")),
            _adding(asked) if may_edit else None,
            card(
                say("word.analyse"),
                html.Div(_work(asked.provider, asked.at, asked.visitor), id="data-job"),
                of="analyse",
            ),
            dcc.Interval(id="data-poll", interval=POLL_MS),
            _notes(asked.provider, may_edit),
        ],
        className="page data-page",
    )


def _files(provider: Provider, at: Address, may_edit: bool, said: str | None = None) -> list[Component]:
    now, kept = sources.read_now(provider), sources.uploads(provider)
    parts: list[Component] = [html.P(said, className="refused", role="alert")] if said else []
    log = now[0]
    if log.size is None and log.source.path is not None:
        parts.append(_no_log(provider, log.name, may_edit))
    parts.append(
        card(say("data.read_by_the_next"), source_table(now, at, may_edit), _back(provider, may_edit), of="read-now")
    )
    if sources.chosen(provider).signals == ():
        parts.append(_no_signals(may_edit))
    unused = [one for one in kept if not one.read]
    if unused:
        parts.append(card(say("data.uploaded_not_read"), source_table(unused, at, may_edit), of="uploaded"))
    return parts


def _no_signals(may_edit: bool) -> Component:
    words = say("data.no_signals_are_read")
    held = attributes(data_ask="own-signals", data_of="")
    button = html.Button(say("word.read_the_project_own"), type="button", className="save", **held)
    return html.P([words, " ", button if may_edit else ""], className="quiet")


def _no_log(provider: Provider, name: str, may_edit: bool) -> Component:
    sample = may_edit and samples.at_hand(provider)
    way = (
        (say("data.drop_a_log_below") + say("data.or_begin_with_the") * sample)
        if may_edit
        else say("first_run.an_analyst_of_this")
    )
    parts: list[Component] = [html.P(say("word.there_is_no_file", name=name, way=way), dir="auto")]
    if sample:
        button = html.Button(
            say("first_run.analyse_the_sample"), type="button", className="button", **attributes(data_ask="sample")
        )
        parts += [html.P(say("first_run.the_sample_is_a")), button]
    return html.Div(parts, className="nothing")


def _back(provider: Provider, may_edit: bool) -> Component | None:
    """That other files than the project's own are read, and the way back to these."""
    chosen = sources.chosen(provider)
    if not chosen.is_any:
        return None
    words = (
        say("data.this_is_the_sample", zone=chosen.timezone, noun=chosen.case_noun)
        if chosen.is_sample
        else say("data.these_are_not_the")
    )
    held = attributes(data_ask="own", data_of="")
    button = html.Button(say("data.read_the_project_own"), type="button", className="save", **held)
    return html.P([words, " ", button if may_edit else ""], className="quiet")


def _adding(asked: Asked) -> Component:
    project = asked.at.get("project")
    zones = [html.Div(upload("log", project)), html.Div(upload("signals", project))]
    words = say("data.a_file_that_you")
    return card(say("data.add_a_file"), html.Div(zones, className="pair"), html.P(words, className="quiet"), of="add")


def _work(provider: Provider, at: Address, who: Visitor) -> list[Component]:
    """The newest analysis that was asked for, and the button that asks for one."""
    may_edit = who.may_edit
    job = provider.jobs.newest(ANALYSE)
    parts: list[Component] = []
    if job is not None:
        parts += [job_card(provider.jobs.told(job, who), may_edit), *_outcome(job, at)]
    if may_edit and not (job and job.under_way):
        label = say("word.analyse_again") if job else say("word.analyse")
        parts.append(html.Button(label, type="button", className="button", **attributes(data_ask=ANALYSE)))
    if not provider.works:
        parts.append(html.P(say("data.nobody_works_on_jobs"), className="quiet"))
    if not may_edit:
        parts.append(html.P(say("data.an_analyst_of_this"), className="quiet"))
    return parts


def _outcome(job: Job, at: Address) -> list[Component]:
    if job.state == "done" and job.result:
        links = [
            dcc.Link(say("data.see_where_the_two"), href=at.to("/")),
            dcc.Link(say("data.compare_with_the_run"), href=at.to("/data/runs")),
        ]
        return [html.P([links[0], " · ", links[1]])]
    if job.state == "failed":
        links = [
            dcc.Link(say("data.check_columns_and_quality"), href=at.to("/data/columns")),
            dcc.Link(say("word.the_journey"), href=at.to("/data/journey")),
        ]
        return [html.P([links[0], say("data.or"), links[1], say("data.then_analyse_again")])]
    return []


def _notes(provider: Provider, may_edit: bool) -> Component:
    text = sources.notes(provider)
    if not may_edit:
        return card(
            say("data.notes"),
            html.P(text, dir="auto") if text else nothing(say("data.nobody_wrote_a_note")),
            of="notes",
        )
    area = dmc.Textarea(
        id="notes-text",
        value=text,
        autosize=True,
        minRows=2,
        maxRows=12,
        placeholder=say("data.what_others_should_know"),
        **attributes(aria_label=say("data.notes")),
    )
    button = html.Button(say("data.save_notes"), id="notes-save", type="button", className="button plain")
    said = html.Span(id="notes-said", role="status", className="quiet")
    seen = dcc.Store(id="notes-seen", data=sources.version(provider))
    return card(say("data.notes"), area, html.Div([button, said], className="tools"), seen, of="notes")


def _acted(provider: Provider, who: str | None, ask: dict[str, Any]) -> str | None:
    """Do what was asked; why it could not be done, in words."""
    do, of = str(ask.get("do")), str(ask.get("of") or "")
    if do == ANALYSE:
        provider.jobs.start(ANALYSE, who=who)
    elif do == "sample":
        return samples.take(provider, who)
    elif do == "own":
        sources.read_own_files(provider)
    elif do == "own-log":
        sources.read_own(provider, "log")
    elif do == "own-signals":
        sources.read_own(provider, "signals")
    elif do == "no-signals":
        sources.read_none(provider)
    elif do == "remove" and not provider.datasets.remove(of):
        return say("word.that_file_is_not")
    return None


def register(app: Dash, projects: Projects) -> None:
    """What is asked on the page, and what is going on."""

    @app.callback(
        Output("data-files", "children"),
        Output("data-job", "children", allow_duplicate=True),
        Input("data-asked", "data"),
        Input({"kind": "uploaded", "of": ALL}, "data"),
        State("address", "search"),
        prevent_initial_call=True,
    )
    def act(asked: dict[str, Any] | None, _: list[Any], search: str) -> tuple[Any, Any]:
        at = read_address("/data", search)
        provider = projects.pick(at.get("project"))
        who, before = must_edit(provider), sources.named(provider)
        ask = asked if asked and ctx.triggered_id == "data-asked" else {}
        said = _acted(provider, who.name, ask)
        write_down(provider, who, "inputs", before, sources.named(provider))
        return _files(provider, at, True, said), _work(provider, at, who)

    @app.callback(
        Output("data-job", "children"),
        Input("data-poll", "n_intervals"),
        State("address", "search"),
        prevent_initial_call=True,
    )
    def poll(_: int, search: str) -> Any:
        at = read_address("/data", search)
        provider = projects.pick(at.get("project"))
        return _work(provider, at, visitor(provider))

    @app.callback(
        Output("notes-said", "children"),
        Output("notes-seen", "data"),
        Input("notes-save", "n_clicks"),
        State("notes-text", "value"),
        State("notes-seen", "data"),
        State("address", "search"),
        prevent_initial_call=True,
    )
    def note(clicks: int | None, text: str | None, seen: str, search: str) -> tuple[Any, Any]:
        provider = projects.pick(read_address("/data", search).get("project"))
        who, before = must_edit(provider), sources.notes(provider)
        if not clicks:
            return no_update, no_update
        refused = sources.keep_notes(provider, text or "", seen)
        if not refused:
            write_down(provider, who, "notes", {"notes": before}, {"notes": text or ""})
        return (refused, seen) if refused else (say("data.saved"), sources.version(provider))

    data_columns.register(app, projects)
    data_journey.register(app, projects)
