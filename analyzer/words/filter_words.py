"""Conditions on cases in words: for the picker that offers them and the chips that show them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, cast
from urllib.parse import unquote

from analyzer.document.parts.mismatches import CauseRow
from analyzer.settings.rule import read_rule
from analyzer.settings.spans import duration_text
from analyzer.words.findings import label
from analyzer.words.language import say

NAMES = {
    "has": "filter_words.an_activity_happens",
    "lacks": "filter_words.an_activity_does_not",
    "starts": "filter_words.an_activity_comes_first",
    "ends": "filter_words.an_activity_comes_last",
    "follows": "filter_words.one_activity_directly_follows",
    "later": "filter_words.one_activity_comes_later",
    "repeats": "filter_words.an_activity_happens_more",
    "number": "filter_words.a_number_lies_between",
    "took": "filter_words.the_time_from_first",
    "verdict": "filter_words.both_sides_say_of",
}
VERDICTS = {
    "good_good": "filter_words.on_target_not_unhappy",
    "good_bad": "filter_words.on_target_unhappy",
    "bad_good": "filter_words.off_target_not_unhappy",
    "bad_bad": "filter_words.off_target_unhappy",
}
SHOWN = 3  # activities of a path that are named


def condition_words(key: str, text: str, activities: Sequence[str], driver: Mapping[str, Any] | None = None) -> str:
    """A condition of an address, by its key, its value, the activities that the value names, and of `cause` the
    driver."""
    if key == "took":
        return say("filter_words.took", between=_between(text))
    if key == "number":
        attribute, _, bounds = text.rpartition(":")
        return f"{unquote(attribute)} {_between(bounds)}"
    if key == "breaks":
        return say("filter_words.breaks_the_rule", rule_words=rule_words(text))
    if key == "cause":
        return label(cast(CauseRow, driver)) if driver else text
    if key == "verdict":
        return say(VERDICTS[text])
    if key == "handover":
        giver, _, taker = text.partition(":")[2].partition(">")
        return say("filter_words.hands_over_to", unquote=unquote(giver), unquote_b=unquote(taker))
    first, last = activities[0], activities[-1]
    within = text.partition("<")[2] if key in ("follows", "later") else ""
    soon = (
        say("filter_words.within", within=within)
        if within and ".." not in within
        else say("filter_words.after_between", between=_between(within))
        if within
        else ""
    )
    path = " → ".join(activities[:SHOWN]) + (
        say("filter_words.steps", n=len(activities)) if len(activities) > SHOWN else ""
    )
    return {
        "has": say("filter_words.with", first=first),
        "lacks": say("filter_words.without", first=first),
        "starts": say("filter_words.starts_with", first=first),
        "ends": say("filter_words.ends_with", first=first),
        "follows": say("filter_words.directly_after", last=last, first=first, soon=soon),
        "later": say("filter_words.later_than", last=last, first=first, soon=soon),
        "repeats": say("filter_words.more_than_once", first=first),
        "path": say("filter_words.the_path", path=path),
    }[key]


def rule_words(text: str) -> str:
    """A rule of an address in words."""
    rule = read_rule(text)
    if rule.kind == "never_together":
        return say("filter_words.never_and_in_one", first=rule.first, second=rule.second)
    within = (
        ""
        if rule.within_s is None
        else say("filter_words.within_duration_text", duration_text=duration_text(rule.within_s))
    )
    return say("filter_words.after", second=rule.second, first=rule.first, within=within)


def _between(bounds: str) -> str:
    """A range of an address in words."""
    least, _, most = (part.strip() for part in bounds.partition(".."))
    more = say("filter_words.more_than", strip=least[1:].strip()) if least.startswith(">") else least
    if least and most:
        return say("filter_words.to", more=more, most=most)
    if most:
        return say("filter_words.or_less", most=most)
    return more if least.startswith(">") else say("filter_words.or_more", more=more)
