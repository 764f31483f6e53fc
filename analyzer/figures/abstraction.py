"""Which activities and arcs a process map shows: the frequent ones, and as many more as hold the map together."""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from analyzer.document.parts.process import ProcessSection

START, END = "\0start", "\0end"  # no activity is called so
Arc = tuple[str, str]


@dataclass(frozen=True)
class Shown:
    """What is shown: activities, the most frequent first; arcs with their counts; and arcs that stand for ways through
    hidden activities.
    """

    activities: tuple[str, ...]
    arcs: tuple[Arc, ...]
    bridges: tuple[Arc, ...]
    counts: Mapping[Arc, int]


def abstract(
    process: ProcessSection,
    max_activities: int,
    min_path_share: float,
    keep: Iterable[str],
    keep_arcs: Iterable[Arc],
) -> Shown:
    """The part of a process that is drawn.

    `max_activities` activities with the most events; arcs whose count is at least `min_path_share` of the most frequent
    arc; each activity's strongest arc in and out; and for each activity the way from the start and the way to the end
    whose weakest arc is the strongest. Where such a way leads through hidden activities a *bridge* stands for that
    part. `keep` and `keep_arcs` are shown in any case. So every activity shown lies on a drawn way from start to end,
    at any setting.
    """
    ranked = sorted(process["activities"], key=lambda a: (-a["events"], a["activity"]))
    wanted = {*keep, *(name for arc in keep_arcs for name in arc)}
    names = [a["activity"] for i, a in enumerate(ranked) if i < max(1, max_activities) or a["activity"] in wanted]
    shown = {*names, START, END}
    counts = _counts(process)
    inner = {arc: n for arc, n in counts.items() if arc[0] in shown and arc[1] in shown}
    most = max((n for (a, b), n in inner.items() if a != START and b != END), default=0)
    arcs = {arc for arc, n in inner.items() if n >= min_path_share * most}
    arcs |= {arc for arc in keep_arcs if arc in inner}
    arcs |= _strongest(inner)
    bridges: set[Arc] = set()
    onward, back = _neighbours(counts, 0), _neighbours(counts, 1)
    for origin, neighbours, forward in ((START, onward, True), (END, back, False)):
        before = _widest(neighbours, origin)
        for name in names:
            for arc in _way(before, name, origin, shown):
                arc = arc if forward else (arc[1], arc[0])
                (arcs if arc in inner else bridges).add(arc)
    order = {name: i for i, name in enumerate([START, *names, END])}

    def place(arc: Arc) -> tuple[int, int, int]:
        return -counts.get(arc, 0), order[arc[0]], order[arc[1]]

    return Shown(tuple(names), tuple(sorted(arcs, key=place)), tuple(sorted(bridges - arcs, key=place)), counts)


def _counts(process: ProcessSection) -> dict[Arc, int]:
    counts = {(f["from"], f["to"]): int(f["count"]) for f in process["flows"]}
    counts |= {(START, s["activity"]): int(s["cases"]) for s in process["starts"]}
    counts |= {(e["activity"], END): int(e["cases"]) for e in process["ends"]}
    return counts


def _strongest(inner: Mapping[Arc, int]) -> set[Arc]:
    """The most frequent arc into each activity and out of it, loops to itself aside."""
    into: dict[str, Arc] = {}
    out: dict[str, Arc] = {}
    for arc in sorted((arc for arc in inner if arc[0] != arc[1]), key=lambda arc: (-inner[arc], arc)):
        out.setdefault(arc[0], arc)
        into.setdefault(arc[1], arc)
    return {*(a for name, a in into.items() if name != END), *(a for name, a in out.items() if name != START)}


def _neighbours(counts: Mapping[Arc, int], end: int) -> dict[str, list[tuple[str, int]]]:
    """Node → the nodes at the other end of its arcs and their counts; `end` 0 goes with the arrows, 1 against them."""
    found: dict[str, list[tuple[str, int]]] = {}
    for arc in sorted(counts):
        found.setdefault(arc[end], []).append((arc[1 - end], counts[arc]))
    return found


def _widest(neighbours: Mapping[str, list[tuple[str, int]]], origin: str) -> dict[str, str]:
    """Node → the node before it on the way from `origin` whose weakest arc is strongest, the fewer arcs the better."""
    before: dict[str, str] = {}
    done: set[str] = set()
    waiting: list[tuple[float, int, str, str]] = [(float("-inf"), 0, origin, "")]
    while waiting:
        width, steps, node, came_from = heapq.heappop(waiting)
        if node in done:
            continue
        done.add(node)
        before[node] = came_from
        for other, count in neighbours.get(node, ()):
            if other not in done:
                heapq.heappush(waiting, (max(width, -count), steps + 1, other, node))
    return before


def _way(before: Mapping[str, str], name: str, origin: str, shown: set[str]) -> list[Arc]:
    """The arcs of the way from `origin` to an activity, with hidden activities passed over."""
    if name not in before:
        return [(origin, name)]
    stops, node = [name], before[name]
    while node:
        if node in shown:
            stops.append(node)
        node = before[node]
    return [(stops[i + 1], stops[i]) for i in range(len(stops) - 1)]
