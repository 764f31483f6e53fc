"""Rules and deviations from a model of one's own as rows of words, with what customers say beside them."""

from __future__ import annotations

from analyzer.figures.shares_beside import share_cells
from analyzer.tables.heard_share import HeardShare
from analyzer.tables.model_check import ModelCheck
from analyzer.tables.rules_kept import RuleKept
from analyzer.words import wording
from analyzer.words.filter_words import rule_words
from analyzer.words.language import say

KINDS = {"missing": "word.left_out", "extra": "word.where_the_model_does"}


def rule_rows(found: tuple[RuleKept, ...], noun: str) -> list[dict[str, str]]:
    """A row a rule: violations, the cases, and the unhappy shares of those that break it and those that keep it."""
    many = wording.plural(noun, 2)
    return [
        {
            say("column.rule"): rule_words(one.rule),
            say("column.violations"): wording.count(one.violations),
            say("rule_tables.that_break_it", many=many): _of(one.broken.cases, one.broken.cases + one.kept.cases),
            say("column.still_open"): wording.count(one.open),
            say("column.unhappy_where_broken"): _share(one.broken),
            say("column.unhappy_where_kept"): _share(one.kept),
            say("column.difference"): difference(one),
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
    return say("rule_tables.points_to", value=value, low=low, high=high)


def departure_rows(found: ModelCheck, noun: str) -> list[dict[str, str]]:
    """A row a deviation, the most frequent first."""
    many = wording.plural(noun, 2)
    return [
        {
            say("column.activity"): one.activity,
            say("column.deviation"): say(KINDS[one.kind]),
            many: wording.count(one.heard.cases),
            say("column.median_first_to_last"): wording.duration(one.median_s),
            **share_cells(one.heard),
        }
        for one in found.deviations
    ]


def model_sentence(found: ModelCheck, noun: str) -> str:
    """How well the model fits, and on what that rests."""
    many = wording.plural(noun, 2)
    if found.fitness is None:
        return say("rule_tables.none_of_these_could", many=many)
    allowed = found.fitting.cases / found.aligned if found.aligned else 0.0
    said = say(
        "rule_tables.the_model_allows_of",
        allowed=wording.percent(allowed),
        aligned=wording.count(found.aligned),
        noun=wording.plural(noun, found.aligned),
        fitness=wording.percent(found.fitness),
    )
    if found.aligned < found.cases:
        said += say(
            "rule_tables.that_rests_on_of", aligned=wording.count(found.aligned), cases=wording.count(found.cases)
        )
    if found.running:
        said += say("rule_tables.that_still_run_are", running=wording.count(found.running))
    return said


def model_notes(found: ModelCheck) -> list[str]:
    """Names that stand on one side alone."""
    notes = []
    for names, words in (
        (found.unknown, say("rule_tables.the_log_has_no")),
        (found.beyond, say("rule_tables.the_model_names_none")),
        (found.left_out, say("rule_tables.left_out_because_they")),
    ):
        if names:
            shown = ", ".join(names[:12]) + (say("rule_tables.and_more", n=len(names) - 12) if len(names) > 12 else "")
            notes.append(f"{words}: {shown}.")
    return notes


def _of(part: int, whole: int) -> str:
    return say("rule_tables.of", part=wording.count(part), whole=wording.count(whole))


def _share(one: HeardShare) -> str:
    if not one.heard:
        return say("word.nobody_was_heard")
    limits = wording.percent_limits(one.share.as_dict())
    return say(
        "rule_tables.of_value", value=wording.percent(one.share.value), heard=wording.count(one.heard), limits=limits
    )
