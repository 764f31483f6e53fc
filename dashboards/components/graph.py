"""The one place where a Plotly figure becomes a graph, so that none is without the project's config and none ignores
the dark."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from dash import dcc, html
from dash.development.base_component import Component

from analyzer.figures.plotly_style import CONFIG
from dashboards.components.attributes import attributes
from dashboards.components.drawing import beneath, caption_line


def graph(
    name: str,
    draw: Callable[[bool], Any],
    label: str,
    rows: Sequence[Mapping[str, Any]] = (),
    caption: str = "",
    click: str = "",
) -> Component | None:
    """A graph that follows light and dark: `draw(dark)` makes the figure for either ground. None where there is
    nothing to draw.

    `label` is what a screen reader says; `rows` are the figure's numbers, as a table and as a download; `click`:
    what a click in it does.
    """
    import pandas  # noqa: F401  # plotly takes what another thread has imported by half for the whole: wait for all of it

    light = draw(False)
    if light is None:
        return None
    figures = {"light": light.to_plotly_json(), "dark": draw(True).to_plotly_json()}
    config: Any = {**CONFIG, "displayModeBar": False}  # files are saved by the menu beneath, as those of drawings
    height = light.layout.height
    parts: list[Component] = [
        dcc.Store(id={"kind": "figures", "of": name}, data=figures),
        html.Div(
            dcc.Graph(
                id={"kind": "graph", "of": name}, config=config, style={"height": f"{height}px"}, responsive=True
            ),
            role="group",
            **attributes(aria_label=label),
        ),
        *caption_line(caption, click),
        *beneath(name, rows),
    ]
    return html.Div(parts, className="figure-box", **attributes(data_name=name))
