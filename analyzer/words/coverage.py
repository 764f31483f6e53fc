"""Who answered and who did not, in words."""

from __future__ import annotations

from analyzer.document.parts.stages import StageRow, WeightedRow
from analyzer.tables.interval import IntervalRow
from analyzer.words.language import listed, say
from analyzer.words.wording import percent, percent_limits, ratio


def coverage_warning(stage: StageRow) -> str | None:
    """How those who answered differ from the others; None where they do not."""
    how, found = stage["coverage"].get("differs"), stage["answered"]
    if how == "off_target":
        answered, others = percent(found["answered_off_target"]), percent(found["unanswered_off_target"])
        return say("answered.off_target", answered=answered, others=others)
    one, other = found["answered_median_s"], found["unanswered_median_s"]
    if how != "duration" or not one or not other:
        return None
    return say("answered.longer" if one > other else "answered.shorter", times=ratio(max(one, other) / min(one, other)))


def weighted_warning(raw: IntervalRow, weighted: WeightedRow) -> str | None:
    """Where the share that is weighted for those who did not answer tells another story than the raw one."""
    how = weighted.get("differs")
    if not how:
        return None
    key = "weighted.complaints" if how == "complaints" else "weighted.differs"
    shown, limits = percent(weighted["felt_bad"]["value"]), percent_limits(weighted["felt_bad"])
    by = listed(weighted["by"]) if weighted["by"] else ""
    return say(key, weighted=shown, limits=limits, raw=percent(raw["value"]), by=by)
