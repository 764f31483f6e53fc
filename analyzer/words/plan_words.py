"""What is said of an action before it starts: when its effect would be seen, and where it is tried best first."""

from __future__ import annotations

from analyzer.tables.plan import Foresight, Split
from analyzer.words import wording
from analyzer.words.language import figures, say


def foresight_words(found: Foresight | None) -> str:
    """When the effect would be seen, with the visits and units that this rests on; empty without a foresight."""
    if found is None:
        return ""
    rests = say("plan.rests", visits=wording.number(found.visits), units=wording.count(found.units))
    if found.why:
        return say(f"plan.{found.why}")
    said = {"fall": wording.points_of(abs(found.effect)), "part": wording.percent(found.expected)}
    if found.weeks is None:
        known = say("plan.late", **said)
    else:
        known = say("plan.seen", **said, weeks=wording.counted(found.weeks, say("unit.week")))
    if found.by_review is not None:
        chance = _chance(found.by_review)
        known += say("plan.by_review", chance=chance, weeks=wording.counted(found.of_weeks, say("unit.week")))
    return f"{known}. {rests}"


def split_words(split: Split | None) -> str:
    """The part on which an action is tried best first, and why; empty where none compares fairly."""
    if split is None:
        return ""
    return say(
        "plan.split",
        attribute=wording.isolated(split.attribute),
        value=wording.isolated(split.value),
        n=wording.count(split.visits),
        share=wording.percent(split.share),
        others=wording.count(split.others),
        others_n=wording.count(split.others_visits),
        others_share=wording.percent(split.others_share),
    )


def _chance(chance: float) -> str:
    """A simulated chance, in whole percent."""
    return figures(f"{100 * chance:.0f}") + f"{wording.NARROW}%"
