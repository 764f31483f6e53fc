"""The frame around every page: project and period above, navigation beside, run and licence below."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import unquote

import dash_mantine_components as dmc
from dash import dcc, html
from dash.development.base_component import Component

from analyzer import __version__
from analyzer.document import AlignmentDocument
from analyzer.document.parts.mismatches import MismatchRow
from analyzer.document.parts.reading import RunSection
from analyzer.figures.svg import FONT
from analyzer.words import wording
from analyzer.words.language import say
from dashboards.components.address import Address
from dashboards.components.attributes import attributes
from dashboards.components.how_box import how_box
from dashboards.components.icon import icon
from dashboards.components.tour import tour
from dashboards.pages.desks import DESKS

BLUES = (
    "#eef4fa", "#dbe6f1", "#b5cce2", "#8fb2d3", "#6f9cc6", "#4a7fb0", "#2f6596", "#1f4e79", "#183d60", "#102a43",
)  # fmt: skip
LIST = {"defaultProps": {"withScrollArea": False}}  # the list itself is scrolled, and so is reached by the arrow keys
CALENDAR = {
    "previousMonth": "shell.the_month_before",
    "nextMonth": "shell.the_month_after",
    "previousYear": "shell.the_year_before",
    "nextYear": "shell.the_year_after",
    "previousDecade": "shell.ten_years_before",
    "nextDecade": "shell.ten_years_after",
    "monthLevelControl": "shell.choose_a_month",
    "yearLevelControl": "shell.choose_a_year",
}
PAGES = (
    ("/", "word.alignment", "mirror"),
    ("/process", "shell.process", "process"),
    ("/journey", "word.journey", "journey"),
    ("/voice", "shell.voice", "voice"),
    ("/blueprint", "word.blueprint", "blueprint"),
)
WORK = (
    ("/cases", "word.cases", "cases"),
    ("/improvement", "word.improvement", "improvement"),
    ("/data", "word.data", "data"),
    ("/nights", "word.nights", "nights"),
    ("/audit", "word.who_changed_what", "changes"),
)
FOR_ANALYSTS = ("/audit",)
SHARED = ("/", *(path for path, _, _ in PAGES), *(path for path, _, _ in WORK))  # every project has these


def theme() -> dict[str, Any]:
    """The look of the pages, and what a calendar says to those who do not see it."""
    return {
        "components": {
            **dict.fromkeys(("Select", "MultiSelect", "Autocomplete"), LIST),
            "DatePickerInput": {"defaultProps": {"ariaLabels": {part: say(key) for part, key in CALENDAR.items()}}},
        },
        "fontFamily": FONT,
        "headings": {"fontFamily": FONT},
        "defaultRadius": "md",
        "primaryColor": "ink",
        "colors": {"ink": list(BLUES)},
        "primaryShade": {"light": 7, "dark": 4},
    }


def frame() -> Component:
    """What stands still while pages change."""
    parts = dmc.AppShell(
        [
            dmc.AppShellHeader(_header(), px="md"),
            dmc.AppShellNavbar([], id="navigation", p="sm", **attributes(aria_label=say("shell.pages"))),
            dmc.AppShellMain([html.Div(id="page", className="content"), html.Footer(id="foot", className="foot")]),
        ],
        header={"height": 60},
        navbar={"width": 268, "breakpoint": "lg", "collapsed": {"mobile": True}},
        padding=0,
        id="frame",
    )
    address = dcc.Location(id="address", refresh=False)
    skip = html.A(say("shell.to_the_content"), href="#page", className="skip")
    ground = dcc.Store(id="ground")
    first_run = dcc.Store(id="first-run")  # its id, once a page has waited for it
    page_key = dcc.Store(id="page-key")  # what the page was drawn for, but for the settings of the map
    page_title = dcc.Store(id="page-title")  # the title of the window
    kept = [address, ground, first_run, page_key, page_title]
    return dmc.MantineProvider([*kept, skip, parts, *how_box(), tour()], theme=theme(), defaultColorScheme="auto")


def title(
    name: str, document: AlignmentDocument | None, projects: Sequence[tuple[str, str]] = (), at: Address | None = None
) -> list[Component]:
    """The project and the period of its newest run; a menu of projects (name, key) where there are several."""
    period = wording.period(document.get("period")) if document else ""
    shown: list[Component] = [html.Span(name, className="project", dir="auto")]
    beneath = html.Span(period, className="period", **attributes(data_rests=rests_on(document)))
    if len(projects) < 2 or at is None:
        return [*shown, beneath]
    path = at.path if at.path in SHARED else "/"
    items = [dmc.MenuItem(html.Bdi(other), href=Address(path).to(path, project=key)) for other, key in projects]
    every = dmc.MenuItem(say("shell.all_projects"), href="/projects")
    target = dmc.MenuTarget(_one([*shown, icon("down")]), boxWrapperProps=_button(say("shell.project")))
    menu = dmc.Menu([target, dmc.MenuDropdown([*items, dmc.MenuDivider(), every])], shadow="md")
    return [menu, beneath]


def rests_on(document: AlignmentDocument | None) -> str:
    """What the run rests on, for a figure that leaves the page: cases, events and signals."""
    if not document:
        return ""
    cases, signals = document["log"]["cases"], document["signals"]["linked"]
    noun = document.get("case_noun") or "case"
    return say(
        "shell.events_signals_of_customers",
        cases=wording.count(cases),
        noun=wording.plural(noun, cases),
        events=wording.count(document["log"]["events"]),
        signals=wording.count(signals),
    )


def page_title(project: str, document: AlignmentDocument | None, at: Address) -> str:
    """What the window of the browser is called: the page, and the project."""
    names = {path: say(key) for path, key, _ in (("/projects", "word.projects", ""), *PAGES, *WORK)}
    kind, _, rest = unquote(at.path).removeprefix("/").partition("/")
    found = {m["id"]: m["title"] for m in document["mismatches"]} if document else {}
    page = found.get(rest) if kind == "mismatch" else rest if kind == "case" else names.get(at.path)
    return f"{page or kind.capitalize()} · {project}"


def who(name: str | None, role: str | None) -> list[Component]:
    """Who has signed in, and the way out; nothing where nobody has to."""
    if name is None:
        return []
    shown = [icon("person"), html.Bdi(name, className="who-name")]
    target = dmc.PopoverTarget(_one(shown), boxWrapperProps=_button(say("shell.signed_in_as", name=name)))
    out = html.Form(
        html.Button(say("shell.sign_out"), type="submit", className="sign-out"), action="/sign-out", method="POST"
    )
    label = html.P([html.Bdi(name), f" · {role}" if role else ""], className="quiet")
    own = html.A(say("shell.change_your_password"), href="/sign-in/password", className="sign-out")
    held = dmc.PopoverDropdown([label, own, out], p=6)
    return [dmc.Popover([target, held], shadow="md", position="bottom-end", trapFocus=True, returnFocus=True)]


def _button(label: str) -> dict[str, Any]:
    """What makes a button of the box that Mantine puts around what opens a menu: the box carries what is said of the
    menu, open or not."""
    return {"component": "button", "type": "button", "className": "switch", "w": None, **attributes(aria_label=label)}


def _one(parts: list[Component]) -> Component:
    """Parts as one; Mantine would make a button of each."""
    return html.Span(parts, style={"display": "contents"})


def navigation(
    document: AlignmentDocument | None, at: Address, several: bool = False, may_edit: bool = True
) -> list[Component]:
    """The pages, and the mismatches of the newest run; `several`: there are other projects."""
    there = [
        *((("/projects", "word.projects", "projects"),) if several else ()),
        *PAGES,
        *(one for one in WORK if one[0] in DESKS and (may_edit or one[0] not in FOR_ANALYSTS)),
    ]
    links: list[Component] = [
        dmc.NavLink(
            label=say(key),
            href=at.to(path),
            leftSection=icon(sign),
            active=_is_here(path, at),
        )
        for path, key, sign in there
    ]
    found = document["mismatches"] if document else []
    if not found:
        return links
    rows = [_link(mismatch, at) for mismatch in found]
    return [
        *links,
        html.P(say("word.mismatches"), className="nav-title"),
        dmc.ScrollArea(rows, type="auto", className="nav-scroll"),
    ]


def _is_here(path: str, at: Address) -> bool:
    """Whether a page, or a view of it, is the one that is shown."""
    return at.path == path or (path != "/" and at.path.startswith(f"{path}/"))


def foot(document: AlignmentDocument | None, at: Address | None = None) -> list[Component]:
    """The run that is shown, the licence and where the source is."""
    run: RunSection = document.get("run", {}) if document else {}
    when = (
        [html.Span(say("shell.run", id=run["id"], finished=wording.moment(run.get("finished"))))]
        if run.get("id")
        else []
    )
    words = say("shell.process_alignment_analyzer_free", version=__version__)
    method = html.Span(html.A(say("shell.how_the_numbers_are"), href="/method", className="how"))
    again = html.Button(
        say("word.a_short_tour"), type="button", className="tour-again", **attributes(data_tour="start")
    )
    shown = [again] if document and at is not None and at.path == "/" else []
    return [*when, method, *shown, html.Span([words, html.A(say("shell.source"), href="/source")])]


def _header() -> Component:
    toggle = dmc.ColorSchemeToggle(
        id="scheme",
        lightIcon=icon("sun"),
        darkIcon=icon("moon"),
        variant="subtle",
        color="gray",
        size="lg",
        **attributes(aria_label=say("shell.light_or_dark")),
    )
    burger = dmc.Burger(
        id="burger", size="sm", hiddenFrom="lg", opened=False, **attributes(aria_label=say("shell.navigation"))
    )
    left = dmc.Group([burger, icon("mirror"), html.Div(id="title")], gap="sm", wrap="nowrap")
    right = dmc.Group([html.Div(id="who"), toggle], gap="xs", wrap="nowrap")
    return dmc.Group([left, right], h="100%", justify="space-between", wrap="nowrap")


def _link(mismatch: MismatchRow, at: Address) -> Component:
    beneath = " · ".join(part for part in (wording.kind_name(mismatch["kind"]), mismatch["stage"]) if part)
    mark = html.Span(className=f"kind-mark kind-{mismatch['kind']}", **attributes(aria_hidden="true"))
    href = at.mismatch(mismatch["id"])
    here = at.path == href.partition("?")[0]
    return dmc.NavLink(label=mismatch["title"], description=beneath, href=href, active=here, leftSection=mark)
