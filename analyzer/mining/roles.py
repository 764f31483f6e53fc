"""Roles: groups of activities that are done by the same people."""

from __future__ import annotations

from collections.abc import Mapping

from analyzer.mining.door import open_door


def roles(
    counts: Mapping[tuple[str, str], int], threshold: float = 0.65
) -> list[tuple[tuple[str, ...], tuple[str, ...]]]:
    """Roles from the events of each (resource, activity): [(activities, resources)], the role of the most events first.

    Formula: two groups of activities are merged, the most alike first, while Σ min / Σ max of their shares of events by
    resource is above `threshold` (0–1). Every activity is in one role; a resource may be in several.
    Cost grows with the third power of the number of activities: hand in the most frequent ones.
    Source: Burattin, Sperduti, Veluscek, "Business models enhancement through discovery of roles", CIDM 2013; pm4py's
    implementation.
    """
    open_door()
    from pm4py.algo.organizational_mining.roles.common import algorithm

    found = algorithm.apply(dict(sorted(counts.items())), {"roles_threshold_parameter": threshold})
    events = {
        tuple(sorted(r.activities)): (sum(r.originator_importance.values()), tuple(sorted(r.originator_importance)))
        for r in found
    }
    return [
        (activities, people)
        for activities, (_, people) in sorted(events.items(), key=lambda item: (-item[1][0], item[0]))
    ]
