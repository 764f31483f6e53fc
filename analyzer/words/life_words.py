"""What is said of the life of a finding: its moments, and since when it is known."""

from __future__ import annotations

from datetime import tzinfo

from analyzer.tables.finding_life import LifeMoment, LifeOfFinding
from analyzer.tables.finding_mark import FindingMark
from analyzer.words import wording
from analyzer.words.language import say


def moment_words(moment: LifeMoment, zone: tzinfo) -> str:
    """A moment with its day in the project's zone: 3 Mar 2026: worse."""
    said = say(f"life.{moment.word}", of=moment.of)
    return say("life.on", day=wording.day(moment.at.astimezone(zone).date()), said=said)


def life_words(life: LifeOfFinding, zone: tzinfo) -> str:
    """Since when it is known, on how many nights it was listed, and how many unhappy customers a month there were then
    and are now."""
    first = life.nights[0]
    known = [night.avoidable for night in life.nights if night.avoidable is not None]
    counted = say("life.from_to", first=wording.number(known[0]), last=wording.number(known[-1])) if known else ""
    return say(
        "life.since",
        day=wording.day(first.at.astimezone(zone).date()),
        listed=sum(night.listed for night in life.nights),
        nights=wording.counted(len(life.nights), say("unit.night")),
        counted=counted,
    )


def mark_words(mark: FindingMark, zone: tzinfo) -> str:
    """Who acknowledged a finding, or made it quiet, and when."""
    day = wording.day(mark.at.astimezone(zone).date())
    return say(f"mark.{mark.mark}", who=mark.who, day=day)


def no_life_words() -> str:
    """That no night has seen a finding yet."""
    return say("life.none")
