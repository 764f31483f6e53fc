"""Compliance (`/compliance`): what is required, and its price in customers and money: a price, and no waste."""

from __future__ import annotations

from dash import dcc, html
from dash.development.base_component import Component

from analyzer.document.parts.mismatches import MismatchRow
from analyzer.words.compliance_words import no_requirement_words, price_words, required_words, requirement_words
from analyzer.words.language import say
from analyzer.words.money import monthly_money
from dashboards.components.address import Address
from dashboards.components.asked import Asked
from dashboards.components.page_parts import card, nothing, quiet
from dashboards.providers.risk import compliance


def page(asked: Asked) -> Component:
    """The page."""
    found = compliance(asked.provider)
    back = dcc.Link(say("word.improvement"), href=asked.at.to("/improvement"), className="back")
    eyebrow = html.P(say("compliance.price_of_compliance", name=asked.provider.name), className="eyebrow", dir="auto")
    n = len(found.prices)
    said = say("compliance.one" if n == 1 else "compliance.many", n=n) if n else say("compliance.no_mismatch_of_the")
    parts: list[Component] = [
        html.Header([back, eyebrow, html.H1(said)]),
        quiet(say("compliance.activities_and_targets_that")),
    ]
    if not found.prices and not found.free:
        return html.Div([*parts, nothing(no_requirement_words())], className="page")
    parts += [_price(row, asked.at) for row in found.prices]
    if found.free:
        listed = html.Ul([html.Li(requirement_words(row), dir="auto") for row in found.free])
        parts.append(card(say("compliance.required_without_a_price"), listed, of="free"))
    return html.Div(parts, className="page compliance-page")


def _price(mismatch: MismatchRow, at: Address) -> Component:
    link = dcc.Link(mismatch["title"], href=at.mismatch(mismatch["id"]))
    money = monthly_money(mismatch)
    return html.Section(
        [
            html.H2(link, dir="auto"),
            html.P(price_words(mismatch), className="amount-line"),
            *([html.P(money, className="quiet")] if money else []),
            html.P(required_words(mismatch), dir="auto"),
        ],
        className="card",
    )
