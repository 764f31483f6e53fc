"""The pages beside the mirror, by their address."""

from __future__ import annotations

from collections.abc import Callable

from dash.development.base_component import Component

from analyzer.document.parts.shown import ShownDocument
from dashboards.components.address import Address
from dashboards.components.page_parts import Slots
from dashboards.pages import blueprint, journey, process, voice, workbench

ROOMS: dict[str, Callable[[ShownDocument, Address, Slots], Component]] = {
    "/process": process.page,
    "/journey": journey.page,
    "/voice": voice.page,
    "/blueprint": blueprint.page,
    **dict.fromkeys(workbench.TITLES, workbench.page),
}
