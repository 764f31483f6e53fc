"""Links that keep to the cases with what is clicked: an activity, an arrow, a path."""

from __future__ import annotations

from dash import dcc, html
from dash.development.base_component import Component

from analyzer.document import AlignmentDocument
from analyzer.document.parts.process import ProcessSection
from analyzer.figures.process_tables import neighbours
from analyzer.words import wording
from dashboards.components.address import Address
from dashboards.components.attributes import attributes
from dashboards.providers.slices import activities_of, in_order

LONGEST = 1_500  # characters of a path in an address


def only_cases(document: AlignmentDocument, activity: str, at: Address) -> Component:
    """Filters that an activity offers: with it, without it, more than once, and with each of its neighbours."""
    many = wording.plural(document.get("case_noun") or "case", 2)
    ways = [
        (f"Only {many} with this", with_filter(at, "has", activity)),
        (f"Only {many} without this", with_filter(at, "lacks", activity)),
        (f"Only {many} with this more than once", with_filter(at, "repeats", activity)),
    ]
    before, after = neighbours(document["process"], activity)
    ways += [
        (f"Only {many} with {row['activity']} directly before it",
         with_filter(at, "follows", in_order(row["activity"], activity)))
        for row in before
    ]  # fmt: skip
    ways += [
        (f"Only {many} with {row['activity']} directly after it",
         with_filter(at, "follows", in_order(activity, row["activity"])))
        for row in after
    ]  # fmt: skip
    shown, rest = ways[:3], ways[3:]
    further = html.Details([html.Summary("With what comes before or after"), _links(rest)]) if rest else None
    return html.Div([_links(shown), *([further] if further else [])], className="only-cases")


def arrow_of(process: ProcessSection, at: Address) -> tuple[str, str] | None:
    """The two activities of `?arrow=`, where the process has both."""
    names = activities_of("later", at.get("arrow") or "")
    known = {row["activity"] for row in process["activities"]}
    return (names[0], names[1]) if len(names) == 2 and known.issuperset(names) else None


def arrow_panel(document: AlignmentDocument, first: str, second: str, close: str, at: Address) -> Component:
    """What is known of an arrow of the map, and the filters that it offers."""
    many = wording.plural(document.get("case_noun") or "case", 2)
    flow = next((f for f in document["process"]["flows"] if (f["from"], f["to"]) == (first, second)), None)
    title = f"{first} → {second}"
    pair = in_order(first, second)
    if flow is None:
        said = "The way between them leads through activities that the map hides."
    else:
        times = wording.count(flow["count"])
        said = (
            f"{times} times directly one after the other; {wording.duration(flow['median_s'])} between them (median)."
        )
    ways = [(f"Only {many} with this", with_filter(at, "follows", pair))] if flow else []
    ways.append((f"Only {many} in which the second comes at any time later", with_filter(at, "later", pair)))
    head = [html.H3(title, dir="auto"), dcc.Link("close", href=close, className="close")]
    parts = [html.Div(head, className="section-head"), html.P(said), html.Div(_links(ways), className="only-cases")]
    return html.Aside(parts, className="panel", **attributes(aria_label=f"About {title}"))


def path_filter(activities: list[str], at: Address) -> str | None:
    """A link that keeps to the cases of one path; None where the path is too long for an address."""
    path = in_order(*activities)
    return with_filter(at, "path", path) if len(path) <= LONGEST else None


def with_filter(at: Address, key: str, value: str) -> str:
    """A link to this page with one filter more."""
    given = [v for k, v in at.filters if k == key and v != value]
    kept = {} if key == "path" else {"arrow": None, "activity": None}
    return at.here(**{**kept, "page": None, key: [*given, value]})


def _links(ways: list[tuple[str, str]]) -> Component:
    return html.Ul([html.Li(dcc.Link(html.Bdi(words), href=href)) for words, href in ways])
