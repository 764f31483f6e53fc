"""The card of all paths: a search, an order, a page of them, each with durations and what its customers say."""

from __future__ import annotations

from typing import cast

import dash_mantine_components as dmc
from dash import dcc, html
from dash.development.base_component import Component

from analyzer.document import AlignmentDocument
from analyzer.document.parts.process import ProcessSection
from analyzer.figures.shares_beside import share_cells
from analyzer.figures.variants import variants
from analyzer.words import wording
from analyzer.words.language import say
from dashboards.components.address import Address
from dashboards.components.attributes import attributes
from dashboards.components.choice import choice
from dashboards.components.drawing import downloads, drawing, table
from dashboards.components.only_cases import only_or_compare, path_text
from dashboards.components.page_parts import card, nothing, quiet
from dashboards.providers.paths import PathsPage, PathTaken

ORDERS = (
    ("cases", "paths_card.most_frequent"),
    ("unhappy", "paths_card.most_unhappy_customers"),
    ("longest", "word.longest"),
    ("shortest", "word.shortest"),
    ("steps", "paths_card.most_events"),
)
SHORT = 90  # characters of a path


def paths_card(found: PathsPage, document: AlignmentDocument, at: Address) -> Component:
    """`?q=Call&order=longest&page=2` is its state."""
    noun = document.get("case_noun") or "case"
    title, rows = say("word.paths"), path_rows(found, noun)
    tools = html.Div([_search(at), _orders(at)], className="cases-tools")
    if not found.rows:
        return card(title, tools, nothing(say("paths_card.no_path_holds_this")), of="paths")
    stages = [stage["name"] for stage in document["stages"]]
    chains = variants(_drawn(found, document), stages, len(found.rows))
    figure = html.Div(drawing(chains, "paths"), className="wide")
    taken = f"{wording.count(found.cases)} {wording.plural(noun, found.cases)}"
    pages = say("paths_card.page_of", page=wording.count(found.page), pages=wording.count(found.pages))
    held = say(
        "paths_card.of_paths_taken_by",
        found=wording.count(found.found),
        total=wording.count(found.total),
        taken=taken,
        pages=pages,
    )
    numbers = [
        html.H3(say("paths_card.in_numbers")),
        table(rows),
        downloads("paths-page", rows, image=False),
        quiet(say("paths_card.unhappy_share_of_the")),
    ]
    parts = [tools, html.P(held, role="status"), figure, _only(found, noun, at), *numbers, _pager(found, at)]
    return card(title, *parts, of="paths")


def path_rows(found: PathsPage, noun: str) -> list[dict[str, str]]:
    """The page as rows of words."""
    return [
        {
            say("column.path"): f"{one.rank}",
            wording.plural(noun, 2): wording.count(one.cases),
            say("column.share"): wording.percent(one.share),
            say("column.median"): wording.duration(one.median_s),
            say("column.ninetieth_percentile"): wording.duration(one.p90_s),
            say("column.events"): str(len(one.activities)),
            **share_cells(one.heard),
            say("column.activities"): _short(one),
        }
        for one in found.rows
    ]


def _drawn(found: PathsPage, document: AlignmentDocument) -> ProcessSection:
    """The page as a section of a document, whose chains are drawn as those of a run."""
    rows = [
        {"activities": list(one.activities), "cases": one.cases, "share": one.share, "median_s": one.median_s}
        for one in found.rows
    ]
    return cast(ProcessSection, {"variants": rows, "activities": document["process"]["activities"]})


def _only(found: PathsPage, noun: str, at: Address) -> Component:
    """Links that keep to the cases of a path."""
    items, many = [], wording.plural(noun, 2)
    for one in found.rows:
        path = path_text(list(one.activities))
        words = f"{one.rank}. {wording.count(one.cases)} {wording.plural(noun, one.cases)}: {_short(one)}"
        items.append(html.Li(html.Bdi(words)) if path is None else only_or_compare(words, "path", path, at))
    title = html.Summary(say("paths_card.keep_to_the_of", many=many))
    return html.Details([title, html.Ul(items, className="path-cases")], className="as-table")


def _search(at: Address) -> Component:
    label = say("paths_card.a_part_of_an")
    words = dmc.TextInput(
        name="q",
        value=at.get("q") or "",
        placeholder=say("paths_card.find_an_activity_or"),
        id="path-words",
        size="sm",
        **attributes(aria_label=label),
    )
    kept = [(key, value) for key, value in at.pairs if key not in ("q", "page")]
    hidden = [dcc.Input(type="hidden", name=key, value=value) for key, value in kept]
    button = html.Button(say("word.find"), type="submit", className="button plain")
    return html.Form([words, *hidden, button], action=at.path, method="get", className="case-search", role="search")


def _orders(at: Address) -> Component:
    shown = at.get("order") or "cases"
    options = [(say(name), at.here(order=key, page=None), key == shown) for key, name in ORDERS]
    return html.Div(choice(say("word.sorted_by"), options), className="choice-row")


def _pager(found: PathsPage, at: Address) -> Component:
    links: list[Component] = []
    if found.page > 1:
        links.append(dcc.Link(say("word.previous"), href=at.here(page=str(found.page - 1))))
    if found.page < found.pages:
        links.append(dcc.Link(say("word.next"), href=at.here(page=str(found.page + 1))))
    return html.Nav(links, className="pager", **attributes(aria_label=say("paths_card.pages_of_paths")))


def _short(one: PathTaken) -> str:
    path = " → ".join(one.activities)
    return path if len(path) <= SHORT else path[: SHORT - 1].rstrip() + "…"
