"""The views of the process beside its map (`/process/time` and its neighbours), with what customers say.

The page stands at once; its figures come when the run's tables have been read."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

from dash import Dash, Input, Output, State, html, no_update
from dash.development.base_component import Component

from analyzer.document.parts.shown import ShownDocument
from analyzer.words.language import say
from dashboards.access import must_edit
from dashboards.components.address import COMPARED, Address, read_address
from dashboards.components.asked import Asked
from dashboards.components.over_time_cards import dotted_card, spectrum_card, throughput_times_card
from dashboards.components.page_parts import NOTHING_MORE, Slots, nothing, opening, quiet
from dashboards.components.paths_card import paths_card
from dashboards.components.process_views import process_views
from dashboards.components.replay_card import replay_card
from dashboards.components.rules_cards import model_card, rules_card
from dashboards.components.team_card import team_cards
from dashboards.components.throughput_card import throughput_card
from dashboards.pages import compare
from dashboards.pages.late_parts import fill_late
from dashboards.providers import Projects, models, over_time, paths, teams

PLACE = "workbench-body"
TITLES = {
    "/process/time": "workbench.the_process_over_time",
    "/process/teams": "word.handovers",
    "/process/paths": "workbench.every_path_that_is",
    "/process/rules": "workbench.rules_and_a_model",
    COMPARED: "workbench.two_parts_side_by",
    "/process/replay": "word.cases_on_their_way",
}


def page(document: ShownDocument, at: Address, slots: Slots = NOTHING_MORE) -> Component:
    """The heading, the filter bar, the links to the other views, and the place of what is looked for."""
    parts = [
        opening(document, say("word.the_process"), say(TITLES[at.path])),
        *slots.beneath_heading,
        process_views(at),
        html.Div(quiet(say("workbench.reading_the_run_tables")), id=PLACE),
        *slots.at_end,
    ]
    return html.Div(parts, className="page process-page")


def body(asked: Asked) -> list[Component]:
    """What fills the place, by the address."""
    document = asked.provider.document()
    reading = asked.provider.slices.read(asked.at.filters)
    if document is None or reading.problem or asked.at.path not in BODIES:
        return [nothing(reading.problem or say("workbench.nothing_lies_in_this"))]
    return BODIES[asked.at.path](asked, reading.filters)


def _over_time(asked: Asked, filters: Any) -> list[Component]:
    provider, at = asked.provider, asked.at
    noun = provider.settings.case_noun
    offered = provider.slices.choices() or {"stages": [], "activities": []}
    order: over_time.DottedOrder = next((one for one in over_time.DOTTED_ORDERS if one == at.get("order")), "start")
    chart, problem = over_time.dots(provider, filters, order)
    if chart is None or not chart.cases:
        return [nothing(problem or say("workbench.nothing_lies_in_this"))]
    parts = [dotted_card(chart, offered["stages"], noun, at)]
    found, refused = over_time.spectrum(provider, filters, at.get("first"), at.get("second"))
    parts.append(
        nothing(refused or say("workbench.nothing_lies_in_this"))
        if found is None
        else spectrum_card(found, offered["activities"], noun, at)
    )
    times, refused = over_time.durations(provider, filters)
    parts.append(
        nothing(refused or say("workbench.nothing_lies_in_this"))
        if times is None
        else throughput_times_card(times, noun, at)
    )
    weeks = provider.slices.weeks(filters)
    return [*parts, throughput_card(weeks, noun)] if weeks else parts


def _teams(asked: Asked, filters: Any) -> list[Component]:
    found, problem = teams.teams(asked.provider, filters, asked.at.get("who"))
    if found is None:
        return [nothing(problem or say("workbench.nothing_lies_in_this"))]
    return team_cards(found, asked.provider.settings.case_noun, asked.at)


def _rules(asked: Asked, filters: Any) -> list[Component]:
    provider, at = asked.provider, asked.at
    noun = provider.settings.case_noun
    offered = (provider.slices.choices() or {"activities": []})["activities"]
    texts = models.rules_of(provider, [value for key, value in at.pairs if key == "rule"])
    found, problem = models.rules(provider, filters, texts)
    parts = [rules_card(found or (), problem, offered, noun, at)]
    chosen = at.get("model")
    check, refused = models.checked(provider, filters, chosen) if chosen else (None, None)
    known, whole = models.kept_models(provider), cast(ShownDocument, provider.document())
    return [*parts, model_card(check, refused, known, noun, at, asked.visitor.may_edit, whole)]


def _paths(asked: Asked, filters: Any) -> list[Component]:
    provider, at, document = asked.provider, asked.at, asked.provider.document()
    number = at.get("page") or ""
    page = int(number) if number.isdecimal() and len(number) < 9 else 1
    found, problem = paths.page_of(provider, filters, at.get("q") or "", at.get("order") or "", page)
    if found is None or document is None:
        return [nothing(problem or say("workbench.nothing_lies_in_this"))]
    return [paths_card(found, document, at)]


def _replay(asked: Asked, filters: Any) -> list[Component]:
    provider, at = asked.provider, asked.at
    chart, problem = over_time.dots(provider, filters, "start")
    whole = cast(ShownDocument, provider.document())
    shown, refused = provider.slices.document(whole, filters, ("process",))
    if chart is None or not chart.cases or shown is None:
        return [nothing(problem or refused or say("workbench.nothing_lies_in_this"))]
    return [replay_card(chart, shown, provider.settings.case_noun, at)]


BODIES: dict[str, Callable[[Asked, Any], list[Component]]] = {
    "/process/time": _over_time,
    "/process/teams": _teams,
    "/process/paths": _paths,
    "/process/rules": _rules,
    COMPARED: compare.compared,
    "/process/replay": _replay,
}


def register(app: Dash, projects: Projects) -> None:
    """What is looked for comes when the page stands; pickers and clicks write the address."""
    fill_late(app, projects, PLACE, body)
    compare.register(app, projects)
    _take_models(app, projects)
    _in_the_browser(app)


def _take_models(app: Dash, projects: Projects) -> None:
    """A file that is chosen becomes a model of the project."""

    @app.callback(
        Output("address", "search", allow_duplicate=True),
        Output("model-said", "children"),
        Input("model-file", "contents"),
        State("model-file", "filename"),
        State("address", "pathname"),
        State("address", "search"),
        prevent_initial_call=True,
    )
    def take(contents: Any, filename: Any, path: str, search: str) -> tuple[Any, Any]:
        at = read_address(path, search)
        provider = projects.pick(at.get("project"))
        must_edit(provider)
        if not isinstance(contents, str) or not isinstance(filename, str):
            return no_update, no_update
        mark, refused = models.keep_model(provider, filename, contents)
        if mark is None:
            return no_update, refused
        return "?" + at.here(model=mark).partition("?")[2], ""


def _in_the_browser(app: Dash) -> None:
    """Pickers, the form of a rule and clicks on bars write the address."""
    app.clientside_callback(
        "window.dash_clientside.workbench.rule",
        Output("address", "search", allow_duplicate=True),
        Output("rule-said", "children"),
        Input("rule-add", "n_clicks"),
        [State(f"rule-{name}", "value") for name in ("kind", "first", "second", "within")],
        State("address", "search"),
        prevent_initial_call=True,
    )
    app.clientside_callback(
        "window.dash_clientside.workbench.pair",
        Output("address", "search", allow_duplicate=True),
        Input("spectrum-first", "value"),
        Input("spectrum-second", "value"),
        State("spectrum-drawn", "data"),
        State("address", "search"),
        prevent_initial_call=True,
    )
    app.clientside_callback(
        "window.dash_clientside.workbench.clicked",
        Output("address", "search", allow_duplicate=True),
        Input({"kind": "graph", "of": "durations"}, "clickData"),
        State("address", "search"),
        prevent_initial_call=True,
    )
