"""Runs (`/data/runs`): when each was made of what, and two of them side by side."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dash import dcc, html
from dash.development.base_component import Component

from analyzer.words import source_words, wording
from analyzer.words.language import say
from analyzer.words.moments import moment_of
from dashboards.components.address import Address
from dashboards.components.asked import Asked
from dashboards.components.chips import kind_chip
from dashboards.components.data_steps import heading
from dashboards.components.page_parts import card, nothing
from dashboards.providers import run_pairs
from dashboards.providers.run_pairs import FindingChange, Listed, Pair

MOST = 100
NAMES = {
    "visibility": "data_runs.seen_by_our_measures",
    "relevance": "data_runs.felt_by_customers",
    "score": "data_runs.alignment_score",
}
HOW = {
    "new": "data_runs.new",
    "gone": "data_runs.gone",
    "worse": "data_runs.matters_more",
    "better": "data_runs.matters_less",
    "unchanged": "data_runs.unchanged",
}
ORIGIN = {"align": "data_runs.command", "nightly": "data_runs.night", "web": "data_runs.this_page"}


def page(asked: Asked) -> Component:
    """All runs, and the two that the address names or the newest two."""
    at = Address("/data/runs", asked.at.query)
    runs = run_pairs.listed(asked.provider, MOST)
    found = run_pairs.pair(asked.provider, at.get("a"), at.get("b"))
    parts = [
        heading(at, say("data_runs.every_analysis_so_far"), say("data_runs.each_run_is_kept")),
        _compared(found, at) if found else None,
        card(
            say("word.runs"), _table(runs, found, at) if runs else nothing(say("data_runs.no_run_yet_press")), of="runs"
        ),
        nothing(say("data_runs.one_run_so_far")) if len(runs) == 1 else None,
    ]
    return html.Div([part for part in parts if part is not None], className="page data-page")


def _table(runs: Sequence[Listed], found: Pair | None, at: Address) -> Component:
    names = (
        say("data_runs.run"),
        say("word.from"),
        say("data_runs.read"),
        say("word.took"),
        say("word.cases"),
        say("word.events_large"),
        say("data_runs.signals"),
        say("data_runs.rated"),
        say("word.score"),
        say("word.mismatches"),
        say("word.compare"),
    )
    rows = [html.Tr(_cells(one, found, at, runs)) for one in runs]
    head = html.Thead(html.Tr([html.Th(name, scope="col") for name in names]))
    return html.Div(html.Table([head, html.Tbody(rows)], className="numbers"), className="scroll", tabIndex="0")


def _cells(one: Listed, found: Pair | None, at: Address, runs: Sequence[Listed]) -> list[Component]:
    run = one.run
    shown = {found.older.id, found.newer.id} if found else set()
    counts = (wording.count(n) for n in (run.cases, run.events, run.signals, run.rated))
    mark = html.Span(say("data_runs.shown_above"), className="quiet") if run.id in shown else ""
    lines = source_words.read_lines(run.source)
    return [
        html.Th([moment_of(run.started_at), mark], scope="row"),
        html.Td(say(ORIGIN[run.origin]) if run.origin in ORIGIN else run.origin),
        html.Td(source_words.whose(run.source), title="\n".join(lines) or None, dir="auto"),
        html.Td(wording.duration(one.took_s)),
        *(html.Td(number) for number in counts),
        html.Td(_measure(one.score), title=say("data_runs.over_rated_visits", rated=wording.count(run.rated))),
        html.Td(str(run.mismatches)),
        html.Td(_compare(run.id, at, [other.run.id for other in runs])),
    ]


def _compare(identity: str, at: Address, known: Sequence[str]) -> Any:
    """The link that sets a run beside the newest, and the newest beside the one before it."""
    if len(known) < 2:
        return wording.NO_VALUE
    newest = identity == known[0]
    words, other = (
        (say("data_runs.with_the_one_before"), known[1]) if newest else (say("data_runs.with_the_newest"), known[0])
    )
    return dcc.Link(words, href=at.to("/data/runs", a=identity, b=other))


def _compared(found: Pair, at: Address) -> Component:
    older, newer = (moment_of(run.started_at) for run in (found.older, found.newer))
    head = html.Thead(html.Tr([html.Th(name, scope="col") for name in ("", older, newer)]))
    rows = [
        html.Tr([html.Th(say(NAMES[name]), scope="row"), html.Td(_measure(a)), html.Td(_measure(b))])
        for name, a, b in found.measures
    ]
    for name, key in (
        (say("word.cases"), "cases"),
        (say("data_runs.signals"), "signals"),
        (say("word.mismatches"), "mismatches"),
    ):
        values = [wording.count(getattr(run, key)) for run in (found.older, found.newer)]
        rows.append(html.Tr([html.Th(name, scope="row"), *(html.Td(value) for value in values)]))
    if any(found.files):
        read = (html.Td([html.Div(line, dir="auto") for line in lines]) for lines in found.files)
        rows.append(html.Tr([html.Th(say("data_runs.read"), scope="row"), *read]))
    table = html.Table([head, html.Tbody(rows)], className="numbers")
    moved = [one for one in found.changes if one.how != "unchanged"]
    same = len(found.changes) - len(moved)
    listed = (
        html.Ul([_change(one, at) for one in moved], className="changes")
        if moved
        else nothing(say("data_runs.no_mismatch_is_new"))
    )
    rest = html.P(say("data_runs.unchanged_their_priority_moved", same=same), className="quiet") if same else None
    other = html.P(source_words.other_files(), className="fault", role="note") if found.same_files is False else None
    return card(
        say("data_runs.two_runs_side_by"),
        other,
        html.Div(table, className="scroll"),
        html.H3(say("data_runs.what_became_of_the")),
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
        else say("data_runs.priority", before=wording.number(one.before), after=wording.number(one.after))
    )
    parts = [
        html.Strong(say(HOW[one.how]), className=f"how how-{one.how}"),
        kind_chip(one.kind),
        html.Span(title, dir="auto"),
    ]
    return html.Li([*parts, html.Span(moved, className="quiet")])
