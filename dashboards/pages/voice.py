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

FILL = (
    "A table of surveys, reviews, complaints or contacts with a case or customer, a time and a kind, named under "
    "`signals` in the project file, fills this page."
)
ASKED = (
    "Of the answers to surveys and reviews, with 95 % intervals; complaints and praise came unasked and are no share. "
    "Months of fewer than ten answers are in the table only."
)
LOOKING = "Looking through the comments …"
NO_MONTHS = (
    "There is one month of signals, or a run that did not keep months: the next run with more of them fills this."
)


def page(document: AlignmentDocument, at: Address, slots: Slots = NOTHING_MORE) -> Component:
    """The page; `?stage=` keeps the trend to what was said about one stage."""
    top = opening(document, "The customers' voice", heard.opening(document))
    if not document["signals"]["total"]:
        empty = [top, *slots.beneath_heading, nothing(f"{no_voice()} {FILL}"), *slots.at_end]
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
        html.Div(quiet(LOOKING), id=PLACE),
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
    named = f"about {chosen}" if chosen else "in all"
    signals = graph(
        "signals", lambda dark: signal_trend.signal_trend(document, chosen, dark), f"Signals by month, {named}",
        signal_trend.month_rows(document, chosen),
    )  # fmt: skip
    unhappy = graph(
        "unhappy", lambda dark: signal_trend.unhappy_trend(document, chosen, dark), f"Unhappy by month, {named}",
        signal_trend.unhappy_rows(document, chosen), ASKED,
    )  # fmt: skip
    options = [("All", at.to("/voice", stage=None), chosen is None)]
    options += [(s["name"], at.to("/voice", stage=s["name"]), s["name"] == chosen) for s in document["stages"]]
    parts: list[Any] = [html.Div(choice("About which stage", options), className="choice-row")]
    parts += [html.H3(f"What was heard, {named}"), signals] if signals else [nothing(NO_MONTHS)]
    parts += [html.H3(f"Share of unhappy answers, {named}"), unhappy] if unhappy else []
    return card("Month by month", *parts, of="months")


def _by_stage(document: AlignmentDocument) -> Component | None:
    shown = [
        html.Div([html.H3(wording.score_name(kind)), drawing(figure, f"{kind}-by-stage", rows, scores.formula(kind))])
        for kind, figure, rows in scores.by_stage(document)
    ]
    rows = signal_trend.stage_rows(document)
    counted: list[Any] = []
    if rows:
        counted = [html.H3("Signals by stage and kind"), table(rows), downloads("signals-by-stage", rows, image=False)]
    if not shown and not counted:
        return None
    return card("Stage by stage", html.Div(shown, className="pair"), *counted, of="stages")


def _kinds(document: AlignmentDocument) -> Component:
    rows = heard.kinds(document)
    return card(
        "Kinds of signals",
        drawing(bars(rows, "Signals by kind"), "kinds", heard.bar_rows(rows, "kind")),
        *map(quiet, behaviour(document)),
        of="kinds",
    )


def _found(document: AlignmentDocument) -> Component | None:
    rows = heard.found_by(document)
    if not rows:
        return None
    figure = drawing(bars(rows, "How signals found their stage", 1.0), "stage-from", heard.bar_rows(rows, "found"))
    return card("How signals found their stage", figure, *map(quiet, rules(document["signals"])), of="found")


def _unhappy(document: AlignmentDocument, at: Address) -> Component:
    rows = heard.unhappy(document)
    figure = drawing(
        bars(rows, "Unhappy share of the visits we heard about"), "unhappy-by-stage", heard.bar_rows(rows, "stage")
    )
    said = quiet("Share of the visits we heard about, with 95 % intervals.")
    if not rows:
        return card("Where they are unhappy", figure, said, of="where")
    ways = [html.H3("Unhappy, though it looked fine to us"), stage_cases(document, at, "good_bad")]
    return card("Where they are unhappy", figure, said, *ways, of="where")


def _coverage(document: AlignmentDocument) -> Component:
    rows = heard.coverage(document)
    figure = drawing(
        bars(rows, "Share of visits rated", 1.0), "coverage", heard.bar_rows(rows, "stage"), say("caption.coverage")
    )
    warnings = [html.Li(line, dir="auto") for line in heard.warnings(document)]
    beneath = (
        html.Ul(warnings, className="warnings")
        if warnings
        else quiet("Where answered and unanswered visits can be compared, they do not differ enough to warn of.")
    )
    return card("Who was heard", figure, beneath, of="coverage")


def _words(document: AlignmentDocument, at: Address) -> Component:
    told = [m for m in document["mismatches"] if m.get("words") or m.get("quotes")]
    reactions = document["signals"].get("reactions") or []
    left = f"Taken as reactions to complaints, and left out of visits and drivers: {', '.join(reactions)}."
    noted = [quiet(left)] if reactions else []
    if not told:
        words = "No mismatch comes with comments: comments in the signals fill this."
        return card("In their words", nothing(words), *noted, of="words")
    noun = document.get("case_noun") or "case"
    said = html.Div([_said(mismatch, noun, at) for mismatch in told], className="saids")
    return card("In their words", said, *noted, of="words")


def _said(mismatch: MismatchRow, noun: str, at: Address) -> Component:
    driver = mismatch["drivers"][0]["label"] if mismatch["drivers"] and mismatch.get("words") else ""
    told = quotes(mismatch.get("quotes") or [], lambda quote: at.quoted(mismatch["id"], quote), noun, driver)
    title = html.H3(dcc.Link(mismatch["title"], href=at.mismatch(mismatch["id"])), dir="auto")
    parts: list[Any] = [kind_chip(mismatch["kind"]), title, told]
    if mismatch.get("words"):
        parts += [html.H4("Said more by the unhappy"), term_chips(mismatch["words"])]
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
