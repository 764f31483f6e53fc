"""Mismatches of some kinds, in a few lines each, with the way to their page."""

from __future__ import annotations

from collections.abc import Sequence

import dash_mantine_components as dmc
from dash import dcc, html
from dash.development.base_component import Component

from analyzer.document.parts.mismatches import MismatchRow
from dashboards.components.address import Address
from dashboards.components.chips import kind_chip


def mismatch_list(mismatches: Sequence[MismatchRow], at: Address, empty: str) -> Component:
    """The given mismatches; `empty` says what it means that there is none."""
    if not mismatches:
        return html.P(empty, className="nothing small")
    return html.Ul([html.Li(_row(mismatch, at)) for mismatch in mismatches], className="found")


def _row(mismatch: MismatchRow, at: Address) -> Component:
    head = [kind_chip(mismatch["kind"])]
    if mismatch["stage"]:
        head.append(html.Span(mismatch["stage"], className="stage-word", dir="auto"))
    title = html.H3(dcc.Link(mismatch["title"], href=at.mismatch(mismatch["id"])))
    return html.Article([dmc.Group(head, gap="xs"), title, html.P(mismatch["story"])])
