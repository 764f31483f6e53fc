"""How every Plotly figure of this project looks and what its toolbar offers.

The toolbar must not offer to upload: Plotly 7 puts a "Share chart" button, which sends the figure to a cloud
service, on every figure
unless its config says otherwise. `CONFIG` says so, and the one component that makes graphs uses it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from analyzer.figures.palette import PALETTE
from analyzer.figures.svg import FONT
from analyzer.words import wording

CONFIG: dict[str, Any] = {
    "showSendToCloud": False,
    "plotlyServerURL": "",
    "displaylogo": False,
    "responsive": True,
    "displayModeBar": "hover",
    "modeBarButtonsToRemove": ["select2d", "lasso2d", "autoScale2d", "zoomIn2d", "zoomOut2d"],
    "toImageButtonOptions": {"format": "png", "scale": 2},
}
MONTHS = 8  # that are named below a figure: so many names have room on a telephone


def colour(name: str, dark: bool = False) -> str:
    """A colour of the palette for light or dark ground."""
    return PALETTE[name].dark if dark else PALETTE[name].light


def plain(words: str) -> str:
    """A text that Plotly shows as it is: Plotly reads some HTML in names."""
    return words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def style(figure: Any, dark: bool = False, height: int = 300) -> Any:
    """The figure itself, with the project's fonts, colours and margins."""
    axis = {
        "gridcolor": colour("line", dark),
        "zerolinecolor": colour("line", dark),
        "linecolor": colour("line", dark),
        "automargin": True,
        "fixedrange": True,
    }
    figure.update_layout(
        template="none",
        height=height,
        font={"family": FONT, "size": 12, "color": colour("ink", dark)},
        paper_bgcolor="rgba(0,0,0,0)",
        plot_bgcolor="rgba(0,0,0,0)",
        margin={"l": 8, "r": 16, "t": 16, "b": 8},
        hoverlabel={
            "bgcolor": colour("surface", dark),
            "align": "left",
            "bordercolor": colour("line", dark),
            "font": {"color": colour("ink", dark), "family": FONT},
        },
        legend={"orientation": "h", "y": 1.02, "yanchor": "bottom", "x": 0, "font": {"color": colour("muted", dark)}},
        hovermode="x unified",
    )
    figure.update_xaxes(**axis, showgrid=False, ticks="", ticklabelstandoff=6)
    figure.update_yaxes(**axis, ticks="", zeroline=False)
    return figure


def months_below(figure: Any, months: Sequence[str]) -> None:
    """Months (2026-01) as categories below a figure: short names, the year beneath the first and every January. At
    most eight are named, and stand upright on a telephone too; the tooltip names each."""
    shown = months[:: -(-len(months) // MONTHS) or 1]
    names, year = [], ""
    for month in shown:
        name, this = wording.month(month).split(" ")
        names.append(name if this == year else f"{name}<br>{this}")
        year = this
    figure.update_xaxes(
        type="category",
        tickmode="array",
        tickvals=[wording.month(month) for month in shown],
        ticktext=names,
        tickangle=0,
    )
