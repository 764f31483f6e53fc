"""An action as a card of the board."""

from __future__ import annotations

from typing import Any

from dash import dcc, html
from dash.development.base_component import Component

from analyzer.figures.effect_picture import effect_picture, picture_words
from analyzer.figures.value_effort import effort_words
from analyzer.words import wording
from analyzer.words.action_words import (
    day,
    due_words,
    on_words,
    reopened_words,
    status_name,
    value_words,
    verdict_words,
)
from analyzer.words.language import say
from dashboards.components.address import Address
from dashboards.components.attributes import attributes
from dashboards.components.chips import owner_chip, status_chip
from dashboards.components.drawing import place
from dashboards.providers.improvement import STATUSES, Card


def action_card(card: Card, at: Address, may_edit: bool) -> Component:
    """The card; who may edit can drag it, or move it with its buttons or Alt and an arrow key."""
    one = card.action
    link = dcc.Link(
        one.title,
        href=at.to("/improvement", owner=at.get("owner"), age=at.get("age"), action=one.id),
        className="action-link",
    )
    parts: list[Any] = [html.H3(link, dir="auto")]
    if card.title and one.mismatch_id:
        parts.append(html.P(dcc.Link(card.title, href=at.mismatch(one.mismatch_id)), className="about", dir="auto"))
    if card.gone:
        parts.append(html.P(say("action_card.the_newest_run_does"), className="about gone"))
    if reopened_words(one):
        parts.append(html.P(reopened_words(one), className="verdict worse"))
    kata = dcc.Link(say("action_card.kata"), href=at.to(f"/kata/{one.id}"), className="quiet-inline")
    facts = [value_words(card), say("action_card.effort", effort_words=effort_words(one.effort)) if one.effort else ""]
    rests = (
        say("action_card.from_visits_of_those", visits=wording.count(card.visits))
        if card.value and card.visits
        else None
    )
    parts.append(html.P(" · ".join(fact for fact in facts if fact), className="quiet", title=rests))
    if card.verdict is not None:
        parts.append(html.P(verdict_words(card.verdict, card.worth), className=f"verdict {card.verdict.word}"))
    due = html.Span(due_words(card), className="due late" if card.overdue_days else "due")
    parts.append(html.Div([owner_chip(one.owner), due, kata], className="action-foot"))
    if may_edit:
        parts.append(_moves(one.title, one.status))
    hold = attributes(data_action=one.id, data_version=str(one.version), data_status=one.status)
    draggable: dict[str, Any] = {"draggable": "true"} if may_edit else {}
    return html.Li(html.Article(parts), className="action-card", **hold, **draggable)


def action_lines(cards: list[Card], at: Address) -> Component:
    """Actions in a line each, with the way to the board."""
    lines = []
    for card in cards:
        href = at.to("/improvement", action=card.action.id)
        link = dcc.Link(html.Bdi(card.action.title), href=href)
        status = status_chip(status_name(card.action.status), card.action.status)
        due = html.Span(due_words(card), className="due late" if card.overdue_days else "due")
        said = html.Span([status, owner_chip(card.action.owner), due], className="action-said")
        lines.append(html.Li([link, said, *proof(card)]))
    return html.Ul(lines, className="action-lines")


def proof(card: Card) -> list[Component]:
    """Whether the action helped, with the picture where there is one; nothing without a verdict."""
    verdict = card.verdict
    if verdict is None:
        return []
    said: list[Component] = [html.P(verdict_words(verdict, card.worth), className=f"verdict {verdict.word}")]
    picture = effect_picture(verdict)
    if picture:
        said += [place(picture), html.P(picture_words(verdict), className="quiet")]
    return [html.Div(said, className="proof")]


def rows_of(card: Card) -> list[tuple[str, str]]:
    """The card's facts, (name, words)."""
    one = card.action
    return [
        (
            say("word.mismatch"),
            card.title or (say("action_card.the_newest_run_does") if card.gone else say("word.none")),
        ),
        (say("word.status"), status_name(card.stands)),
        (say("action_card.reopened"), reopened_words(one)),
        (say("word.owner"), one.owner or say("word.nobody")),
        (say("word.start"), day(one.starts_on)),
        (say("word.due"), due_words(card) or say("word.no_date")),
        (say("word.review"), day(one.review_on)),
        (say("word.tried_first_where"), on_words(one.tried_on)),
        (say("word.effort"), effort_words(one.effort)),
        (say("action_card.to_gain"), value_words(card)),
        (
            say("action_card.did_it_help"),
            verdict_words(card.verdict, card.worth) or say("action_card.not_known_it_needs"),
        ),
    ]


def _moves(title: str, status: str) -> Component:
    """Buttons to the columns beside this one; a script in assets acts on them."""
    if status == "dropped":
        return html.Div(className="moves")
    here = STATUSES.index(status)
    buttons = []
    for to, arrow in ((here - 1, "←"), (here + 1, "→")):
        if 0 <= to < len(STATUSES) and STATUSES[to] != "dropped":
            name = status_name(STATUSES[to])
            words = [arrow, " ", name] if to < here else [name, " ", arrow]
            label = attributes(data_move=STATUSES[to], aria_label=say("action_card.move_to", title=title, name=name))
            buttons.append(html.Button(words, type="button", className="move", **label))
    return html.Div(buttons, className="moves")
