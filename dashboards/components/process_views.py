"""The views of the process, as links: each at an address of its own, with the same filters."""

from __future__ import annotations

from dash.development.base_component import Component

from analyzer.words.language import say
from dashboards.components.address import COMPARED, Address
from dashboards.components.choice import choice

VIEWS = (
    ("/process", "process_views.map"),
    ("/process/time", "process_views.over_time"),
    ("/process/paths", "word.paths"),
    ("/process/teams", "word.handovers"),
    ("/process/rules", "process_views.rules_and_models"),
    ("/process/replay", "word.cases_on_their_way"),
    (COMPARED, "word.compare"),
)


def process_views(at: Address) -> Component:
    """The links, the page's own marked."""
    return choice(
        say("process_views.views_of_the_process"), [(say(name), at.to(path), at.path == path) for path, name in VIEWS]
    )
