"""Score cards (`/cards`): one of each stage owner and each partner; a list by name, never a ranking."""

from __future__ import annotations

from dash import dcc, html
from dash.development.base_component import Component

from analyzer.words.card_words import card_headline
from analyzer.words.language import say
from dashboards.components.asked import Asked
from dashboards.components.drawing import place
from dashboards.components.page_parts import card as section
from dashboards.components.page_parts import nothing, quiet
from dashboards.providers import cards
from dashboards.providers.cards import Party

FILL = {
    "owner": "cards.owner_in_the_journey",
    "partner": "cards.a_column_partner_in",
}


def page(asked: Asked) -> Component:
    """The page; `?owner=` or `?partner=` shows one card."""
    for kind in ("owner", "partner"):
        name = asked.at.get(kind)
        if name:
            return _one(asked, kind, name)
    back = dcc.Link(say("word.improvement"), href=asked.at.to("/improvement"), className="back")
    eyebrow = html.P(say("cards.score_cards", name=asked.provider.name), className="eyebrow", dir="auto")
    head = html.Header([back, eyebrow, html.H1(say("word.score_cards"))])
    return html.Div(
        [head, quiet(say("cards.in_the_order_of")), _list(asked, "owner"), _list(asked, "partner")], className="page"
    )


def _list(asked: Asked, kind: Party) -> Component:
    names = cards.who_has_one(asked.provider, kind)
    title = say("cards.stage_owners") if kind == "owner" else say("word.partners")
    if not names:
        return section(
            title,
            nothing(say("cards.no_has_a_visit", kind=say(f"party.{kind}"), fill=say(FILL[kind]))),
            of=f"cards-{kind}",
        )
    links = [html.Li(dcc.Link(html.Bdi(name), href=asked.at.to("/cards", **{kind: name}))) for name in names]
    return section(title, html.Ul(links, className="card-list"), of=f"cards-{kind}")


def _one(asked: Asked, kind: Party, name: str) -> Component:
    back = dcc.Link(say("word.score_cards"), href=asked.at.to("/cards"), className="back")
    found = cards.card(asked.provider, kind, name)
    if found is None:
        words = say("cards.the_newest_run_holds", name=name)
        return html.Div([back, html.H1(say("cards.no_card")), nothing(words)], className="page")
    share = html.P(
        [
            say("cards.to_share_it_with"),
            html.Code(f'analyzer export card --{kind} "{name}" --project PROJECT.yaml --out FILE.html'),
        ],
        className="quiet share",
        dir="auto",
    )
    return html.Div(
        [back, html.Section(place(cards.body(found)), className="card", title=card_headline(found)), share],
        className="page cards-page",
    )
