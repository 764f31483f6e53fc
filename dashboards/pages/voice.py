"""Voice (`/voice`): what customers said, by kind, stage and month; scores; who was heard; words and quotes."""

from __future__ import annotations

from typing import Any

from dash import Dash, dcc, html
from dash.development.base_component import Component

from analyzer.document import AlignmentDocument
from analyzer.document.parts.mismatches import MismatchRow
from analyzer.figures import heard, scores, signal_trend
from analyzer.figures.bars import bars
from analyzer.words import wording
from analyzer.words.language import say
from analyzer.words.sentences import behaviour, no_voice, rules
from dashboards.components.address import Address
from dashboards.components.asked import Asked
from dashboards.components.cases_links import stage_cases
from dashboards.components.chips import kind_chip
from dashboards.components.choice import choice
from dashboards.components.drawing import downloads, drawing, table
from dashboards.components.foundations import quotes, term_chips
from dashboards.components.graph import graph
from dashboards.components.page_parts import NOTHING_MORE, Slots, card, halves, nothing, opening, quiet
from dashboards.components.topics_card import PLACE, quotes_card, topics_card
from dashboards.pages.late_parts import fill_late
from dashboards.providers import Projects


def page(document: AlignmentDocument, at: Address, slots: Slots = NOTHING_MORE) -> Component:
    """The page; `?stage=` keeps the trend to what was said about one stage."""
    top = opening(document, say("voice.the_customers_voice"), heard.opening(document))
    if not document["signals"]["total"]:
        empty = [top, *slots.beneath_heading, nothing(f"{no_voice()} {say('voice.a_table_of_surveys')}"), *slots.at_end]
        return html.Div(empty, className="page voice-page")
    stage = at.get("stage")
    chosen = stage if stage in [s["name"] for s in document["stages"]] else None
    parts = [
        top,
        *slots.beneath_heading,
        _scores(document),
        _trend(document, chosen, at),
        _by_stage(document),
        halves(_kinds(document), _found(document), _unhappy(document, at), _coverage(document)),
        _words(document, at),
        html.Div(quiet(say("voice.looking_through_the_comments")), id=PLACE),
        *slots.at_end,
    ]
    return html.Div([part for part in parts if part is not None], className="page voice-page")


def _scores(document: AlignmentDocument) -> Component | None:
    shown = [
        html.Div(
            [
                html.H2(name, className="measure-title"),
                html.P([value, html.Span(beside)], className="measure-figure"),
                html.P(formula, className="quiet"),
            ],
            className="card score",
        )
        for name, value, beside, formula in scores.overall(document)
    ]
    return html.Section(shown, className="scores", id="scores") if shown else None


def _trend(document: AlignmentDocument, chosen: str | None, at: Address) -> Component:
    named = say("voice.about", chosen=chosen) if chosen else say("voice.in_all")
    signals = graph(
        "signals",
        lambda dark: signal_trend.signal_trend(document, chosen, dark),
        say("voice.signals_by_month", named=named),
        signal_trend.month_rows(document, chosen),
    )
    unhappy = graph(
        "unhappy",
        lambda dark: signal_trend.unhappy_trend(document, chosen, dark),
        say("voice.unhappy_by_month", named=named),
        signal_trend.unhappy_rows(document, chosen),
        say("voice.of_the_answers_to"),
    )
    options = [(say("voice.all"), at.to("/voice", stage=None), chosen is None)]
    options += [(s["name"], at.to("/voice", stage=s["name"]), s["name"] == chosen) for s in document["stages"]]
    parts: list[Any] = [html.Div(choice(say("voice.about_which_stage"), options), className="choice-row")]
    parts += (
        [html.H3(say("voice.what_was_heard", named=named)), signals]
        if signals
        else [nothing(say("voice.there_is_one_month"))]
    )
    parts += [html.H3(say("voice.share_of_unhappy_answers", named=named)), unhappy] if unhappy else []
    return card(say("voice.month_by_month"), *parts, of="months")


def _by_stage(document: AlignmentDocument) -> Component | None:
    shown = [
        html.Div([html.H3(wording.score_name(kind)), drawing(figure, f"{kind}-by-stage", rows, scores.formula(kind))])
        for kind, figure, rows in scores.by_stage(document)
    ]
    rows = signal_trend.stage_rows(document)
    counted: list[Any] = []
    if rows:
        counted = [
            html.H3(say("voice.signals_by_stage_and")),
            table(rows),
            downloads("signals-by-stage", rows, image=False),
        ]
    if not shown and not counted:
        return None
    return card(say("word.stage_by_stage"), html.Div(shown, className="pair"), *counted, of="stages")


def _kinds(document: AlignmentDocument) -> Component:
    rows = heard.kinds(document)
    return card(
        say("voice.kinds_of_signals"),
        drawing(bars(rows, say("voice.signals_by_kind")), "kinds", heard.bar_rows(rows, say("column.kind"))),
        *map(quiet, behaviour(document)),
        of="kinds",
    )


def _found(document: AlignmentDocument) -> Component | None:
    rows = heard.found_by(document)
    if not rows:
        return None
    figure = drawing(
        bars(rows, say("voice.how_signals_found_their"), 1.0), "stage-from", heard.bar_rows(rows, say("column.found"))
    )
    return card(say("voice.how_signals_found_their"), figure, *map(quiet, rules(document["signals"])), of="found")


def _unhappy(document: AlignmentDocument, at: Address) -> Component:
    rows = heard.unhappy(document)
    figure = drawing(
        bars(rows, say("voice.unhappy_share_of_the")), "unhappy-by-stage", heard.bar_rows(rows, say("column.stage"))
    )
    said = quiet(say("voice.share_of_the_visits"))
    if not rows:
        return card(say("voice.where_they_are_unhappy"), figure, said, of="where")
    ways = [html.H3(say("voice.unhappy_though_it_looked")), stage_cases(document, at, "good_bad")]
    return card(say("voice.where_they_are_unhappy"), figure, said, *ways, of="where")


def _coverage(document: AlignmentDocument) -> Component:
    rows = heard.coverage(document)
    figure = drawing(
        bars(rows, say("voice.share_of_visits_rated"), 1.0),
        "coverage",
        heard.bar_rows(rows, say("column.stage")),
        say("caption.coverage"),
    )
    warnings = [html.Li(line, dir="auto") for line in heard.warnings(document)]
    beneath = html.Ul(warnings, className="warnings") if warnings else quiet(say("voice.where_answered_and_unanswered"))
    return card(say("voice.who_was_heard"), figure, beneath, of="coverage")


def _words(document: AlignmentDocument, at: Address) -> Component:
    told = [m for m in document["mismatches"] if m.get("words") or m.get("quotes")]
    reactions = document["signals"].get("reactions") or []
    left = say("voice.taken_as_reactions_to", reactions=", ".join(reactions))
    noted = [quiet(left)] if reactions else []
    if not told:
        words = say("voice.no_mismatch_comes_with")
        return card(say("word.in_their_words"), nothing(words), *noted, of="words")
    noun = document.get("case_noun") or "case"
    said = html.Div([_said(mismatch, noun, at) for mismatch in told], className="saids")
    return card(say("word.in_their_words"), said, *noted, of="words")


def _said(mismatch: MismatchRow, noun: str, at: Address) -> Component:
    driver = mismatch["drivers"][0]["label"] if mismatch["drivers"] and mismatch.get("words") else ""
    told = quotes(mismatch.get("quotes") or [], lambda quote: at.quoted(mismatch["id"], quote), noun, driver)
    title = html.H3(dcc.Link(mismatch["title"], href=at.mismatch(mismatch["id"])), dir="auto")
    parts: list[Any] = [kind_chip(mismatch["kind"]), title, told]
    if mismatch.get("words"):
        parts += [html.H4(say("voice.said_more_by_the")), term_chips(mismatch["words"])]
    return html.Article(parts, className="said")


def register(app: Dash, projects: Projects) -> None:
    """Topics and quotes come when the page stands: they take a moment the first time."""
    fill_late(app, projects, PLACE, _topics_and_quotes)


def _topics_and_quotes(asked: Asked) -> list[Component]:
    slices, at = asked.provider.slices, asked.at
    filters = slices.read(at.filters).filters
    number = at.get("quotes") or ""
    found = slices.quotes(filters, (at.get("words") or "")[:200], int(number) if number.isdecimal() else 1)
    return [topics_card(slices.topics(filters), at), quotes_card(found, at, asked.provider.settings.case_noun)]
