"""The form of an action: what to do about which mismatch, who, until when, how much work."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import dash_mantine_components as dmc
from dash import State, dcc, html
from dash.development.base_component import Component

from analyzer.words.action_words import status_name
from analyzer.words.language import say
from dashboards.components.attributes import attributes
from dashboards.providers.improvement import SIZES, STATUSES, Action, Board

PLAIN = ("title", "mismatch_id", "owner", "starts_on", "due_on", "review_on", "effort", "status", "note")
FIELDS = (*PLAIN[:7], "days", *PLAIN[7:], "expected", "on")
PLAN_FIELDS = ("mismatch_id", "starts_on", "review_on", "expected", "on")  # that say when an effect would be seen
EFFORTS = {
    "small": "action_form.small_up_to_a",
    "medium": "action_form.medium_up_to_a",
    "large": "action_form.large_longer",
}


def action_form(
    prefix: str,
    board: Board,
    action: Action | None,
    parts: Mapping[str, Sequence[str]],
    mismatch: str | None = None,
    whole: bool = True,
) -> Component:
    """The form, empty or with an action's values. Its fields have the ids `<prefix>-<field>`; `parts`: attribute →
    values on which an action can be tried first. Where not `whole`, what goes without saying is not shown."""
    effort = action.effort if action else None
    known: dict[str, Any] = {name: getattr(action, name, None) for name in PLAIN}
    chosen = action.mismatch_id if action else mismatch
    owner = known["owner"] or "" if action else board.proposed.get(chosen or "", "")
    fields: list[Component] = [
        dmc.TextInput(
            id=f"{prefix}-title",
            label=say("action_form.what_to_do"),
            value=known["title"] or "",
            required=True,
            className="auto-dir",
        ),
        _mismatch(prefix, board, chosen, whole),
        dmc.Autocomplete(id=f"{prefix}-owner", label=say("word.owner"), data=board.owners, value=owner, limit=12),
        _pair(_day(prefix, "starts_on", say("word.start"), known), _day(prefix, "due_on", say("word.due"), known)),
        _day(prefix, "review_on", say("action_form.review_when_its_effect"), known),
        _pair(
            _expected(prefix, action.expected if action else board.expected.get(chosen or "")),
            _on(prefix, parts, action.tried_on if action else None),
        ),
        html.Div(id=f"{prefix}-ahead", className="quiet", role="status"),
        _pair(
            dmc.Select(
                id=f"{prefix}-effort",
                label=say("word.effort"),
                data=[{"value": size, "label": say(key)} for size, key in EFFORTS.items()],
                value=effort if effort in SIZES else None,
                placeholder=say("word.not_estimated"),
                clearable=True,
            ),
            dmc.NumberInput(
                id=f"{prefix}-days",
                label=say("action_form.or_in_days_of"),
                value=int(effort) if effort and effort.isdigit() else "",
                min=1,
                max=3650,
                allowDecimal=False,
            ),
        ),
        _status(prefix, known["status"] or STATUSES[0], whole),
        dmc.Textarea(
            id=f"{prefix}-note", label=say("action_form.note"), value=known["note"] or "", autosize=True, minRows=3
        ),
        html.P(id=f"{prefix}-said", className="refused", role="alert"),
        dcc.Store(id=f"{prefix}-asked", data={"id": action.id, "version": action.version} if action else {}),
    ]
    return html.Div(fields, className="form")


def states(prefix: str) -> dict[str, State]:
    """The form's fields as states of a callback, and what it was opened with under `asked`."""
    return {name: State(f"{prefix}-{name}", "value") for name in FIELDS} | {"asked": State(f"{prefix}-asked", "data")}


def values(form: dict[str, Any]) -> dict[str, Any]:
    """What the form says, as fields of an action: days of work go before a size."""
    days, plan = form["days"], planned(form)
    effort = str(days) if days not in (None, "") else form["effort"]
    return {**{name: form[name] for name in PLAIN}, **plan, "effort": effort}


def planned(form: dict[str, Any]) -> dict[str, Any]:
    """The form's fields that say when an effect would be seen, as fields of an action."""
    on: dict[str, list[str]] = {}
    for attribute, value in (json.loads(one) for one in form["on"] or ()):
        on.setdefault(attribute, []).append(value)
    expected = form["expected"]
    share = None if expected in (None, "") else round(float(expected) / 100, 6)
    return {"starts_on": form["starts_on"], "review_on": form["review_on"], "expected": share, "tried_on": on or None}


def _expected(prefix: str, share: float | None) -> Component:
    return dmc.NumberInput(
        id=f"{prefix}-expected",
        label=say("action_form.unhappy_visits_to_take"),
        value="" if share is None else round(100 * share, 4),
        min=0,
        max=100,
        suffix=" %",
    )


def _on(prefix: str, parts: Mapping[str, Sequence[str]], chosen: Mapping[str, Sequence[str]] | None) -> Component:
    """Attributes and values to choose from; what an action has stays, also where the newest run lacks it."""
    kept = {name: tuple(dict.fromkeys((*parts.get(name, ()), *values))) for name, values in (chosen or {}).items()}
    options = [
        {"group": name, "items": [{"value": _pick(name, v), "label": f"{name}: {v}"} for v in values]}
        for name, values in {**parts, **kept}.items()
    ]
    return dmc.MultiSelect(
        id=f"{prefix}-on",
        label=say("word.tried_first_where"),
        data=options,
        value=[_pick(name, v) for name, values in (chosen or {}).items() for v in values],
        placeholder=say("action_form.everywhere"),
        searchable=True,
        clearable=True,
        limit=100,
    )


def _pick(attribute: str, value: str) -> str:
    return json.dumps([attribute, value], ensure_ascii=False)


def _mismatch(prefix: str, board: Board, chosen: str | None, whole: bool) -> Component:
    options = [{"value": m["id"], "label": m["title"]} for m in board.mismatches]
    if chosen and chosen not in [m["id"] for m in board.mismatches]:
        options.append({"value": chosen, "label": say("action_form.not_in_the_newest", chosen=chosen)})
    return dmc.Select(
        id=f"{prefix}-mismatch_id",
        label=say("word.mismatch"),
        data=options,
        value=chosen,
        placeholder=say("word.none"),
        searchable=True,
        clearable=True,
        style={} if whole else {"display": "none"},
    )


def _status(prefix: str, status: str, whole: bool) -> Component:
    return dmc.Select(
        id=f"{prefix}-status",
        label=say("word.status"),
        data=[{"value": one, "label": status_name(one)} for one in STATUSES],
        value=status,
        allowDeselect=False,
        style={} if whole else {"display": "none"},
    )


def _day(prefix: str, name: str, label: str, known: dict[str, Any]) -> Component:
    at: date | None = known[name]
    return dmc.DatePickerInput(
        id=f"{prefix}-{name}",
        label=label,
        value=at.isoformat() if at else None,
        valueFormat="D MMM YYYY",
        clearable=True,
        placeholder=say("word.no_date"),
        popoverProps={"withRoles": False},  # the role would name a label that is not there
        **attributes(aria_label=label),
    )


def _pair(*parts: Component) -> Component:
    return html.Div(parts, className="form-pair")


def told(action: Action, rows: Sequence[tuple[str, str]]) -> Component:
    """An action for who may not change it."""
    facts = [html.Div([html.Dt(name), html.Dd(text or "–", dir="auto")]) for name, text in rows]
    note = [html.P(action.note, className="as-typed", dir="auto")] if action.note else []
    return html.Div([html.Dl(facts, className="pairs"), *note])
