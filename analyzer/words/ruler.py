"""What a new ruler changes, in words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from analyzer.words import wording

MOST = 20  # differences that are listed
PARTS = {
    "pause": "when a case has ended",
    "reactions": "what answers a bad signal",
    "targets": "targets taken from the log",
    "timing": "how signals without a stage find one",
    "lags": "when customers speak",
    "bins": "which visits are compared",
    "columns": "how columns are read",
    "numbers": "thresholds of numbers",
    "waits": "thresholds of waits",
    "durations": "thresholds of durations",
}


def recalibration_words(
    differences: Sequence[Any],
    gone: Sequence[tuple[str, str | None]],
    appeared: Sequence[tuple[str, str | None]],
    first: bool,
) -> str:
    """What is measured otherwise, part by part; then which findings go or appear by that alone."""
    if first:
        return "The first ruler of this project: there is none to compare it with."
    if not differences:
        return "The ruler is what it was: nothing is measured otherwise."
    counts = {part: sum(d.part == part for d in differences) for part in PARTS}
    lines = ["Measured otherwise:"]
    changed = {part: name for part, name in PARTS.items() if counts[part]}
    lines += [f"  {name}: {counts[part]} {wording.plural('change', counts[part])}" for part, name in changed.items()]
    for one in list(differences)[:MOST]:
        of = " / ".join(wording.isolated(name) for name in one.of) or PARTS[one.part]
        lines.append(f"    {of}: {_value(one.before)} → {_value(one.after)}")
    if len(differences) > MOST:
        lines.append(f"    and {len(differences) - MOST} more")
    lines += [f"Goes by that alone: {_finding(one)}" for one in gone]
    lines += [f"Appears by that alone: {_finding(one)}" for one in appeared]
    if not gone and not appeared:
        lines.append("No finding appears or goes by that alone.")
    return "\n".join(lines)


def _value(value: Any) -> str:
    if value is None:
        return "none"
    return ", ".join(f"{name} {_short(item)}" for name, item in value.items())


def _short(item: Any) -> str:
    if isinstance(item, float):
        return f"{item:.6g}"
    if isinstance(item, (list, tuple)):
        return f"[{', '.join(_short(one) for one in item[:4])}{', …' if len(item) > 4 else ''}]"
    return wording.isolated(str(item))


def _finding(one: tuple[str, str | None]) -> str:
    kind, stage = one
    return f"{kind.replace('_', ' ')}{f' of {wording.isolated(stage)}' if stage else ''}"
