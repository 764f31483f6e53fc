"""Attributes of HTML that are no properties of Dash's components: data-… and aria-…."""

from __future__ import annotations

from typing import Any


def attributes(**named: str) -> dict[str, Any]:
    """aria_label="x" as {"aria-label": "x"}, to be handed on with two stars."""
    return {name.replace("_", "-"): value for name, value in named.items()}
