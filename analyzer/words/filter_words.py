"""Conditions on cases in words: for the picker that offers them and the chips that show them."""

from __future__ import annotations

from collections.abc import Sequence

NAMES = {
    "has": "an activity happens",
    "lacks": "an activity does not happen",
    "starts": "an activity comes first",
    "ends": "an activity comes last",
    "follows": "one activity directly follows another",
    "later": "one activity comes later than another",
    "repeats": "an activity happens more than once",
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


def condition_words(key: str, text: str, activities: Sequence[str]) -> str:
    """A condition of an address, by its key, its value and the activities that the value names."""
    if key == "took":
        least, _, most = (part.strip() for part in text.partition(".."))
        return (
            f"took {least} to {most}"
            if least and most
            else f"took {least} or more"
            if least
            else f"took {most} or less"
        )
    if key == "verdict":
        return VERDICTS[text]
    first, last = activities[0], activities[-1]
    path = " → ".join(activities[:SHOWN]) + (f" → … ({len(activities)} steps)" if len(activities) > SHOWN else "")
    return {
        "has": f"with {first}",
        "lacks": f"without {first}",
        "starts": f"starts with {first}",
        "ends": f"ends with {first}",
        "follows": f"{last} directly after {first}",
        "later": f"{last} later than {first}",
        "repeats": f"{first} more than once",
        "path": f"the path {path}",
    }[key]
