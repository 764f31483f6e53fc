"""Icons, drawn in assets/icons.css: nothing is fetched from an icon service."""

from __future__ import annotations

from dash import html

from dashboards.components.attributes import attributes


def icon(name: str, label: str | None = None) -> html.Span:
    """An icon in the colour of the text around it; without a label it is decoration and silent."""
    spoken = attributes(role="img", aria_label=label) if label else attributes(aria_hidden="true")
    return html.Span(className=f"icon icon-{name}", **spoken)
