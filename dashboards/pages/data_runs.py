"""Runs (`/data/runs`): when each was made of what, and two of them side by side."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dash import dcc, html
from dash.development.base_component import Component

from analyzer.words import source_words, wording
from analyzer.words.moments import moment_of
from dashboards.components.address import Address
from dashboards.components.asked import Asked
from dashboards.components.chips import kind_chip
from dashboards.components.data_steps import heading
from dashboards.components.page_parts import card, nothing
from dashboards.providers import run_pairs
from dashboards.providers.run_pairs import FindingChange, Listed, Pair

TITLE = "Every analysis so far"
LEAD = "Each run is kept with its input's figures. Compare two to see what became new, what is gone, what moved."
NONE = "No run yet. Press Analyse on the first step; every run then stands here."
ONE = "One run so far. The next one can be compared with it here."
MOST = 100
NAMES = {
    "visibility": "Seen by our measures",
    "relevance": "Felt by customers",
    "score": "Alignment score",
}
HOW = {"new": "new", "gone": "gone", "worse": "matters more", "better": "matters less", "unchanged": "unchanged"}
ORIGIN = {"align": "command", "nightly": "night", "web": "this page"}


def page(asked: Asked) -> Component:
    """All runs, and the two that the address names or the newest two."""
    at = Address("/data/runs", asked.at.query)
    runs = run_pairs.listed(asked.provider, MOST)
    found = run_pairs.pair(asked.provider, at.get("a"), at.get("b"))
    parts = [
        heading(at, TITLE, LEAD),
        _compared(found, at) if found else None,
        card("Runs", _table(runs, found, at) if runs else nothing(NONE), of="runs"),
        nothing(ONE) if len(runs) == 1 else None,
    ]
    return html.Div([part for part in parts if part is not None], className="page data-page")


def _table(runs: Sequence[Listed], found: Pair | None, at: Address) -> Component:
    names = ("Run", "From", "Read", "Took", "Cases", "Events", "Signals", "Rated", "Score", "Mismatches", "Compare")
    rows = [html.Tr(_cells(one, found, at, runs)) for one in runs]
    head = html.Thead(html.Tr([html.Th(name, scope="col") for name in names]))
    return html.Div(html.Table([head, html.Tbody(rows)], className="numbers"), className="scroll", tabIndex="0")


def _cells(one: Listed, found: Pair | None, at: Address, runs: Sequence[Listed]) -> list[Component]:
    run = one.run
    shown = {found.older.id, found.newer.id} if found else set()
    counts = (wording.count(n) for n in (run.cases, run.events, run.signals, run.rated))
    mark = html.Span(" · shown above", className="quiet") if run.id in shown else ""
    lines = source_words.read_lines(run.source)
    return [
        html.Th([moment_of(run.started_at), mark], scope="row"),
        html.Td(ORIGIN.get(run.origin, run.origin)),
        html.Td(source_words.whose(run.source), title="\n".join(lines) or None, dir="auto"),
        html.Td(wording.duration(one.took_s)),
        *(html.Td(number) for number in counts),
        html.Td(_measure(one.score), title=f"over {wording.count(run.rated)} rated visits"),
        html.Td(str(run.mismatches)),
        html.Td(_compare(run.id, at, [other.run.id for other in runs])),
    ]


def _compare(identity: str, at: Address, known: Sequence[str]) -> Any:
    """The link that sets a run beside the newest, and the newest beside the one before it."""
    if len(known) < 2:
        return wording.NO_VALUE
    newest = identity == known[0]
    words, other = ("with the one before", known[1]) if newest else ("with the newest", known[0])
    return dcc.Link(words, href=at.to("/data/runs", a=identity, b=other))


def _compared(found: Pair, at: Address) -> Component:
    older, newer = (moment_of(run.started_at) for run in (found.older, found.newer))
    head = html.Thead(html.Tr([html.Th(name, scope="col") for name in ("", older, newer)]))
    rows = [
        html.Tr([html.Th(NAMES[name], scope="row"), html.Td(_measure(a)), html.Td(_measure(b))])
        for name, a, b in found.measures
    ]
    for name, key in (("Cases", "cases"), ("Signals", "signals"), ("Mismatches", "mismatches")):
        values = [wording.count(getattr(run, key)) for run in (found.older, found.newer)]
        rows.append(html.Tr([html.Th(name, scope="row"), *(html.Td(value) for value in values)]))
    if any(found.files):
        read = (html.Td([html.Div(line, dir="auto") for line in lines]) for lines in found.files)
        rows.append(html.Tr([html.Th("Read", scope="row"), *read]))
    table = html.Table([head, html.Tbody(rows)], className="numbers")
    moved = [one for one in found.changes if one.how != "unchanged"]
    same = len(found.changes) - len(moved)
    listed = (
        html.Ul([_change(one, at) for one in moved], className="changes")
        if moved
        else nothing("No mismatch is new, gone or moved.")
    )
    rest = html.P(f"{same} unchanged: their priority moved by less than a tenth.", className="quiet") if same else None
    other = html.P(source_words.other_files(), className="fault", role="note") if found.same_files is False else None
    return card(
        "Two runs side by side",
        other,
        html.Div(table, className="scroll"),
        html.H3("What became of the mismatches"),
        listed,
        rest,
        of="pair",
    )


def _measure(interval: Any) -> str:
    if not interval or interval.get("value") is None:
        return wording.NO_VALUE
    limits = wording.percent_limits(interval)
    return f"{wording.percent(interval['value'])} ({limits})" if limits else wording.percent(interval["value"])


def _change(one: FindingChange, at: Address) -> Component:
    title: Any = dcc.Link(one.title, href=at.mismatch(one.identity)) if one.how != "gone" else one.title
    moved = (
        ""
        if one.before is None or one.after is None
        else f"priority {wording.number(one.before)} → {wording.number(one.after)}"
    )
    parts = [
        html.Strong(HOW[one.how], className=f"how how-{one.how}"),
        kind_chip(one.kind),
        html.Span(title, dir="auto"),
    ]
    return html.Li([*parts, html.Span(moved, className="quiet")])
