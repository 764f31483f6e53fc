"""Score cards (`/cards`): one of each stage owner and each partner; a list by name, never a ranking."""

from __future__ import annotations

from dash import dcc, html
from dash.development.base_component import Component

from analyzer.words.card_words import card_headline
from dashboards.components.asked import Asked
from dashboards.components.drawing import place
from dashboards.components.page_parts import card as section
from dashboards.components.page_parts import nothing, quiet
from dashboards.providers import cards
from dashboards.providers.cards import Party

WHAT = "In the order of their names, never of a number: on small numbers chance makes that order."
NONE = "No {kind} has a visit in the newest run. {fill}"
FILL = {
    "owner": "`owner:` in the journey names who answers for a stage.",
    "partner": "A column `partner` in the log names who carried an event.",
}


def page(asked: Asked) -> Component:
    """The page; `?owner=` or `?partner=` shows one card."""
    for kind in ("owner", "partner"):
        name = asked.at.get(kind)
        if name:
            return _one(asked, kind, name)
    back = dcc.Link("Improvement", href=asked.at.to("/improvement"), className="back")
    eyebrow = html.P(f"Score cards · {asked.provider.name}", className="eyebrow", dir="auto")
    head = html.Header([back, eyebrow, html.H1("Score cards")])
    return html.Div([head, quiet(WHAT), _list(asked, "owner"), _list(asked, "partner")], className="page")


def _list(asked: Asked, kind: Party) -> Component:
    names = cards.who_has_one(asked.provider, kind)
    title = "Stage owners" if kind == "owner" else "Partners"
    if not names:
        return section(title, nothing(NONE.format(kind=kind, fill=FILL[kind])), of=f"cards-{kind}")
    links = [html.Li(dcc.Link(html.Bdi(name), href=asked.at.to("/cards", **{kind: name}))) for name in names]
    return section(title, html.Ul(links, className="card-list"), of=f"cards-{kind}")


def _one(asked: Asked, kind: Party, name: str) -> Component:
    back = dcc.Link("Score cards", href=asked.at.to("/cards"), className="back")
    found = cards.card(asked.provider, kind, name)
    if found is None:
        words = f"The newest run holds no visit of {name}."
        return html.Div([back, html.H1("No card"), nothing(words)], className="page")
    share = html.P(
        [
            "To share it with them alone: ",
            html.Code(f'analyzer export card --{kind} "{name}" --project PROJECT.yaml --out FILE.html'),
        ],
        className="quiet share",
        dir="auto",
    )
    return html.Div(
        [back, html.Section(place(cards.body(found)), className="card", title=card_headline(found)), share],
        className="page cards-page",
    )
