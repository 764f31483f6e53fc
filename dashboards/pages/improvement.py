"""Improvement (`/improvement`): the board of actions, value against effort, and a drawer for one action."""

from __future__ import annotations

from typing import Any

import dash_mantine_components as dmc
from dash import Dash, Input, Output, State, ctx, dcc, html, no_update, set_props
from dash.development.base_component import Component
from dash.exceptions import PreventUpdate

from analyzer.figures.value_effort import value_effort, value_effort_rows
from analyzer.words.action_words import board_sentence, status_name
from analyzer.words.language import say
from dashboards.access import must_edit, visitor
from dashboards.components.action_card import action_card, proof, rows_of
from dashboards.components.action_form import action_form, states, told, values
from dashboards.components.address import Address, read_address
from dashboards.components.asked import Asked
from dashboards.components.attributes import attributes
from dashboards.components.drawing import drawing
from dashboards.components.page_parts import card, nothing
from dashboards.components.told_changes import told_changes
from dashboards.pages.front_line import front_line
from dashboards.pages.plan_ahead import register_ahead
from dashboards.providers import Projects, improvement
from dashboards.providers.history import record_of
from dashboards.providers.improvement import STATUSES, VERIFIED, Board, Card

HEADLINE = "board-headline"  # it counts, and so is said anew when a card was moved
AGES = ("14", "30", "90")  # days
ROOMS = (
    ("/cards", "word.score_cards"),
    ("/risk", "improvement.risk_register"),
    ("/compliance", "improvement.price_of_compliance"),
    ("/hypotheses", "word.hypotheses"),
    ("/review", "word.review"),
)


def page(asked: Asked) -> Component:
    """The page; `?owner=`, `?stage=` and `?age=` (days) leave some of the actions, `?action=` opens one, or with `new`
    an empty form."""
    board = improvement.board(asked.provider)
    parts: list[Component | None] = [
        html.Header(
            [
                html.P(say("improvement.improvement", name=asked.provider.name), className="eyebrow", dir="auto"),
                html.H1(board_sentence(board.cards, board.points), id=HEADLINE),
            ]
        ),
        _rooms(asked.at),
        _tools(board, asked),
        html.Div(_work(board, asked), id="improvement-work"),
        front_line(asked),
        _drawer(board, asked),
        dcc.Store(id="board-move"),
    ]
    return html.Div([part for part in parts if part is not None], className="page improvement-page")


def _rooms(at: Address) -> Component:
    """The pages that belong to improving."""
    return html.Nav(
        [dcc.Link(say(key), href=at.to(path)) for path, key in ROOMS],
        className="rooms",
        **attributes(aria_label=say("improvement.more")),
    )


def _tools(board: Board, asked: Asked) -> Component:
    owners = sorted({c.action.owner for c in board.cards if c.action.owner}, key=str.casefold)
    chosen = asked.at.get("owner")
    filter_by = dmc.Select(
        id="owner-filter",
        data=[*owners, *([chosen] if chosen and chosen not in owners else [])],
        value=chosen,
        placeholder=say("improvement.all_owners"),
        clearable=True,
        searchable=True,
        **attributes(aria_label=say("improvement.only_the_actions_of")),
    )
    parts: list[Component] = [filter_by, _stages(board, asked.at), _ages(asked.at)]
    if asked.visitor.may_edit:
        href = asked.at.to("/improvement", owner=chosen, age=asked.at.get("age"), action="new")
        parts.append(dcc.Link(say("improvement.add_an_action"), href=href, className="button"))
    return html.Div(parts, className="tools")


def _stages(board: Board, at: Address) -> Component:
    chosen = at.get("stage")
    return dmc.Select(
        id="stage-filter",
        data=[*board.stages, *([chosen] if chosen and chosen not in board.stages else [])],
        value=chosen,
        placeholder=say("improvement.all_stages"),
        clearable=True,
        searchable=True,
        **attributes(aria_label=say("improvement.only_actions_about_the")),
    )


def _ages(at: Address) -> Component:
    return dmc.Select(
        id="age-filter",
        data=[{"value": days, "label": say("improvement.older_than_days", days=days)} for days in AGES],
        value=at.get("age") if at.get("age") in AGES else None,
        placeholder=say("improvement.any_age"),
        clearable=True,
        **attributes(aria_label=say("improvement.only_actions_that_are")),
    )


def _work(board: Board, asked: Asked, said: str | None = None) -> list[Component]:
    at, may_edit = asked.at, asked.visitor.may_edit
    shown = board.only(at.get("owner"), at.get("stage"), at.get("age"))
    message = html.P(said or "", className="refused" if said else "", role="status", id="board-said")
    columns = [_column(status, [c for c in shown if c.stands == status], asked) for status in _columns(shown)]
    hint = html.P(say("improvement.drag_a_card_to"), className="quiet board-hint") if may_edit and shown else None
    empty = nothing(say("improvement.no_action_yet_open")) if not board.cards else None
    matrix = value_effort(board.points)
    figure = (
        drawing(matrix, "value-effort", value_effort_rows(board.points), say("caption.value_effort"))
        if matrix
        else None
    )
    parts = [
        message,
        empty,
        html.Div(columns, className="board") if board.cards else None,
        hint,
        card(say("improvement.what_is_worth_the"), figure, of="matrix") if figure else None,
    ]
    return [part for part in parts if part is not None]


def _columns(shown: list[Card]) -> list[str]:
    """A column a status; what was verified or dropped has one only where there is any."""
    order = [*(status for status in STATUSES if status != "dropped"), VERIFIED, "dropped"]
    return [status for status in order if status not in (VERIFIED, "dropped") or any(c.stands == status for c in shown)]


def _column(status: str, cards: list[Card], asked: Asked) -> Component:
    name = status_name(status)
    head = html.H2([name, html.Span(str(len(cards)), className="count")])
    listed = html.Ol([action_card(one, asked.at, asked.visitor.may_edit) for one in cards])
    target = {} if status == VERIFIED else {"data_column": status}  # the data decide that, nobody drops a card there
    return html.Section([head, listed], className="column", **attributes(aria_label=name, **target))


def _drawer(board: Board, asked: Asked) -> Component | None:
    identity = asked.at.get("action")
    one = board.card(identity) if identity else None
    if identity is None or (identity == "new" and not asked.visitor.may_edit):
        return None
    if one is None and identity != "new":
        inside: list[Component] = [nothing(say("improvement.that_action_is_not"))]
    elif asked.visitor.may_edit:
        inside = _editing(board, one, asked)
    else:
        assert one is not None
        inside = [told(one.action, rows_of(one))]
    if one is not None:
        inside = [*proof(one), *inside]
        inside += [html.H3(say("word.who_changed_what")), told_changes(record_of(asked.provider, one.action.id))]
    title = one.action.title if one else say("improvement.a_new_action")
    return dmc.Drawer(
        inside,
        id="action-drawer",
        opened=True,
        position="right",
        size="lg",
        title=html.Span(title, dir="auto"),
        closeButtonProps={"aria-label": say("word.close")},
    )


def _editing(board: Board, one: Card | None, asked: Asked) -> list[Component]:
    gone = [html.P(say("action_card.the_newest_run_does"), className="quiet")] if one and one.gone else []
    buttons = [html.Button(say("word.save"), id="drawer-save", type="button", className="button")]
    if one is not None:
        buttons.append(html.Button(say("word.remove"), id="drawer-remove", type="button", className="button plain"))
    offered = improvement.parts(asked.provider)
    form = action_form("drawer", board, one.action if one else None, offered, asked.at.get("mismatch"))
    return [*gone, form, html.Div(buttons, className="tools")]


def _closed(at: Address) -> str:
    """The address of the board behind the drawer."""
    return at.to("", owner=at.get("owner"), age=at.get("age"))


def register(app: Dash, projects: Projects) -> None:
    """Moving, saving and removing actions; closing the drawer and filtering happen in the browser."""
    register_ahead(app, projects, "drawer")

    @app.callback(
        Output("improvement-work", "children"),
        Input("board-move", "data"),
        State("address", "search"),
        prevent_initial_call=True,
    )
    def move(asked_for: dict[str, Any], search: str) -> Any:
        at = read_address("/improvement", search)
        provider = projects.pick(at.get("project"))
        who = must_edit(provider)
        if not {"id", "version", "to"} <= (asked_for or {}).keys():
            raise PreventUpdate
        identity, version, to = str(asked_for["id"]), int(asked_for["version"]), str(asked_for["to"])
        outcome = improvement.move(provider, who, identity, version, to)
        board = improvement.board(provider)
        set_props(HEADLINE, {"children": board_sentence(board.cards, board.points)})
        return _work(board, Asked(provider, at, visitor(provider)), outcome.refused)

    @app.callback(
        Output("drawer-said", "children"),
        Output("drawer-asked", "data"),
        Output("address", "search", allow_duplicate=True),
        Input("drawer-save", "n_clicks"),
        State("address", "search"),
        states("drawer"),
        prevent_initial_call=True,
    )
    def save(clicks: int | None, search: str, form: dict[str, Any]) -> tuple[Any, Any, Any]:
        at = read_address("/improvement", search)
        provider = projects.pick(at.get("project"))
        who, asked = must_edit(provider), form["asked"] or {}
        if not clicks:
            return no_update, no_update, no_update
        done = improvement.save(provider, who, asked.get("id"), asked.get("version") or 0, values(form))
        now = {"id": done.action.id, "version": done.action.version} if done.action else asked
        return (done.refused, now, no_update) if done.refused else ("", now, _closed(at))

    @app.callback(
        Output("address", "search", allow_duplicate=True),
        Input("drawer-remove", "n_clicks"),
        State("drawer-asked", "data"),
        State("address", "search"),
        prevent_initial_call=True,
    )
    def remove(clicks: int | None, asked: dict[str, Any], search: str) -> Any:
        at = read_address("/improvement", search)
        provider = projects.pick(at.get("project"))
        who = must_edit(provider)
        if not clicks or ctx.triggered_id != "drawer-remove":
            return no_update
        improvement.remove(provider, who, asked["id"])
        return _closed(at)

    _in_the_browser(app)


def _in_the_browser(app: Dash) -> None:
    app.clientside_callback(
        "window.dash_clientside.board.close",
        Output("address", "search", allow_duplicate=True),
        Input("action-drawer", "opened"),
        State("address", "search"),
        prevent_initial_call=True,
    )
    for name in ("owner", "stage", "age"):
        app.clientside_callback(
            f"window.dash_clientside.board.{name}",
            Output("address", "search", allow_duplicate=True),
            Input(f"{name}-filter", "value"),
            State("address", "search"),
            prevent_initial_call=True,
        )
