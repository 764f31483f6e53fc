"""The views of the process, as links: each at an address of its own, with the same filters."""

from __future__ import annotations

from dash.development.base_component import Component

from dashboards.components.address import COMPARED, Address
from dashboards.components.choice import choice

VIEWS = (
    ("/process", "Map"),
    ("/process/time", "Over time"),
    ("/process/paths", "Paths"),
    ("/process/teams", "Handovers"),
    ("/process/rules", "Rules and models"),
    ("/process/replay", "Cases on their way"),
    (COMPARED, "Compare"),
)


def process_views(at: Address) -> Component:
    """The links, the page's own marked."""
    return choice("Views of the process", [(name, at.to(path), at.path == path) for path, name in VIEWS])
