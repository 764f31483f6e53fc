"""Chips: small labels for the kind of a mismatch, its owner, its stage."""

from __future__ import annotations

import dash_mantine_components as dmc
from dash import html
from dash.development.base_component import Component

from analyzer.words.language import say
from analyzer.words.wording import kind_meaning, kind_name
from dashboards.components.icon import icon


def kind_chip(kind: str) -> Component:
    """The kind of a mismatch; what it means stands in its tooltip."""
    meaning = kind_meaning(kind)
    chip = html.Span(kind_name(kind), className=f"kind kind-{kind}", tabIndex="0")
    return dmc.Tooltip(chip, label=meaning, withArrow=True) if meaning else chip


def status_chip(words: str, status: str | None) -> Component:
    """How far what is done about it has come; `status` is one of the board's, None where nothing is."""
    of = (status or "none").replace(" ", "-")
    return html.Span(words, className=f"status status-{of}")


def owner_chip(owner: str | None) -> Component:
    """Who answers for it."""
    return html.Span(
        [icon("person"), owner or say("word.nobody")],
        className="owner" if owner else "owner nobody",
        dir="auto",
        title=say("chips.owner"),
    )
