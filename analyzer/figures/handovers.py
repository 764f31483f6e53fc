"""Handovers: who passes work on to whom, as a matrix with its numbers written in."""

from __future__ import annotations

from typing import Any

from analyzer.document.parts.process import ProcessSection
from analyzer.figures.plotly_style import colour, plain, style
from analyzer.words import wording
from analyzer.words.language import say

SHOWN = 12


def handover_matrix(process: ProcessSection, shown: int = SHOWN) -> tuple[list[str], list[list[int]]]:
    """The busiest givers and takers, and how often work went from one (row) to another (column)."""
    rows = process.get("handovers") or []
    busy: dict[str, int] = {}
    for row in rows:
        for name in (row["from"], row["to"]):
            busy[name] = busy.get(name, 0) + row["count"]
    names = sorted(busy, key=lambda name: (-busy[name], name))[:shown]
    counts = {(row["from"], row["to"]): row["count"] for row in rows}
    return names, [[counts.get((a, b), 0) for b in names] for a in names]


def handovers(process: ProcessSection, dark: bool = False) -> Any:
    """The matrix as a Plotly heat map; None where nothing is handed over. Colours go with the logarithm of counts."""
    import math

    import plotly.graph_objects as go

    names, counts = handover_matrix(process)
    if not names:
        return None
    words = [[wording.count(n) if n else "" for n in row] for row in counts]
    figure = go.Figure(
        go.Heatmap(
            x=[plain(name) for name in names],
            y=[plain(name) for name in names],
            z=[[math.log1p(n) for n in row] for row in counts],
            text=words,
            customdata=words,
            texttemplate="%{text}",
            colorscale=[[0, colour("band", dark)], [1, colour("aligned", dark)]],
            showscale=False,
            xgap=3,
            ygap=3,
            hovertemplate=say("handovers.to_times"),
        )
    )
    style(figure, dark, height=110 + 34 * len(names))
    figure.update_layout(hovermode="closest")
    figure.update_yaxes(
        type="category", autorange="reversed", showgrid=False, title={"text": say("column.from"), "standoff": 12}
    )
    figure.update_xaxes(
        type="category", showgrid=False, side="bottom", title={"text": say("column.to"), "standoff": 12}
    )
    return figure
