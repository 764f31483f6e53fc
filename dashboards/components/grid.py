"""Tables that one sorts and filters, with AG Grid; they follow light and dark by `data-ag-theme-mode`, which a
script in assets sets."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import dash_ag_grid as dag
from dash.development.base_component import Component

OPTIONS = {
    "domLayout": "autoHeight",
    "suppressCellFocus": False,
    "animateRows": False,
    "enableCellTextSelection": True,
}


def grid(name: str, rows: Sequence[Mapping[str, Any]], columns: Sequence[Mapping[str, Any]]) -> Component:
    """A grid of plain rows; `columns` are AG Grid's column definitions."""
    return dag.AgGrid(
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
