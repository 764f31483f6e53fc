"""Mismatches as stories: one row each, in the order of the ranking."""

from __future__ import annotations

from typing import Any, cast

import dash_mantine_components as dmc
from dash import dcc, html
from dash.development.base_component import Component

from analyzer.document import AlignmentDocument
from analyzer.document.parts.mismatches import MismatchRow
from analyzer.document.parts.shown import ShownMismatchRow
from analyzer.figures.interval_bar import amount_bar
from analyzer.words import wording
from analyzer.words.action_words import standing_words
from analyzer.words.findings import affected, story_parts
from analyzer.words.language import say
from analyzer.words.money import monthly_money
from analyzer.words.verdict import touches
from dashboards.components.address import Address
from dashboards.components.chips import kind_chip, owner_chip, status_chip
from dashboards.components.drawing import place


def told(mismatch: MismatchRow) -> list[Any]:
    """A story's words, its first driver bold."""
    return [html.Strong(words) if bold else words for words, bold in story_parts(mismatch)]


def stories(document: AlignmentDocument, stage: str | None, at: Address) -> Component:
    """All stories, or those of one stage: the ones told of it and the ones with a driver in it."""
    mismatches, noun = document["mismatches"], document.get("case_noun") or "case"
    top = max((_high(m) for m in mismatches), default=0.0)
    ranked = [(rank, m) for rank, m in enumerate(mismatches, start=1) if stage is None or touches(m, stage)]
    if not ranked:
        return html.P(_nothing(stage), className="nothing")
    return html.Ol([html.Li(_row(rank, m, top, stage, noun, at)) for rank, m in ranked], className="stories")


def _nothing(stage: str | None) -> str:
    where = say("story.for", stage=stage) if stage else ""
    return say("story.no_mismatch_is_supported", where=where)


def _row(rank: int, mismatch: MismatchRow, top: float, stage: str | None, noun: str, at: Address) -> Component:
    elsewhere = stage is not None and mismatch["stage"] != stage
    head = [html.Span(str(rank), className="rank"), kind_chip(mismatch["kind"])]
    if mismatch["stage"]:
        head.append(html.Span(mismatch["stage"], className="stage-word", dir="auto"))
    head.append(owner_chip(mismatch.get("owner")))
    if elsewhere:
        head.append(html.Span(say("story.with_a_driver_in", stage=stage), className="quiet"))
    title = html.H3(dcc.Link(mismatch["title"], href=at.mismatch(mismatch["id"]), className="story-link"))
    shown = cast(ShownMismatchRow, mismatch)
    n = shown.get("comments") or 0
    said = f"{n} {wording.plural(say('noun.comment'), n)}" if n else ""
    standing = shown.get("standing")
    since, done = standing_words(standing)
    beneath: list[Any] = [status_chip(done, standing.status)] if standing else []
    beneath += [part for words in (since, said) if words for part in (" ", html.Span(words))]
    below = [html.P(beneath, className="standing")] if beneath else []
    words = [dmc.Group(head, gap="xs"), title, html.P(told(mismatch)), *below]
    return html.Article([html.Div(words, className="story-words"), _amount(mismatch, top, noun)], className="story")


def _amount(mismatch: MismatchRow, top: float, noun: str) -> Component:
    interval = mismatch.get("avoidable_bad_per_month")
    if not interval or interval.get("value") is None:
        if not mismatch["affected_visits"]:
            return html.Div(className="story-amount")
        figure = [
            html.Span(wording.count(mismatch["affected_visits"]), className="amount"),
            html.Span(affected(mismatch, noun), className="unit"),
        ]
        return html.Div(figure, className="story-amount")
    bar = amount_bar(interval, top, "hidden", say("word.avoidable_unhappy_customers_a"))
    return html.Div(
        [
            html.Span(wording.number(interval["value"]), className="amount"),
            html.Span(
                say("story.avoidable_a_month", interval=wording.limits(interval) or say("word.no_interval")),
                className="unit",
            ),
            place(bar),
            *([html.Span(monthly_money(mismatch), className="unit")] if monthly_money(mismatch) else []),
        ],
        className="story-amount",
        title=say("story.rated_visits_affected", affected_visits=wording.count(mismatch["affected_visits"])),
    )


def _high(mismatch: MismatchRow) -> float:
    interval = mismatch.get("avoidable_bad_per_month") or {}
    return float(interval.get("high") or interval.get("value") or 0.0)
