"""More filters: conditions on whole cases, added to the address one by one (assets/filters.js)."""

from __future__ import annotations

from typing import Any

import dash_mantine_components as dmc
from dash import html
from dash.development.base_component import Component

from analyzer.words.filter_words import NAMES, VERDICTS
from analyzer.words.language import say
from dashboards.components.attributes import attributes

FOUND_AT_ONCE = 50  # names in the lists of activities; typing brings the others


def more_filters(offered: dict[str, Any]) -> Component:
    """A button that opens the fields of one condition; each kind shows only the fields that it needs. What is added
    stands among the chips of the bar."""
    kind = dmc.Select(
        id="more-kind",
        label=say("more_filters.only_cases_in_which"),
        data=[{"value": key, "label": say(of)} for key, of in NAMES.items()],
        value="has",
        allowDeselect=False,
        size="sm",
    )
    verdict = dmc.Select(
        id="more-verdict",
        label=say("more_filters.in_the_chosen_stage"),
        data=[{"value": key, "label": say(of)} for key, of in VERDICTS.items()],
        value="good_bad",
        allowDeselect=False,
        size="sm",
        className="for-verdict",
    )
    fields = html.Div(
        [
            kind,
            _activity("more-first", say("word.activity"), offered, "for-activity"),
            _activity("more-second", say("more_filters.the_activity_that_comes"), offered, "for-pair"),
            _bound(
                "more-column", say("more_filters.column_of_numbers"), say("more_filters.its_name_in_the"), "for-number"
            ),
            _bound("more-least", say("more_filters.at_least"), say("more_filters.m_h_d_of"), "for-bounds"),
            _bound("more-most", say("more_filters.at_most"), say("more_filters.m_h_d_of"), "for-bounds"),
            verdict,
            html.P(id="more-said", role="status", className="quiet"),
            html.Button(say("more_filters.add_this_filter"), id="more-add", type="button", className="button"),
        ],
        id="more-fields",
        className="more-fields of-has",
        role="group",
        **attributes(aria_label=say("more_filters.a_further_filter")),
    )
    return html.Details(
        [html.Summary(say("more_filters.more_filters")), fields], className="more-filters", id="more-filters"
    )


def _activity(name: str, label: str, offered: dict[str, Any], kinds: str) -> Component:
    return dmc.Select(
        id=name,
        label=label,
        data=offered["activities"],
        searchable=True,
        clearable=True,
        limit=FOUND_AT_ONCE,
        nothingFoundMessage=say("word.no_activity_of_that"),
        placeholder=say("word.type_a_part_of"),
        size="sm",
        className=kinds,
    )


def _bound(name: str, label: str, example: str, kinds: str) -> Component:
    return dmc.TextInput(id=name, label=label, placeholder=example, size="sm", className=kinds)
