"""Tables that one sorts and filters, with AG Grid; they follow light and dark by `data-ag-theme-mode`, which a
script in assets sets."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

import dash_ag_grid as dag
from dash import html
from dash.development.base_component import Component

from dashboards.components.attributes import attributes
from dashboards.components.drawing import downloads

LINK = re.compile(r"\[(.*)\]\([^()]*\)", re.DOTALL)  # [words](address), as Markdown has it
OPTIONS = {
    "domLayout": "autoHeight",
    "suppressCellFocus": False,
    "animateRows": False,
    "enableCellTextSelection": True,
}


def grid(name: str, rows: Sequence[Mapping[str, Any]], columns: Sequence[Mapping[str, Any]]) -> Component:
    """A grid of plain rows, with its downloads; `columns` are AG Grid's column definitions."""
    table = dag.AgGrid(
        id={"kind": "grid", "of": name},
        rowData=[dict(row) for row in rows],
        columnDefs=[dict(column) for column in columns],
        defaultColDef={
            "sortable": True,
            "filter": True,
            "resizable": True,
            "wrapText": True,
            "autoHeight": True,
            "wrapHeaderText": True,
            "autoHeaderHeight": True,
        },
        columnSize="responsiveSizeToFit",
        dashGridOptions=OPTIONS,
        style={"width": "100%"},
    )
    written = [{one["headerName"]: _words(row.get(one["field"])) for one in columns} for row in rows]
    return html.Div(
        [table, downloads(name, written, image=False)], className="figure-box", **attributes(data_name=name)
    )


def _words(value: Any) -> Any:
    """A value without Markdown: the words of a link alone."""
    link = LINK.fullmatch(value) if isinstance(value, str) else None
    return re.sub(r"\\(.)", r"\1", link[1]) if link else value
