"""A figure made of SVG, with its download and its table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import quote

import dash_mantine_components as dmc
from dash import html
from dash.development.base_component import Component

from analyzer.figures.cells import as_csv, forms
from analyzer.figures.plain_table import plain_table
from analyzer.words.language import say
from dashboards.components.attributes import attributes
from dashboards.components.method_link import how


def drawing(svg: str, name: str, rows: Sequence[Mapping[str, Any]] = (), caption: str | None = None) -> Component:
    """An SVG (or HTML with SVG in it) that a script in assets puts in its place, with downloads and its numbers as a
    table.

    `svg` comes from analyzer.figures, which escapes every text in it.
    """
    parts: list[Component] = [place(svg)]
    if caption:
        parts.append(dmc.Text(caption, size="sm", className="quiet"))
    return html.Div([*parts, *beneath(name, rows)], className="figure-box", **attributes(data_name=name))


def beneath(name: str, rows: Sequence[Mapping[str, Any]] = ()) -> list[Component]:
    """What stands in one line under a figure: its numbers as a table, opened on demand, and what saves it."""
    opened = (
        [html.Details([html.Summary(say("drawing.as_a_table")), table(rows)], className="as-table")] if rows else []
    )
    return [*opened, downloads(name, rows)]


def caption_line(caption: str, click: str = "") -> list[Component]:
    """The words beneath a figure, if any; `click`, what a click in it does, stays on the page when the figure is
    saved."""
    parts: list[Any] = [
        *([caption] if caption else []),
        *([html.Span(f" {click}", className="on-click")] if click else []),
    ]
    return [html.P(parts, className="quiet")] if parts else []


def place(svg: str) -> Component:
    """The place of an SVG alone."""
    return html.Div(className="drawing-place", **attributes(data_svg=svg))


def downloads(name: str, rows: Sequence[Mapping[str, Any]] = (), image: bool = True) -> Component:
    """A menu that saves a figure as PNG or SVG and its numbers as CSV or XLSX, by scripts in assets; and how it is
    measured."""
    links: list[Component] = []
    if image:
        links = [
            html.Button(
                kind.upper(),
                className="save",
                type="button",
                **attributes(data_save=kind),
                title=say("drawing.save_as", kind=kind.upper()),
            )
            for kind in ("png", "svg")
        ]
    if rows:
        links.append(
            html.A(
                "CSV",
                className="save",
                href=csv_address(rows),
                download=f"{name}.csv",
                title=say("drawing.save_the_numbers_as"),
            )
        )
        links.append(
            html.Button(
                "XLSX",
                className="save",
                type="button",
                **attributes(data_workbook=name, data_forms="|".join(forms(list(rows[0]), rows))),
                title=say("drawing.save_the_numbers_as_an"),
            )
        )
    said = html.Span(className="saves-said", role="status")
    label = attributes(aria_label=say("drawing.save", name=name.replace("-", " ")))
    menu = html.Details(
        [html.Summary(say("word.save"), **label), html.Div(links, className="saves-list")], className="saves-menu"
    )
    return html.Div([menu, *how(name), said], className="saves")


def csv_address(rows: Sequence[Mapping[str, Any]]) -> str:
    """Rows as a CSV inside an address, so that saving them asks the server for nothing."""
    return "data:text/csv;charset=utf-8," + quote(as_csv(list(rows[0]), rows))


def table(rows: Sequence[Mapping[str, Any]]) -> Component:
    """Rows of words as a plain table, the first hundred of them; the first column heads its row. It is put in its place
    as one text: as a component each cell, a few hundred rows would keep the browser busy for a second."""
    return html.Div(className="scroll", tabIndex="0", **attributes(data_svg=plain_table(rows)))
