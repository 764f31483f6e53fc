"""One order for the nodes of a labelled graph, whatever order they were made in.

pm4py keeps the places of a net and the nodes of a diagram in sets of objects, whose order changes from run to run. Here
nodes are told apart by what they are and what surrounds them (colour refinement, the 1-dimensional Weisfeiler–Leman
algorithm), then walked from the start.
"""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import blake2b


def canonical_order(labels: Sequence[str], arcs: Sequence[tuple[int, int]], start: int) -> list[int]:
    """The numbers of all nodes, breadth first from `start`, neighbours by colour.

    Two nodes that no refinement tells apart are exchangeable; which of them comes first then changes nothing that is
    drawn or counted.
    """
    after: list[list[int]] = [[] for _ in labels]
    before: list[list[int]] = [[] for _ in labels]
    for source, target in arcs:
        after[source].append(target)
        before[target].append(source)
    colours = _refine([_mix(label) for label in labels], after, before)
    order, seen = [start], {start}
    for node in order:
        for following in sorted(after[node], key=lambda n: colours[n]):
            if following not in seen:
                seen.add(following)
                order.append(following)
    return order + sorted((n for n in range(len(labels)) if n not in seen), key=lambda n: colours[n])


def _refine(colours: list[str], after: list[list[int]], before: list[list[int]]) -> list[str]:
    """Mix each node's colour with those of its neighbours until no further nodes are told apart."""
    kinds = len(set(colours))
    while True:
        colours = [
            _mix(
                colours[n],
                "".join(sorted(colours[m] for m in after[n])),
                "|",
                "".join(sorted(colours[m] for m in before[n])),
            )
            for n in range(len(colours))
        ]
        if len(set(colours)) == kinds:
            return colours
        kinds = len(set(colours))


def _mix(*parts: str) -> str:
    return blake2b("\0".join(parts).encode("utf-8", "surrogatepass"), digest_size=12).hexdigest()
