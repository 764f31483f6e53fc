"""Where the boxes and arrows of a graph go: Graphviz lays out, and nothing else of it is used.

Boxes and labels have sizes of their own and no text, so no font of the machine has a say: the same graph is laid out
the same everywhere.

Graphviz works within this process, and its library is not made for several threads: two at once end the process. One
goes at a time, from the first box until all of it is let go.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass

_TURN = threading.Lock()
POINTS = 72.0  # per inch


@dataclass(frozen=True)
class Box:
    """A node to be placed, by its width and height."""

    width: float
    height: float
    rank: str | None = None  # "source" first, "sink" last


@dataclass(frozen=True)
class Link:
    """An arrow from one box to another. A heavy one is drawn short and straight; `label` is the room that it needs."""

    source: int
    target: int
    weight: int = 1
    label: tuple[float, float] | None = None


@dataclass(frozen=True)
class Curve:
    """An arrow as placed: the path, its tip (the point and where it comes from), and the middle of its label."""

    path: str
    tip: tuple[float, float]
    towards: tuple[float, float]  # the end of the path: the tip's base
    label: tuple[float, float] | None


@dataclass(frozen=True)
class PlacedShape:
    """A laid out graph: the middle of each box, the arrows in the order given, and the size of the whole. y grows
    downwards.
    """

    middles: tuple[tuple[float, float], ...]
    curves: tuple[Curve, ...]
    width: float
    height: float


def lay_out(
    boxes: Sequence[Box],
    links: Sequence[Link],
    *,
    downwards: bool,
    gap: float = 24,
    step: float = 34,
    straight: bool = False,
) -> PlacedShape:
    """Place boxes and arrows in layers, from top to bottom or from left to right.

    `gap` is the room between neighbours in a layer, `step` that between layers. `straight` draws arrows with right
    angles.
    """
    direction = "TB" if downwards else "LR"
    attributes = {
        "rankdir": direction,
        "nodesep": f"{gap / POINTS:.4f}",
        "ranksep": f"{step / POINTS:.4f}",
        "splines": "ortho" if straight else "true",
    }
    with _TURN:
        drawn = _drawn(boxes, links, attributes)
    return _read(json.loads(drawn), len(boxes), len(links))


def _drawn(boxes: Sequence[Box], links: Sequence[Link], attributes: dict[str, str]) -> bytes:
    """What Graphviz says of a graph, as JSON."""
    import pygraphviz

    with closing(pygraphviz.AGraph(strict=False, directed=True)) as graph:
        graph.graph_attr.update(**attributes)
        graph.node_attr.update(shape="box", fixedsize="true", label="")
        graph.edge_attr.update(arrowsize="0.6", label="")
        for i, box in enumerate(boxes):
            graph.add_node(f"n{i}", width=f"{box.width / POINTS:.4f}", height=f"{box.height / POINTS:.4f}")
        for rank in ("source", "sink"):
            members = [f"n{i}" for i, box in enumerate(boxes) if box.rank == rank]
            if members:
                graph.add_subgraph(members, rank=rank)
        for i, link in enumerate(links):
            room = {} if link.label is None else {"label": _room(*link.label)}
            ends = (f"n{link.source}", f"n{link.target}")
            graph.add_edge(*ends, key=f"e{i}", id=f"e{i}", weight=str(link.weight), **room)
        drawn: bytes = graph.draw(format="json", prog="dot")
        return drawn


def _room(width: float, height: float) -> str:
    return f'<<TABLE BORDER="0" FIXEDSIZE="TRUE" WIDTH="{width:.0f}" HEIGHT="{height:.0f}"><TR><TD></TD></TR></TABLE>>'


def _read(drawn: dict[str, object], boxes: int, links: int) -> PlacedShape:
    """What Graphviz says, with y turned downwards."""
    _, _, width, height = (float(part) for part in str(drawn["bb"]).split(","))

    def point(text: str) -> tuple[float, float]:
        x, y = (float(part) for part in text.split(","))
        return round(x, 2), round(height - y, 2)

    middles: dict[str, tuple[float, float]] = {}
    for node in drawn.get("objects", []):  # type: ignore[attr-defined]
        if "pos" in node:
            middles[node["name"]] = point(node["pos"])
    curves: dict[str, Curve] = {}
    for edge in drawn.get("edges", []):  # type: ignore[attr-defined]
        label = point(edge["lp"]) if "lp" in edge else None
        curves[edge["id"]] = _curve(edge["pos"], point, label)
    return PlacedShape(
        tuple(middles[f"n{i}"] for i in range(boxes)), tuple(curves[f"e{i}"] for i in range(links)), width, height
    )


def _curve(pos: str, point: object, label: tuple[float, float] | None) -> Curve:
    """A spline as Graphviz writes it: "e,x,y p p p p …", the tip first."""
    parts = pos.split()
    tips = [part[2:] for part in parts if part.startswith("e,")]
    points = [point(part) for part in parts if part[1] != "," or part[0] not in "es"]  # type: ignore[operator]
    path = f"M{_pair(points[0])} C" + " ".join(_pair(p) for p in points[1:])
    tip = point(tips[0]) if tips else points[-1]  # type: ignore[operator]
    return Curve(path, tip, points[-1], label)


def _pair(point: tuple[float, float]) -> str:
    return f"{point[0]:g},{point[1]:g}"
