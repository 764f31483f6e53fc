"""Compliance (`/compliance`): what is required, and its price in customers and money: a price, and no waste."""

from __future__ import annotations

from dash import dcc, html
from dash.development.base_component import Component

from analyzer.document.parts.mismatches import MismatchRow
from analyzer.words.compliance_words import no_requirement_words, price_words, required_words, requirement_words
from analyzer.words.money import monthly_money
from dashboards.components.address import Address
from dashboards.components.asked import Asked
from dashboards.components.page_parts import card, nothing, quiet
from dashboards.providers.risk import compliance

WHAT = (
    "Activities and targets that the journey marks with `required_by`. What they cost customers is the price of "
    "complying. It may be too high, or be met in another way; it is not waste that one simply leaves out."
)

NO_PRICE = "No mismatch of the newest run rests on something that is required."


def page(asked: Asked) -> Component:
    """The page."""
    found = compliance(asked.provider)
    back = dcc.Link("Improvement", href=asked.at.to("/improvement"), className="back")
    eyebrow = html.P(f"Price of compliance · {asked.provider.name}", className="eyebrow", dir="auto")
    n = len(found.prices)
    said = f"{n} {'mismatch is' if n == 1 else 'mismatches are'} a price of compliance." if n else NO_PRICE
    parts: list[Component] = [html.Header([back, eyebrow, html.H1(said)]), quiet(WHAT)]
    if not found.prices and not found.free:
        return html.Div([*parts, nothing(no_requirement_words())], className="page")
    parts += [_price(row, asked.at) for row in found.prices]
    if found.free:
        listed = html.Ul([html.Li(requirement_words(row), dir="auto") for row in found.free])
        parts.append(card("Required, without a price that the data show", listed, of="free"))
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
