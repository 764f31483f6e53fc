"""More filters: conditions on whole cases, added to the address one by one (assets/filters.js)."""

from __future__ import annotations

from typing import Any

import dash_mantine_components as dmc
from dash import html
from dash.development.base_component import Component

from analyzer.words.filter_words import NAMES, VERDICTS
from dashboards.components.attributes import attributes

FOUND_AT_ONCE = 50  # names in the lists of activities; typing brings the others
EXAMPLE = "90m, 24h, 3d; of a number 1.5"


def more_filters(offered: dict[str, Any]) -> Component:
    """A button that opens the fields of one condition; each kind shows only the fields that it needs. What is added
    stands among the chips of the bar."""
    kind = dmc.Select(
        id="more-kind",
        label="Only cases in which",
        data=[{"value": key, "label": name} for key, name in NAMES.items()],
        value="has",
        allowDeselect=False,
        size="sm",
    )
    verdict = dmc.Select(
        id="more-verdict",
        label="In the chosen stage, or in any",
        data=[{"value": key, "label": name} for key, name in VERDICTS.items()],
        value="good_bad",
        allowDeselect=False,
        size="sm",
        className="for-verdict",
    )
    fields = html.Div(
        [
            kind,
            _activity("more-first", "Activity", offered, "for-activity"),
            _activity("more-second", "The activity that comes after it", offered, "for-pair"),
            _bound("more-column", "Column of numbers", "its name in the log", "for-number"),
            _bound("more-least", "At least", EXAMPLE, "for-bounds"),
            _bound("more-most", "At most", EXAMPLE, "for-bounds"),
            verdict,
            html.P(id="more-said", role="status", className="quiet"),
            html.Button("Add this filter", id="more-add", type="button", className="button"),
        ],
        id="more-fields",
        className="more-fields of-has",
        role="group",
        **attributes(aria_label="A further filter"),
    )
    return html.Details([html.Summary("More filters"), fields], className="more-filters", id="more-filters")


def _activity(name: str, label: str, offered: dict[str, Any], kinds: str) -> Component:
    return dmc.Select(
        id=name,
        label=label,
        data=offered["activities"],
        searchable=True,
        clearable=True,
        limit=FOUND_AT_ONCE,
        nothingFoundMessage="No activity of that name",
        placeholder="Type a part of its name",
        size="sm",
        className=kinds,
    )


def _bound(name: str, label: str, example: str, kinds: str) -> Component:
    return dmc.TextInput(id=name, label=label, placeholder=example, size="sm", className=kinds)
