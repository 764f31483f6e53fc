"""Icons, drawn in assets/icons.css: nothing is fetched from an icon service."""

from __future__ import annotations

from dash import html


def icon(name: str, label: str | None = None) -> html.Span:
    """An icon in the colour of the text around it; without a label it is decoration and silent."""
    spoken = {"role": "img", "aria-label": label} if label else {"aria-hidden": "true"}
    return html.Span(className=f"icon icon-{name}", **spoken)
