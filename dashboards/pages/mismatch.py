"""Mismatch (`/mismatch/<id>`): the story, what goes with it, both verdicts, whom customers blame, time, words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import dash_mantine_components as dmc
from dash import dcc, html
from dash.development.base_component import Component

from analyzer.document import AlignmentDocument
from analyzer.document.parts.mismatches import MismatchRow
from analyzer.figures.blame import blame, blame_matrix
from analyzer.figures.difference_map import difference_map
from analyzer.figures.forest import forest, forest_rows
from analyzer.figures.mosaic import both_of, cells_of, mosaic
from analyzer.figures.process_map import process_map
from analyzer.figures.trend import affected_by_month, share_trend
from analyzer.words import wording
from analyzer.words.difference_words import difference_caption, difference_rows, difference_sentence
from analyzer.words.findings import affected, basis
from analyzer.words.language import say
from analyzer.words.money import each_words, money_words
from analyzer.words.next_steps import next_step
from analyzer.words.sentences import lit_by
from dashboards.components.address import Address
from dashboards.components.cases_links import mismatch_cases
from dashboards.components.chips import kind_chip, owner_chip
from dashboards.components.drawing import drawing
from dashboards.components.foundations import quotes, term_chips
from dashboards.components.graph import graph
from dashboards.components.icon import icon
from dashboards.components.method_link import how
from dashboards.components.pan_zoom import pan_zoom
from dashboards.components.story import told


def find(document: AlignmentDocument, identity: str) -> MismatchRow | None:
    """The mismatch of an id, if this run still has it."""
    return next((m for m in document["mismatches"] if m["id"] == identity), None)


def page(document: AlignmentDocument, mismatch: MismatchRow, at: Address, work: Sequence[Component] = ()) -> Component:
    """The page of one mismatch; `work` is what people do about it."""
    wide = _drivers(mismatch)
    halves = [
        _verdicts(document, mismatch),
        _voice(mismatch, document.get("case_noun") or "case", at),
        _time(mismatch),
        _blame(document, mismatch),
    ]
    grid = html.Div([half for half in halves if half], className="halves")
    parts = [
        _opening(mismatch, at),
        _facts(document, mismatch),
        _next(mismatch),
        wide,
        _section(say("mismatch.who_it_happened_to"), mismatch_cases(document, mismatch, at)),
        grid,
        _map(document, mismatch),
        _difference(document, mismatch),
        *work,
    ]
    return html.Div([part for part in parts if part], className="page mismatch-page")


def _opening(mismatch: MismatchRow, at: Address) -> Component:
    stage = [html.Span(mismatch["stage"], className="stage-word", dir="auto")] if mismatch["stage"] else []
    return html.Header(
        [
            dcc.Link([icon("back"), say("word.alignment")], href=at.to("/"), className="back"),
            dmc.Group([kind_chip(mismatch["kind"]), *stage, owner_chip(mismatch.get("owner"))], gap="xs"),
            html.H1(mismatch["title"]),
            html.P(told(mismatch), className="told"),
        ]
    )


def _next(mismatch: MismatchRow) -> Component:
    """What to do next, beside the story."""
    step = next_step(mismatch)
    act = html.A(say("word.what_is_done_about"), href="#actions", className="button plain")
    parts = [html.H2(say("next.title")), html.P(html.Strong(step.what)), html.P(step.how, dir="auto")]
    return html.Section([*parts, html.P(step.proof, className="quiet"), act], className="card next-step", id="next")


def _facts(document: AlignmentDocument, mismatch: MismatchRow) -> Component:
    facts, noun = [], document.get("case_noun") or "case"
    avoidable = mismatch.get("avoidable_bad_per_month") or {}
    if avoidable.get("value") is not None:
        facts.append(
            (say("mismatch.avoidable_unhappy_a_month"), wording.number(avoidable["value"]), wording.limits(avoidable))
        )
    money = mismatch.get("avoidable_money_per_month")
    if money:
        facts.append((say("mismatch.a_month_at_your", each_words=each_words(money)), money_words(money), ""))
    if mismatch["affected_visits"]:
        what = affected(mismatch, noun)
        facts.append((what, wording.count(mismatch["affected_visits"]), ""))
    if mismatch.get("weight", 1.0) != 1.0:
        facts.append(
            (
                say("mismatch.counts_in_the_ranking"),
                wording.factor(mismatch["weight"]),
                say("mismatch.as_the_journey_says"),
            )
        )
    tiles = [html.Div([html.Dt(name), html.Dd([value, html.Span(limits)])]) for name, value, limits in facts]
    if basis(mismatch, noun):
        tiles.append(html.Div([html.Dt(say("word.rests_on")), html.Dd(basis(mismatch, noun), className="words")]))
    return html.Div([html.Dl(tiles, className="facts"), *how("rank")])


def _drivers(mismatch: MismatchRow) -> Component | None:
    drivers = mismatch["drivers"]
    if not drivers:
        return None
    figure = drawing(
        forest(drivers, say("word.drivers")), f"drivers-{mismatch['id']}", forest_rows(drivers), say("caption.drivers")
    )
    return _section(say("mismatch.what_sets_the_unhappy"), figure)


def _verdicts(document: AlignmentDocument, mismatch: MismatchRow) -> Component | None:
    both = both_of(document, mismatch)
    if both is None:
        return None
    sides = [(cell.split("_"), n) for cell, n in cells_of(both)]
    rows = [
        {say("column.company"): ours, say("column.customer"): theirs, say("column.visits"): wording.count(n)}
        for (ours, theirs), n in sides
    ]
    figure = drawing(mosaic(both, mismatch["stage"] or ""), f"verdicts-{mismatch['id']}", rows)
    return _section(say("mismatch.both_verdicts_on_the"), figure)


def _blame(document: AlignmentDocument, mismatch: MismatchRow) -> Component | None:
    stage = mismatch["stage"]
    named, causes, visits = blame_matrix(document, stage)
    if not stage or not named or not mismatch["drivers"]:
        return None
    rows = [
        {
            say("mismatch.customers_name"): name,
            **{cause: wording.count(n) for cause, n in zip(causes, row, strict=True)},
        }
        for name, row in zip(named, visits, strict=True)
    ]
    label = say("mismatch.stage_customers_name_against")
    figure = graph("blame", lambda dark: blame(document, stage, dark), label, rows, say("caption.blame"))
    return _section(say("mismatch.where_customers_say_it"), figure)


def _time(mismatch: MismatchRow) -> Component | None:
    rows = [
        {
            say("column.month"): point["month"],
            say("column.share"): wording.percent(point["share"].value),
            say("word.rated_visits"): wording.count(point["rated"]),
        }
        for point in affected_by_month(mismatch)
    ]
    figure = graph("share", lambda dark: share_trend(mismatch, dark), say("mismatch.share_of_the_rated"), rows)
    return _section(say("word.how_it_develops"), figure) if figure else None


def _map(document: AlignmentDocument, mismatch: MismatchRow) -> Component | None:
    lit = lit_by(mismatch)
    process = document.get("process")
    if lit is None or not process:
        return None
    svg = process_map(process, [stage["name"] for stage in document["stages"]], highlight=lit)
    title = say("mismatch.where_it_happens_in")
    return _section(title, pan_zoom(svg, f"process-{mismatch['id']}", title))


def _difference(document: AlignmentDocument, mismatch: MismatchRow) -> Component | None:
    comparison, process = mismatch.get("comparison"), document.get("process")
    if not comparison or not comparison["activities"] or not process:
        return None
    svg = difference_map(process, comparison, [stage["name"] for stage in document["stages"]])
    rows, caption = difference_rows(comparison), difference_caption(comparison)
    title = say("mismatch.what_these_cases_do")
    said = html.P(difference_sentence(comparison), dir="auto")
    return _section(title, said, pan_zoom(svg, f"difference-{mismatch['id']}", title, rows, caption))


def _voice(mismatch: MismatchRow, noun: str, at: Address) -> Component | None:
    terms, said = mismatch.get("words") or [], mismatch.get("quotes") or []
    if not terms and not said and not mismatch["drivers"]:
        return None
    driver = mismatch["drivers"][0]["label"] if mismatch["drivers"] and terms else ""
    parts = [quotes(said, lambda quote: at.quoted(mismatch["id"], quote), noun, driver)]
    if terms:
        parts += [html.H3([say("mismatch.said_more_by_the"), *how("words")]), term_chips(terms)]
    return _section(say("word.in_their_words"), *parts)


def _section(title: str, *parts: Any) -> Component:
    return html.Section([html.H2(title), *parts], className="card")
