"""The blame matrix: the stage that customers name against the stage of the driver, in unhappy visits."""

from __future__ import annotations

from typing import Any

from analyzer.document import AlignmentDocument
from analyzer.figures.plotly_style import colour, plain, style
from analyzer.words import wording
from analyzer.words.language import say

COLUMNS = 4  # a matrix of fewer leaves room at its right: a single cell must not fill a card


def blame_matrix(document: AlignmentDocument, stage: str | None = None) -> tuple[list[str], list[str], list[list[int]]]:
    """(stages named by customers, stages of the drivers, visits). `stage` keeps the rows of one named stage; empty
    lists without data."""
    rows = [b for b in document.get("blame", []) if stage is None or b["stage"] == stage]
    order = [s["name"] for s in document["stages"]]
    named = [s for s in order if any(b["stage"] == s for b in rows)]
    causes = [s for s in order if any(b["driver_stage"] == s for b in rows)]
    if any(b["driver_stage"] is None for b in rows):
        causes.append(say("word.no_stage"))
    visits = {(b["stage"], b["driver_stage"] or say("word.no_stage")): b["visits"] for b in rows}
    return named, causes, [[visits.get((n, c), 0) for c in causes] for n in named]


def blame(document: AlignmentDocument, stage: str | None = None, dark: bool = False) -> Any:
    """The matrix as a Plotly heat map with its numbers written in; None without data."""
    import plotly.graph_objects as go

    named, causes, visits = blame_matrix(document, stage)
    if not named:
        return None
    empty, full = colour("band", dark), colour("hidden")  # the deep red carries white numbers on either ground
    figure = go.Figure(
        go.Heatmap(
            x=[plain(cause) for cause in causes],
            y=[plain(name) for name in named],
            z=visits,
            text=[[wording.count(v) if v else "" for v in row] for row in visits],
            texttemplate="%{text}",
            colorscale=[[0, empty], [1, full]],
            zmin=0,
            zmax=max(map(max, visits)),
            showscale=False,
            xgap=3,
            ygap=3,
            hovertemplate=say("blame.customers_name_stage_of"),
        )
    )
    style(figure, dark, height=70 + 46 * len(named))
    figure.update_layout(hovermode="closest")
    figure.update_yaxes(autorange="reversed", showgrid=False)
    figure.update_xaxes(showgrid=False, side="bottom", range=[-0.5, max(len(causes), COLUMNS) - 0.5])
    return figure
