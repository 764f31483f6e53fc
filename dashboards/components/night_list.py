"""Nights as a list: when, what changed, what was read, how long it took, who was told."""

from __future__ import annotations

from collections.abc import Sequence

from dash import dcc, html
from dash.development.base_component import Component

from analyzer.words import wording
from analyzer.words.language import say
from dashboards.components.address import Address
from dashboards.providers.nights import NightRow


def night_list(rows: Sequence[NightRow], known: set[str], at: Address, names: bool) -> Component:
    """The nights in their order; mismatches that the newest run has (`known`) are links. `names`: whether addresses are
    shown, or only how many were told."""
    return html.Ol([html.Li(_night(row, known, at, names)) for row in rows], className="changes")


def _night(row: NightRow, known: set[str], at: Address, names: bool) -> list[Component]:
    when = html.Time(wording.moment(row.at), dateTime=row.at, className="quiet")
    lines: list[Component] = [html.Li([f"{label}: ", *_mismatches(found, known, at)]) for label, found in row.changed]
    lines += [html.Li(say("night_list.to_know", fact=fact), dir="auto") for fact in row.warnings]
    lines.append(html.Li(say("night_list.read_took", read=row.read, took=row.took), dir="auto"))
    lines += [html.Li(told, dir="auto") for told in _told(row, names)]
    return [when, html.P(html.Strong(row.headline)), html.Ul(lines)]


def _mismatches(found: Sequence[tuple[str, str]], known: set[str], at: Address) -> list[Component | str]:
    parts: list[Component | str] = []
    for identity, title in found:
        words = html.Bdi(title)
        parts += ["; "] if parts else []
        parts.append(dcc.Link(words, href=at.mismatch(identity)) if identity in known else words)
    return parts


def _told(row: NightRow, names: bool) -> list[str]:
    if not row.told:
        return [say("night_list.nobody_had_to_be")]
    return row.told if names else [say("night_list.named", n=wording.counted(len(row.told), say("noun.recipient")))]
