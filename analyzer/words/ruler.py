"""What a new ruler changes, in words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from analyzer.words import wording
from analyzer.words.language import say

MOST = 20  # differences that are listed
PARTS = {
    "pause": "ruler.when_a_case_has",
    "reactions": "ruler.what_answers_a_bad",
    "targets": "ruler.targets_taken_from_the",
    "timing": "ruler.how_signals_without_a",
    "lags": "ruler.when_customers_speak",
    "bins": "ruler.which_visits_are_compared",
    "columns": "ruler.how_columns_are_read",
    "numbers": "ruler.thresholds_of_numbers",
    "waits": "ruler.thresholds_of_waits",
    "durations": "ruler.thresholds_of_durations",
}


def recalibration_words(
    differences: Sequence[Any],
    gone: Sequence[tuple[str, str | None]],
    appeared: Sequence[tuple[str, str | None]],
    first: bool,
) -> str:
    """What is measured otherwise, part by part; then which findings go or appear by that alone."""
    if first:
        return say("ruler.the_first_ruler_of")
    if not differences:
        return say("ruler.the_ruler_is_what")
    counts = {part: sum(d.part == part for d in differences) for part in PARTS}
    lines = [say("ruler.measured_otherwise")]
    changed = {part: name for part, name in ((one, say(key)) for one, key in PARTS.items()) if counts[part]}
    lines += [
        f"  {name}: {counts[part]} {wording.plural(say('noun.change'), counts[part])}" for part, name in changed.items()
    ]
    for one in list(differences)[:MOST]:
        of = " / ".join(wording.isolated(name) for name in one.of) or say(PARTS[one.part])
        lines.append(f"    {of}: {_value(one.before)} → {_value(one.after)}")
    if len(differences) > MOST:
        lines.append(say("ruler.and_more", n=len(differences) - MOST))
    lines += [say("ruler.goes_by_that_alone", finding=_finding(one)) for one in gone]
    lines += [say("ruler.appears_by_that_alone", finding=_finding(one)) for one in appeared]
    if not gone and not appeared:
        lines.append(say("ruler.no_finding_appears_or"))
    return "\n".join(lines)


def _value(value: Any) -> str:
    if value is None:
        return say("word.none")
    return ", ".join(f"{name} {_short(item)}" for name, item in value.items())


def _short(item: Any) -> str:
    if isinstance(item, float):
        return f"{item:.6g}"
    if isinstance(item, (list, tuple)):
        return f"[{', '.join(_short(one) for one in item[:4])}{', …' if len(item) > 4 else ''}]"
    return wording.isolated(str(item))


def _finding(one: tuple[str, str | None]) -> str:
    kind, stage = one
    name = wording.kind_name(kind).lower()
    return say("ruler.finding_of", kind=name, stage=wording.isolated(stage)) if stage else name
