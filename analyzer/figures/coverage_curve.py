"""How many variants it takes to cover how many cases: a curve that rises fast where the process is orderly."""

from __future__ import annotations

from itertools import accumulate
from typing import Any

from analyzer.document.parts.process import ProcessSection
from analyzer.figures.plotly_style import colour, style
from analyzer.words import wording
from analyzer.words.language import say


def coverage_curve(process: ProcessSection, dark: bool = False) -> Any:
    """Variants, the most frequent first, against the share of cases that they cover together; None with fewer than two.

    Grain: variant. Shares 0–1 of all cases. The document lists the most frequent variants only, so that the curve may
    end below 100 %; how many there are in all is said on the axis.
    """
    import plotly.graph_objects as go

    rows = process.get("variants") or []
    if len(rows) < 2:
        return None
    covered = [min(c, 1.0) for c in accumulate(row["share"] for row in rows)]
    words = [say("coverage_curve.of_the_cases_this", c=wording.percent(c), cases=wording.count(row['cases']))
             for c, row in zip(covered, rows, strict=True)]  # fmt: skip
    figure = go.Figure(
        go.Scatter(
            x=list(range(1, len(rows) + 1)),
            y=covered,
            customdata=words,
            mode="lines+markers" if len(rows) <= 30 else "lines",
            line={"color": colour("accent", dark), "width": 2.2, "shape": "hv"},
            fill="tozeroy",
            fillcolor=colour("band", dark),
            marker={"size": 5},
            hovertemplate=say("coverage_curve.variants_cover"),
        )
    )
    style(figure, dark, height=250)
    total = process.get("variants_total") or len(rows)
    figure.update_layout(showlegend=False, hovermode="closest")
    figure.update_yaxes(range=[0, 1.02], tickformat=".0%", nticks=6)
    figure.update_xaxes(
        title={"text": say("coverage_curve.variants_the_most_frequent", total=wording.count(total))}, showgrid=False
    )
    return figure
