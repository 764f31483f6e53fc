"""Pages that show the whole run or the part of it that the filters of the address leave."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, cast

from dash import ALL, Dash, Input, Output, State, dcc, html, set_props
from dash.development.base_component import Component
from dash.exceptions import PreventUpdate

from analyzer.document import AlignmentDocument
from analyzer.document.parts.shown import ShownDocument
from analyzer.words import wording
from analyzer.words.language import say
from dashboards.access import must_edit, visitor
from dashboards.components.address import Address, read_address
from dashboards.components.asked import Asked
from dashboards.components.filter_bar import filter_bar
from dashboards.components.map_card import COMPARE, PLACE, map_card
from dashboards.components.named_filters import named_filters
from dashboards.components.page_parts import Slots
from dashboards.components.slice_drivers import slice_drivers
from dashboards.pages import alignment, workbench
from dashboards.pages.rooms import ROOMS
from dashboards.providers import Projects, saved_filters
from dashboards.providers.slices import Filters, Part


@dataclass(frozen=True)
class Absence:
    """Why a page shows nothing; `blind`: customers speak of it, and no event belongs to it."""

    words: str
    blind: bool = False


VIEWS: dict[str, Callable[[ShownDocument, Address, Slots], Component]] = {"/": alignment.page, **ROOMS}
PARTS: dict[str, tuple[Part, ...]] = {
    "/": ("views",),
    "/voice": ("views",),
    "/process": ("process",),
    "/journey": ("views", "process"),
    "/blueprint": ("views", "process"),
    **dict.fromkeys(workbench.TITLES, ()),
}
FILTERS_PLACE = "map-filters"


def page(asked: Asked, run: AlignmentDocument, at_end: Sequence[Component] = ()) -> Component:
    """A page of the run, with the filter bar beneath its heading."""
    at, slices = asked.at, asked.provider.slices
    document = cast(ShownDocument, run)
    asking = slices.read(at.filters)
    kinds = at.get("measure") == COMPARE if at.path == "/process" else True
    bar = filter_bar(slices.choices(), asking.filters, at, kinds=kinds, named=_named(asked))
    if asking.problem:
        return _without(bar, Absence(asking.problem), at, at_end)
    if at.path == "/process" and at.get("measure") == COMPARE and slices.has_tables():
        document = {**document, "compared": slices.compared(document, asking.filters)}
    shown = _part(asked, asking.filters, document)
    if isinstance(shown, Absence):
        return _without(bar, shown, at, at_end)
    above: list[Component] = [html.Div(bar, id=FILTERS_PLACE)] if at.path == "/process" else [bar]
    if "slice" in shown:
        above.append(_holds(shown, asked, asking.filters))
    said = slices.said(run, asking.filters) if at.path == "/journey" else {}
    return VIEWS[at.path](shown, at, Slots(above, at_end, asked.visitor.may_edit, said))


def _named(asked: Asked) -> Component:
    """The project's named filters."""
    return named_filters(saved_filters.named(asked.provider), asked.at, asked.visitor.may_edit)


def draw_map_again(asked: Asked) -> None:
    """Put the filter bar and the card of the process map into a page that stands, for another setting of the map."""
    document, slices = cast(ShownDocument | None, asked.provider.document()), asked.provider.slices
    asking = slices.read(asked.at.filters)
    shown = None if document is None or asking.problem else _part(asked, asking.filters, document)
    if shown is None or isinstance(shown, Absence) or not (shown.get("process") or {}).get("activities"):
        raise PreventUpdate
    set_props(
        FILTERS_PLACE,
        {"children": filter_bar(slices.choices(), asking.filters, asked.at, kinds=False, named=_named(asked))},
    )
    set_props(PLACE, {"children": map_card(shown, asked.at)})


def _part(asked: Asked, filters: Filters, document: ShownDocument) -> ShownDocument | Absence:
    """The document of what the filters leave, the run's own without any; or why there is nothing to show."""
    at, slices = asked.at, asked.provider.slices
    if not filters or _stage_alone(filters, at, slices.has_tables()):
        return document
    if not slices.has_tables():
        return Absence(say("filter_bar.this_run_was_made"))
    sliced, problem = slices.document(document, filters, PARTS[at.path])
    if sliced is None:
        return Absence(problem or say("sliced.no_visit_lies_in"))
    held = sliced["slice"]
    if held["visits"] or held["cases"]:
        return sliced
    spoken = slices.spoken(document, filters)
    if not spoken:
        return Absence(say("sliced.no_visit_lies_in"))
    return sliced if at.path == "/voice" else _blind(filters, spoken)


def _blind(filters: Filters, spoken: int) -> Absence:
    """What is known of a stage that no event belongs to: customers speak of it."""
    stage = filters.stage or say("sliced.this_part")
    return Absence(
        say(
            "sliced.no_event_one" if spoken == 1 else "sliced.no_event_many",
            stage=stage,
            spoken=wording.count(spoken),
            signals=wording.plural(say("noun.signal"), spoken),
        ),
        blind=True,
    )


def _stage_alone(filters: Filters, at: Address, has_tables: bool) -> bool:
    """The mirror's own filter: what stands below it is in the run's document already."""
    return bool(filters) and not filters.without_stage() and (at.path == "/" or not has_tables)


def _without(bar: Component, absence: Absence, at: Address, at_end: Sequence[Component]) -> Component:
    """No page, but why there is none."""
    links = [dcc.Link(say("sliced.show_everything"), href=at.everything(), className="button plain")]
    if absence.blind:
        links.insert(0, dcc.Link(say("sliced.what_was_said"), href=at.to("/voice"), className="button"))
    said = html.Section([html.P(absence.words, dir="auto"), html.P(links)], className="card empty", id="no-slice")
    heading = say("sliced.a_blind_spot") if absence.blind else say("sliced.these_filters_leave_nothing")
    return html.Div([html.Header(html.H1(heading)), bar, said, *at_end], className="page")


def _holds(sliced: ShownDocument, asked: Asked, filters: Filters) -> Component:
    """What the slice holds, and what is not of it."""
    held, noun = sliced["slice"], sliced.get("case_noun") or "case"
    visits, cases = held["visits"], held["cases"]
    words = say(
        "sliced.rated_in_of",
        visits=wording.count(visits),
        visits_b=wording.plural(say("noun.visit"), visits),
        rated=wording.count(held["rated"]),
        cases=wording.count(cases),
        of_cases=wording.count(held["of_cases"]),
        noun=wording.plural(noun, held["of_cases"]),
    )
    listed = dcc.Link(say("sliced.see_these", noun=wording.plural(noun, 2)), href=asked.at.to("/cases"))
    parts: list[Component] = [
        html.P([words, " ", listed], id="slice-holds", role="status"),
        html.P(say("sliced.mismatches_drivers_and_models"), className="quiet"),
    ]
    if asked.at.path == "/":
        parts.append(slice_drivers(asked, filters))
    return html.Div(parts, className="slice-words")


def register(app: Dash, projects: Projects) -> None:
    """The pickers write the address; a button asks for a job; while it is under way the page looks again."""
    app.clientside_callback(
        "window.dash_clientside.filters.pick",
        Output("address", "search", allow_duplicate=True),
        [Input(f"filter-{name}", "value") for name in ("period", "segment", "stage", "kind")],
        State("filters-drawn", "data"),
        State("address", "search"),
        prevent_initial_call=True,
    )

    app.clientside_callback(
        "window.dash_clientside.filters.fields", Output("more-fields", "className"), Input("more-kind", "value")
    )
    app.clientside_callback(
        "window.dash_clientside.filters.add",
        Output("address", "search", allow_duplicate=True),
        Output("more-said", "children"),
        Input("more-add", "n_clicks"),
        [State(f"more-{name}", "value") for name in ("kind", "first", "second", "column", "least", "most", "verdict")],
        State("address", "search"),
        prevent_initial_call=True,
    )

    @app.callback(
        Output("slice-drivers", "children"),
        Input({"kind": "look-for-drivers", "of": ALL}, "n_clicks"),
        Input({"kind": "slice-drivers-wait", "of": ALL}, "n_intervals"),
        State("address", "pathname"),
        State("address", "search"),
        prevent_initial_call=True,
    )
    def look(clicks: list[int | None], _: list[int | None], path: str, search: str) -> Any:
        at = read_address(path, search)
        provider = projects.pick(at.get("project"))
        filters = provider.slices.read(at.filters).filters
        if any(clicks):
            kind, arguments = provider.slices.driver_job(filters)
            provider.jobs.start(kind, arguments, must_edit(provider).name)
        elif not any(_):
            raise PreventUpdate
        return slice_drivers(Asked(provider, at, visitor(provider)), filters).children
