"""English, of the journey map."""

from __future__ import annotations

JOURNEY_MAP = {
    "map.label": "The journey map.",
    "map.moment": "a moment of truth",
    "map.felt": "not unhappy: {share} of {n} answers to surveys and reviews",
    "map.unasked": "{n} more came unasked: complaints, contacts, praise",
    "map.gap": "nobody was asked here",
    "map.gap.spoken": "nobody was asked here; {n} spoke of it unasked",
    "map.none": "–",
    "map.friction": "{kind}: linked to {driver}",
    "map.row.goal": "What they want",
    "map.row.touchpoints": "Where they meet us",
    "map.row.feel": "How they feel",
    "map.row.quote": "What they say",
    "map.row.friction": "What we found",
    "map.persona": "As lived by: {persona}",
    "map.caption": "Curve: the share of the answers to surveys and reviews about a stage that are not unhappy, with "
    "its 95 % interval; the scale begins at {floor}. It has a gap where nobody was asked. Star: a moment of truth. "
    "Stages ask in different ways, so compare them with care. Quotes are masked.",
    "map.opening.one": "Customers are unhappiest at {stage}: {share} of those who were asked",
    "map.opening.more": "Customers are unhappiest at {stages}: up to {share} of those who were asked",
    "map.and": "{first} and {last}",
    "map.opening.hidden": "{opening}. Our own measures see {seen} of all unhappy visits.",
}
