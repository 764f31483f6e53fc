"""Conditions on cases in words: for the picker that offers them and the chips that show them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, cast
from urllib.parse import unquote

from analyzer.document.parts.mismatches import CauseRow
from analyzer.settings.rule import read_rule
from analyzer.settings.spans import duration_text
from analyzer.words.findings import label

NAMES = {
    "has": "an activity happens",
    "lacks": "an activity does not happen",
    "starts": "an activity comes first",
    "ends": "an activity comes last",
    "follows": "one activity directly follows another",
    "later": "one activity comes later than another",
    "repeats": "an activity happens more than once",
    "number": "a number lies between",
    "took": "the time from first to last event is",
    "verdict": "both sides say of a visit",
}
VERDICTS = {
    "good_good": "on target, not unhappy",
    "good_bad": "on target, unhappy",
    "bad_good": "off target, not unhappy",
    "bad_bad": "off target, unhappy",
}
SHOWN = 3  # activities of a path that are named


def condition_words(key: str, text: str, activities: Sequence[str], driver: Mapping[str, Any] | None = None) -> str:
    """A condition of an address, by its key, its value, the activities that the value names, and of `cause` the
    driver."""
    if key == "took":
        return f"took {_between(text)}"
    if key == "number":
        attribute, _, bounds = text.rpartition(":")
        return f"{unquote(attribute)} {_between(bounds)}"
    if key == "breaks":
        return f"breaks the rule: {rule_words(text)}"
    if key == "cause":
        return label(cast(CauseRow, driver)) if driver else text
    if key == "verdict":
        return VERDICTS[text]
    if key == "handover":
        giver, _, taker = text.partition(":")[2].partition(">")
        return f"{unquote(giver)} hands over to {unquote(taker)}"
    first, last = activities[0], activities[-1]
    within = text.partition("<")[2] if key in ("follows", "later") else ""
    soon = f" within {within}" if within and ".." not in within else f" after {_between(within)}" if within else ""
    path = " → ".join(activities[:SHOWN]) + (f" → … ({len(activities)} steps)" if len(activities) > SHOWN else "")
    return {
        "has": f"with {first}",
        "lacks": f"without {first}",
        "starts": f"starts with {first}",
        "ends": f"ends with {first}",
        "follows": f"{last} directly after {first}{soon}",
        "later": f"{last} later than {first}{soon}",
        "repeats": f"{first} more than once",
        "path": f"the path {path}",
    }[key]


def rule_words(text: str) -> str:
    """A rule of an address in words."""
    rule = read_rule(text)
    if rule.kind == "never_together":
        return f"never {rule.first} and {rule.second} in one case"
    within = "" if rule.within_s is None else f" within {duration_text(rule.within_s)}"
    return f"{rule.second} after {rule.first}{within}"


def _between(bounds: str) -> str:
    """A range of an address in words."""
    least, _, most = (part.strip() for part in bounds.partition(".."))
    more = f"more than {least[1:].strip()}" if least.startswith(">") else least
    if least and most:
        return f"{more} to {most}"
    if most:
        return f"{most} or less"
    return more if least.startswith(">") else f"{more} or more"
