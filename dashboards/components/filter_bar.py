"""The filter bar: which part of the run a page shows. Its state is the address alone."""

from __future__ import annotations

import re
from calendar import monthrange
from typing import Any

import dash_mantine_components as dmc
from dash import dcc, html
from dash.development.base_component import Component

from analyzer.words import wording
from analyzer.words.language import say
from dashboards.components.address import COMPARED, Address
from dashboards.components.attributes import attributes
from dashboards.components.icon import icon
from dashboards.components.more_filters import more_filters
from dashboards.components.picked import picked
from dashboards.providers.slices import Filters, segment

MOST_NUMBERS = 12  # values of a number that are offered one by one; of more, "More filters" takes a range
NUMBER = re.compile(r"[-+]?\d+([.,]\d+)?([eE][-+]?\d+)?")


def filter_bar(
    offered: dict[str, Any] | None,
    filters: Filters,
    at: Address,
    *,
    kinds: bool = True,
    named: Component | None = None,
) -> Component:
    """The pickers, and what is picked as chips that one can take away. `offered`: what the pickers offer; None where
    the run keeps no tables. `kinds`: whether the page shows anything that the kind of signal changes. `named`: the
    project's named filters."""
    if offered is None:
        return html.Section(
            html.P(say("filter_bar.this_run_was_made"), className="quiet"), className="filters", id="filters"
        )
    pickers = [
        _period(offered, filters),
        _segments(offered, filters),
        _stage(offered, filters),
        _kinds(offered, filters, kinds),
    ]
    values = [getattr(picker, "value", None) for picker in pickers]
    drawn = dcc.Store(id="filters-drawn", data=values)
    further = [more_filters(offered), *([named] if named is not None else [])]
    word = html.Span([icon("filter"), say("filter_bar.show_only")], className="filters-word")
    row = html.Div([word, *pickers, *further, drawn], className="filter-pickers")
    return html.Section(
        [row, *_chips(filters, at)],
        className="filters",
        id="filters",
        **attributes(aria_label=say("filter_bar.filters")),
    )


def _period(offered: dict[str, Any], filters: Filters) -> Component:
    months = offered["months"]
    presets = [{"value": [f"{month}-01", _last_day(month)], "label": wording.month(month)} for month in months[-12:]]
    chosen = [day.isoformat() if day else None for day in (filters.first, filters.last)]
    return dmc.DatePickerInput(
        id="filter-period",
        type="range",
        value=chosen,
        placeholder=say("filter_bar.any_time"),
        valueFormat="D MMM YY",
        minDate=f"{months[0]}-01",
        maxDate=_last_day(months[-1]),
        defaultDate=f"{months[-1]}-01",
        presets=presets,
        allowSingleDateInRange=True,
        clearable=True,
        size="sm",
        className="filter-picker period-picker",
        popoverProps={"withRoles": False},  # the role would name a label that is not there
        **attributes(aria_label=say("filter_bar.time_a_range_of")),
    )


def _segments(offered: dict[str, Any], filters: Filters) -> Component:
    chosen = [segment(name, value) for name, value in filters.segments]
    groups: list[dict[str, Any]] = [
        {
            "group": _more(attribute),
            "items": [
                {"value": segment(attribute["name"], one["value"]), "label": _label(attribute, one)}
                for one in attribute["values"]
            ],
        }
        for attribute in offered["attributes"]
        if not _is_number(attribute) or len(attribute["values"]) <= MOST_NUMBERS
    ]
    known = {item["value"] for group in groups for item in group["items"]}
    further = [{"value": one, "label": one} for one in chosen if one not in known]
    if further:
        groups.insert(0, {"group": say("filter_bar.from_the_address"), "items": further})
    return dmc.MultiSelect(
        id="filter-segment",
        data=groups,
        value=chosen,
        placeholder=say("filter_bar.any_segment") if not chosen else "",
        searchable=True,
        clearable=True,
        hidePickedOptions=False,
        nothingFoundMessage=say("filter_bar.no_segment_of_that"),
        maxDropdownHeight=360,
        limit=300,
        size="sm",
        className="filter-picker segment-picker",
        **attributes(aria_label=say("filter_bar.segment_an_attribute_of")),
    )


def _is_number(attribute: dict[str, Any]) -> bool:
    """Whether all values of an attribute are numbers."""
    given = [str(one["value"]) for one in attribute["values"] if one["value"]]
    return bool(given) and all(NUMBER.fullmatch(value) for value in given)


def _label(attribute: dict[str, Any], one: dict[str, Any]) -> str:
    """A value with its cases; a number does not stand bare."""
    value = one["value"] or say("picked.no_value")
    named = f"{attribute['name']}: {value}" if one["value"] and _is_number(attribute) else value
    return f"{named} · {wording.count(one['cases'])}"


def _more(attribute: dict[str, Any]) -> str:
    return (
        say("filter_bar.and_more", name=attribute["name"], more=wording.count(attribute["more"]))
        if attribute["more"]
        else attribute["name"]
    )


def _stage(offered: dict[str, Any], filters: Filters) -> Component:
    return dmc.Select(
        id="filter-stage",
        data=list(dict.fromkeys(offered["stages"])),
        value=filters.stage,
        placeholder=say("filter_bar.any_stage"),
        clearable=True,
        size="sm",
        className="filter-picker",
        **attributes(aria_label=say("word.stage")),
    )


def _kinds(offered: dict[str, Any], filters: Filters, shown: bool) -> Component:
    """Out of sight where it changes nothing; it is there, for what is picked is read from all pickers."""
    counts = {one["kind"]: one["signals"] for one in offered["kinds"]}
    names = [*counts, *(kind for kind in filters.kinds if kind not in counts)]
    return dmc.MultiSelect(
        id="filter-kind",
        data=[{"value": k, "label": f"{wording.signal_name(k)} · {wording.count(counts.get(k, 0))}"} for k in names],
        value=list(filters.kinds),
        placeholder=say("filter_bar.any_signal") if not filters.kinds else "",
        clearable=True,
        hidePickedOptions=False,
        size="sm",
        className="filter-picker" if shown else "filter-picker away",
        **attributes(aria_label=say("filter_bar.kind_of_signal_whose")),
    )


def _chips(filters: Filters, at: Address) -> list[Component]:
    """What is picked, each with a link that takes it away."""
    held = picked(filters)
    if not held:
        return []
    away = [at.here(**{key: [v for k, v, _ in held if k == key and v != text]}) for key, text, _ in held]
    chips = [
        dcc.Link(
            [html.Span(words, dir="auto"), html.Span("×", className="cross", **attributes(aria_hidden="true"))],
            href=href,
            className="picked",
            title=say("filter_bar.without", words=words),
        )
        for (_, _, words), href in zip(held, away, strict=True)
    ]
    ways = [dcc.Link(say("filter_bar.clear_all"), href=at.everything(), id="clear-filters")]
    if at.path != COMPARED:
        ways.append(dcc.Link(say("filter_bar.compare_with_the_rest"), href=at.to(COMPARED)))
    return [html.Div([*chips, *ways], className="picked-row")]


def _last_day(month: str) -> str:
    year, number = int(month[:4]), int(month[5:7])
    return f"{month}-{monthrange(year, number)[1]:02d}"
