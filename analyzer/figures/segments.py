"""Segments: the unhappy share of several groups of visits side by side, with intervals."""

from __future__ import annotations

from typing import Any

from analyzer.figures import wording
from analyzer.figures.plotly_style import colour, plain, style
from analyzer.statistics.proportions import wilson


def segments(rows: list[dict[str, Any]], dark: bool = False) -> Any:
    """Bars of the unhappy share by segment as a Plotly figure; None without rows.

    Rows: segment, rated, bad. Bars are bad / rated with Wilson's 95 % interval; segments below ten rated visits are
    left out, for
    their bars would be noise. Visits of one customer are taken as independent here.
    """
    import plotly.graph_objects as go

    kept = [(r, wilson(r["bad"], r["rated"])) for r in rows if r["rated"] >= 10]
    if not kept:
        return None
    kept.sort(key=lambda pair: (pair[1].value or 0.0, str(pair[0]["segment"])))
    values = [i.value or 0.0 for _, i in kept]
    figure = go.Figure(
        go.Bar(
            orientation="h",
            x=values,
            y=[plain(str(r["segment"])) for r, _ in kept],
            marker={"color": colour("hidden", dark)},
            error_x={
                "type": "data",
                "symmetric": False,
                "array": [(i.high or 0.0) - v for (_, i), v in zip(kept, values, strict=True)],
                "arrayminus": [v - (i.low or 0.0) for (_, i), v in zip(kept, values, strict=True)],
                "color": colour("ink", dark),
                "thickness": 1.4,
            },
            customdata=[
                f"{wording.percent(i.value)} ({wording.percent_limits(i.as_dict())}), n {wording.count(r['rated'])}"
                for r, i in kept
            ],
            hovertemplate="%{y}: %{customdata}<extra></extra>",
        )
    )
    style(figure, dark, height=70 + 30 * len(kept))
    figure.update_layout(hovermode="closest", bargap=0.35)
    figure.update_xaxes(tickformat=".0%", rangemode="tozero")
    return figure
