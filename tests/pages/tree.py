"""Reading a tree of Dash components without a browser."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from typing import Any

from dash.development.base_component import Component


def walk(node: Any) -> Iterator[Component]:
    """Every component of a tree, outermost first."""
    if isinstance(node, Component):
        yield node
        for name in ("children", "label", "leftSection", "rightSection"):
            yield from walk(getattr(node, name, None))
    elif isinstance(node, (list, tuple)):
        for child in node:
            yield from walk(child)


def words(node: Any) -> str:
    """What a tree says, in one line, its tables too; figures are not read."""
    return " ".join(" ".join(_texts(node)).replace("\u202f", " ").split())


def _texts(node: Any) -> Iterator[str]:
    if isinstance(node, (str, int, float)) and not isinstance(node, bool):
        yield str(node)
    elif isinstance(node, (list, tuple)):
        for child in node:
            yield from _texts(child)
    elif isinstance(node, Component):
        yield from _texts(getattr(node, "children", None))
        written = node.to_plotly_json()["props"].get("data-svg") or ""
        if written and not written.startswith("<svg") and "drawing-place" not in str(getattr(node, "className", "")):
            yield unescape(re.sub("<[^>]*>", " ", written))


def of_class(node: Any, name: str) -> list[Component]:
    """The components that carry a class."""
    return [c for c in walk(node) if name in str(getattr(c, "className", "") or "").split()]


def of_type(node: Any, name: str) -> list[Component]:
    """The components of a type: Graph, AgGrid, Link."""
    return [c for c in walk(node) if type(c).__name__ == name]


def drawings(node: Any) -> str:
    """The SVG of all drawings."""
    return "".join(c.to_plotly_json()["props"]["data-svg"] for c in of_class(node, "drawing-place"))
