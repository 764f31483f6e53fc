"""What of a process map is shown: what was asked for, held to what can be read and laid out in a moment."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from analyzer.document.parts.process import ProcessSection
from analyzer.words.language import say
from analyzer.words.wording import count

ACTIVITIES, PATHS = 30, 5  # shown at first: activities, and arrows from this percentage of the most frequent on
MOST_ACTIVITIES, MOST_PATHS, MOST_ARROWS = 100, 50, 120


@dataclass(frozen=True)
class MapChoice:
    """The settings of a map. `paths` is the percentage of the most frequent arrow below which arrows are hidden."""

    measure: Literal["count", "median_s"]
    activities: int
    most_activities: int
    paths: int
    min_path_share: float
    note: str


def map_choice(
    process: ProcessSection, measure: str | None = None, activities: str | None = None, paths: str | None = None
) -> MapChoice:
    """The choice that an address makes, each part within its bounds; what cannot be read is as if it were not there.

    At most 100 activities are drawn and, by raising the share below which arrows are hidden, about 120 arrows between
    them beside those that hold the map together: a map with more cannot be read, and laying it out takes a minute.
    `note` says so where it was done, and how to see the rest.
    """
    have = len(process["activities"])
    most = max(1, min(have, MOST_ACTIVITIES))
    wanted = min(max(_whole(activities, ACTIVITIES), 1), most)
    hidden = min(max(_whole(paths, PATHS), 0), MOST_PATHS)
    share, notes = hidden / 100, []
    if have > most:
        notes.append(say("map_choice.at_most_of_the", most=most, have=count(have)))
    least = _least_share(process, wanted)
    if least > share:
        share = least
        notes.append(say("map_choice.only_the_most_frequent", most_arrows=MOST_ARROWS))
    return MapChoice("median_s" if measure == "time" else "count", wanted, most, hidden, share, " ".join(notes))


def said_of_flows(process: ProcessSection) -> str:
    """Which arrows a document holds, where it does not hold all; empty where it does."""
    held, total = len(process["flows"]), process.get("flows_total") or 0
    if held >= total:
        return ""
    return say("map_choice.of_arrows_the_analysis", total=count(total), held=count(held))


def _least_share(process: ProcessSection, activities: int) -> float:
    """The share of the most frequent arrow from which on no more than MOST_ARROWS are left between the activities."""
    ranked = sorted(process["activities"], key=lambda a: (-a["events"], a["activity"]))
    names = {a["activity"] for a in ranked[:activities]}
    counts = sorted((f["count"] for f in process["flows"] if f["from"] in names and f["to"] in names), reverse=True)
    if len(counts) <= MOST_ARROWS or not counts[0]:
        return 0.0
    return float((counts[MOST_ARROWS - 1] + 1) / counts[0])


def _whole(words: str | None, default: int) -> int:
    try:
        return int(words) if words else default
    except ValueError:
        return default
