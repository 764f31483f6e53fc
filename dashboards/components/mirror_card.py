"""The mirror on its card. A click on a stage filters the page to it; a second click takes the filter away."""

from __future__ import annotations

import dash_mantine_components as dmc
from dash.development.base_component import Component

from analyzer.document import AlignmentDocument
from analyzer.figures.mirror import caption, mirror, table
from dashboards.components.address import Address
from dashboards.components.drawing import drawing


def mirror_card(document: AlignmentDocument, selected: str | None, at: Address) -> Component:
    """The mirror of a document."""

    def address(stage: str) -> str:
        return at.to("/", stage=None if stage == selected else stage, view=at.get("view"))

    figure = drawing(mirror(document, address, selected), "mirror", table(document), caption(document))
    return dmc.Paper(figure, className="card mirror-card")
