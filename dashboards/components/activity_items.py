"""Activities in the journey's editor as one text of HTML a list: a thousand of them with their menus stand at once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from typing import Any

from dash import html
from dash.development.base_component import Component

from analyzer.words.language import say
from dashboards.components.attributes import attributes


def activity_list(items: Iterable[str], stage_no: str, label: str, looks: str = "stage-activities") -> Component:
    """A list of activities onto which others can be dragged; a script in assets puts it in its place."""
    held = attributes(data_svg="".join(items), data_stage_no=stage_no, aria_label=label)
    return html.Ol(className=looks, **held)


def activity_item(name: str, parts: Iterable[str], may_edit: bool) -> str:
    """A card that can be dragged, or moved with Alt and an arrow key. `parts` are HTML already."""
    inside = "".join(parts)
    if not may_edit:
        return f'<li class="activity-card">{inside}</li>'
    held = f'data-je-activity="{escape(name)}" aria-label="{escape(say("activity_items.moves", name=name))}"'
    return f'<li class="activity-card" draggable="true" tabindex="0" {held}>{inside}</li>'


def item_name(name: str) -> str:
    """The name of an activity."""
    return f'<span class="activity-name" dir="auto">{escape(name)}</span>'


def item_note(*words: str, strong: str = "") -> str:
    """What is known of an activity, in small."""
    first = f"<strong>{escape(strong)}</strong>" if strong else ""
    looks = "why reason" if strong else "why"
    return f'<span class="{looks}" dir="auto">{first}{escape(" · ".join(word for word in words if word))}</span>'


def take_button(name: str, to: int, stage: str) -> str:
    """A button that puts an activity into the stage that is suggested."""
    held = f'data-do="move" data-activity-of="{escape(name)}" data-to="{to}"'
    label = say("activity_items.put_into", name=name, stage=stage)
    take = escape(say("activity_items.take"))
    return f'<button type="button" class="save" {held} aria-label="{escape(label)}">{take}</button>'


def move_menu(name: str, no: int | None, names: Sequence[str]) -> str:
    """A menu of all stages, the activity's own chosen."""
    value = "" if no is None else str(no)
    options = [("", say("word.of_no_stage")), *((str(n), stage) for n, stage in enumerate(names))]
    written = "".join(
        f'<option value="{key}"{" selected" if key == value else ""}>{escape(words)}</option>' for key, words in options
    )
    held = f'data-do="move" data-activity-of="{escape(name)}" data-value="{value}"'
    label = escape(say("activity_items.stage_of", name=name))
    return f'<select class="picker" {held} aria-label="{label}">{written}</select>'


def known_names(names: Iterable[str], identity: str) -> Component:
    """What fields for activities offer while one types."""
    options = "".join(f'<option value="{escape(name)}"></option>' for name in names)
    return html.Datalist(id=identity, **attributes(data_svg=options))


def name_of(activity: Any) -> str:
    """The name of an activity as a journey file writes it, with or without lane and team."""
    return str(activity["name"]) if isinstance(activity, dict) else str(activity)
