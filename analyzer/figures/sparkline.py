"""A measure over the runs or the months, as small as a word."""

from __future__ import annotations

from collections.abc import Sequence

from analyzer.figures import svg
from analyzer.tables.interval import LimitsRow
from analyzer.words import wording
from analyzer.words.language import say

WIDTH, HEIGHT, EDGE = 150.0, 36.0, 6.0


def sparkline(
    values: Sequence[float | None],
    name: str,
    last: LimitsRow | None = None,
    rated: int | None = None,
    points: str = "runs",
) -> str:
    """Shares 0–1, the oldest run first; runs without the measure leave a gap. Empty with fewer than two values. The
    scale is its own, at least ten points high, so that noise does not look like news. `last`: the interval of the
    newest, `rated`: the visits it rests on, for the tooltip; `points`: what the values are of."""
    known = [value for value in values if value is not None]
    if len(known) < 2:
        return ""
    middle, half = (max(known) + min(known)) / 2, max((max(known) - min(known)) / 2, 0.05)
    across = (WIDTH - 2 * EDGE) / (len(values) - 1)
    places = [
        None if v is None else (EDGE + i * across, HEIGHT / 2 - (v - middle) / half * (HEIGHT / 2 - EDGE))
        for i, v in enumerate(values)
    ]
    body, before = [], None
    for place in places:
        if place is not None and before is not None:
            body.append(svg.line(*before, *place, "accent", stroke_width=2, stroke_linecap="round"))
        before = place
    end = next(place for place in reversed(places) if place is not None)
    body.append(svg.element("circle", cx=end[0], cy=end[1], r=3.5, fill=svg.light("accent"), class_="c-accent"))
    said = say(
        "sparkline.over_from_to",
        name=name,
        n=len(values),
        points=points,
        known=wording.percent(known[0]),
        known_b=wording.percent(known[-1]),
    )
    said += f" ({wording.percent_limits(last)})" if wording.has_limits(last) else ""
    said += say("sparkline.n_rated_visits", rated=wording.count(rated)) if rated else ""
    return svg.drawing(
        WIDTH, HEIGHT, svg.element("g", *body, data_tip=said, class_="has-tip"), label=said, class_="sparkline"
    )
