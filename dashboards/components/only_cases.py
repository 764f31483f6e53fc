"""Links that keep to the cases with what is clicked: an activity, an arrow, a path."""

from __future__ import annotations

from dash import dcc, html
from dash.development.base_component import Component

from analyzer.document import AlignmentDocument
from analyzer.document.parts.process import ProcessSection
from analyzer.figures.process_tables import neighbours
from analyzer.words import wording
from analyzer.words.language import say
from dashboards.components.address import COMPARED, Address
from dashboards.components.attributes import attributes
from dashboards.providers.slices import activities_of, in_order

LONGEST = 1_500  # characters of a path in an address


def only_cases(document: AlignmentDocument, activity: str, at: Address) -> Component:
    """Filters that an activity offers: with it, without it, more than once, and with each of its neighbours."""
    many = wording.plural(document.get("case_noun") or "case", 2)
    ways = [
        (say("only_cases.only_with_this", many=many), "has", activity),
        (say("only_cases.only_without_this", many=many), "lacks", activity),
        (say("only_cases.only_with_this_more", many=many), "repeats", activity),
    ]
    before, after = neighbours(document["process"], activity)
    ways += [
        (
            say("only_cases.only_with_directly_before", many=many, activity=row["activity"]),
            "follows",
            in_order(row["activity"], activity),
        )
        for row in before
    ]
    ways += [
        (
            say("only_cases.only_with_directly_after", many=many, activity=row["activity"]),
            "follows",
            in_order(activity, row["activity"]),
        )
        for row in after
    ]
    shown, rest = ways[:3], ways[3:]
    further = html.Details([html.Summary(say("only_cases.with_what_comes_before")), _links(rest, at)]) if rest else None
    return html.Div([_links(shown, at), *([further] if further else [])], className="only-cases")


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
        said = say("only_cases.the_way_between_them")
    else:
        times = wording.count(flow["count"])
        said = say("only_cases.times_directly_one_after", times=times, median_s=wording.duration(flow["median_s"]))
    ways = [(say("only_cases.only_with_this", many=many), "follows", pair)] if flow else []
    ways.append((say("only_cases.only_in_which_the", many=many), "later", pair))
    head = [html.H3(title, dir="auto"), dcc.Link(say("word.close_small"), href=close, className="close")]
    parts = [html.Div(head, className="section-head"), html.P(said), html.Div(_links(ways, at), className="only-cases")]
    return html.Aside(parts, className="panel", **attributes(aria_label=say("only_cases.about", title=title)))


def path_text(activities: list[str]) -> str | None:
    """A path as the value of a filter; None where it is too long for an address."""
    path = in_order(*activities)
    return path if len(path) <= LONGEST else None


def path_filter(activities: list[str], at: Address) -> str | None:
    """A link that keeps to the cases of one path; None where the path is too long for an address."""
    path = path_text(activities)
    return with_filter(at, "path", path) if path is not None else None


def with_filter(at: Address, key: str, value: str) -> str:
    """A link to this page with one filter more."""
    given = [v for k, v in at.filters if k == key and v != value]
    kept = {} if key == "path" else {"arrow": None, "activity": None}
    return at.here(**{**kept, "page": None, key: [*given, value]})


def compared_with_the_rest(at: Address, key: str, value: str) -> str:
    """A link that compares the cases with one filter more with the rest."""
    given = [v for k, v in at.filters if k == key and v != value]
    return at.to(COMPARED, **{key: [*given, value]})


def only_or_compare(words: str, key: str, value: str, at: Address) -> Component:
    """An entry of a list: its words keep to the cases of a filter, and beside them stands their comparison."""
    whom = html.Span(say("only_cases.with_the_rest", words=words), className="unseen", dir="auto")
    compare = dcc.Link([say("word.compare_small"), whom], href=compared_with_the_rest(at, key, value))
    return html.Li([dcc.Link(html.Bdi(words), href=with_filter(at, key, value)), " · ", compare])


def _links(ways: list[tuple[str, str, str]], at: Address) -> Component:
    return html.Ul([only_or_compare(*way, at) for way in ways])
