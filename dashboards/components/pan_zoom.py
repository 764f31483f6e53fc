"""A large drawing in a window: one drags it, zooms it by buttons, keys, or Ctrl and the wheel (assets/window.js)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from dash import html
from dash.development.base_component import Component

from analyzer.words.language import say
from dashboards.components.attributes import attributes
from dashboards.components.drawing import beneath, caption_line, place

BUTTONS = (
    ("in", "+", "pan_zoom.zoom_in"),
    ("out", "−", "pan_zoom.zoom_out"),
    ("fit", "", "pan_zoom.show_all_of_it"),
    ("full", "1:1", "pan_zoom.actual_size"),
)


def pan_zoom(
    svg: str,
    name: str,
    label: str,
    rows: Sequence[Mapping[str, Any]] = (),
    caption: str = "",
    clickable: bool = False,
    whole: bool = False,
    click: str = "",
) -> Component:
    """The drawing with its window, downloads and table. `clickable`: its activities are buttons that write
    `?activity=` into the address. `whole`: at first all of it is seen, however small. `click`: what a click
    in it does."""
    buttons = [
        html.Button(
            sign or say("pan_zoom.fit"),
            type="button",
            title=say(key),
            **attributes(data_zoom=what, aria_label=say(key)),
        )
        for what, sign, key in BUTTONS
    ]
    kind = {**({"data_clickable": "yes"} if clickable else {}), **({"data_whole": "yes"} if whole else {})}
    window = html.Div(
        html.Div(place(svg), className="window-inside"),
        className="window",
        tabIndex="0",
        role="group",
        **attributes(aria_label=f"{label}. {say('pan_zoom.drag_to_move_zoom')}", **kind),
    )
    parts: list[Component] = [
        html.Div([window, html.Div(buttons, className="zooms", role="group")], className="window-box"),
        *caption_line(caption, click),
        html.P(say("pan_zoom.drag_to_move_zoom"), className="keys"),
        *beneath(name, rows),
    ]
    return html.Div(parts, className="figure-box", **attributes(data_name=name))
