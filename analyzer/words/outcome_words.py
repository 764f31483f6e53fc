"""Columns that name the outcome itself, in a finding's story."""

from __future__ import annotations

from typing import Any

from analyzer.words.language import listed, say


def outcome_told(facts: Any) -> str:
    """What the story of hidden friction says of such columns; nothing where there is none."""
    parts = [("doubtful", facts.get("doubtful")), ("left_out", facts.get("left_out"))]
    return "".join(say(f"story.hidden_friction.{key}", columns=listed(names)) for key, names in parts if names)
