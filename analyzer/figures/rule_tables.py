"""Rules and deviations from a model of one's own as rows of words, with what customers say beside them."""

from __future__ import annotations

from analyzer.figures.shares_beside import share_cells
from analyzer.tables.heard_share import HeardShare
from analyzer.tables.model_check import ModelCheck
from analyzer.tables.rules_kept import RuleKept
from analyzer.words import wording
from analyzer.words.filter_words import rule_words

KINDS = {"missing": "left out", "extra": "where the model does not expect it"}


def rule_rows(found: tuple[RuleKept, ...], noun: str) -> list[dict[str, str]]:
    """A row a rule: violations, the cases, and the unhappy shares of those that break it and those that keep it."""
    many = wording.plural(noun, 2)
    return [
        {
            "rule": rule_words(one.rule),
            "violations": wording.count(one.violations),
            f"{many} that break it": _of(one.broken.cases, one.broken.cases + one.kept.cases),
            "still open": wording.count(one.open),
            "unhappy where broken": _share(one.broken),
            "unhappy where kept": _share(one.kept),
            "difference": difference(one),
        }
        for one in found
        if one.problem is None
    ]


def difference(one: RuleKept) -> str:
    """The difference of the shares in points, with its interval."""
    between = one.difference
    if between.value is None or between.low is None or between.high is None:
        return wording.NO_VALUE
    low, value, high = (f"{100 * part:+.0f}" for part in (between.low, between.value, between.high))
    return f"{value} points ({low} to {high})"


def departure_rows(found: ModelCheck, noun: str) -> list[dict[str, str]]:
    """A row a deviation, the most frequent first."""
    many = wording.plural(noun, 2)
    return [
        {
            "activity": one.activity,
            "deviation": KINDS[one.kind],
            many: wording.count(one.heard.cases),
            "median first to last event": wording.duration(one.median_s),
            **share_cells(one.heard),
        }
        for one in found.deviations
    ]


def model_sentence(found: ModelCheck, noun: str) -> str:
    """How well the model fits, and on what that rests."""
    many = wording.plural(noun, 2)
    if found.fitness is None:
        return f"None of these {many} could be aligned with the model within the time that a page has."
    allowed = found.fitting.cases / found.aligned if found.aligned else 0.0
    said = (
        f"The model allows {wording.percent(allowed)} of {wording.count(found.aligned)} ended "
        f"{wording.plural(noun, found.aligned)} as they are; "
        f"their mean fitness is {wording.percent(found.fitness)}."
    )
    if found.aligned < found.cases:
        said += f" That rests on {wording.count(found.aligned)} of {wording.count(found.cases)}, the most regular ones."
    if found.running:
        said += f" {wording.count(found.running)} that still run are left aside."
    return said


def model_notes(found: ModelCheck) -> list[str]:
    """Names that stand on one side alone."""
    notes = []
    for names, words in (
        (found.unknown, "The log has no activity of these names of the model"),
        (found.beyond, "The model names none of these activities of the log"),
        (found.left_out, "Left out, because they answer complaints"),
    ):
        if names:
            shown = ", ".join(names[:12]) + (f" and {len(names) - 12} more" if len(names) > 12 else "")
            notes.append(f"{words}: {shown}.")
    return notes


def _of(part: int, whole: int) -> str:
    return f"{wording.count(part)} of {wording.count(whole)}"


def _share(one: HeardShare) -> str:
    if not one.heard:
        return "nobody was heard"
    limits = wording.percent_limits(one.share.as_dict())
    return f"{wording.percent(one.share.value)} of {wording.count(one.heard)} ({limits})"
