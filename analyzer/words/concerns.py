"""What is out of the ordinary in a night's data, in sentences."""

from __future__ import annotations

from collections.abc import Sequence

from analyzer.words import wording
from analyzer.words.language import say

MOST = 5  # names that are listed
LONGEST = 120  # letters of a variant


def no_data_words(moment: str) -> str:
    """Nothing newer than the night before; `moment` is the newest event or signal, ISO in UTC."""
    return say("concern.no_data", moment=moment[:16].replace("T", " "))


def volume_words(came: int, usual: float) -> str:
    """New rows of tonight, and the usual number of a night of this weekday."""
    rows = wording.plural(say("noun.row"), came)
    return say("concern.volume", came=wording.count(came), rows=rows, usual=wording.count(round(usual)))


def columns_words(gone: Sequence[str]) -> str:
    """Columns that last night had and tonight has not."""
    return say("concern.columns.one" if len(gone) == 1 else "concern.columns", names=_listed(gone))


def refused_words(before: float, now: float) -> str:
    """Shares (0–1) of rows that cannot be read."""
    return say("concern.refused", now=wording.percent(now), before=wording.percent(before))


def unlinked_words(before: float, now: float) -> str:
    """Shares (0–1) of signals that belong to no case."""
    return say("concern.unlinked", now=wording.percent(now), before=wording.percent(before))


def answers_words(usual: float) -> str:
    """A night without signals, and the usual number of a night."""
    return say("concern.answers", usual=wording.count(round(usual)))


def activities_words(fresh: Sequence[str]) -> str:
    """Activities that no night had seen."""
    return say("concern.activities.one" if len(fresh) == 1 else "concern.activities", names=_listed(fresh))


def variant_words(variant: str, before: float, now: float, cases: int) -> str:
    """A variant (its activities) that took over: its share (0–1) before, and of the cases that came since."""
    shown = wording.isolated(variant if len(variant) <= LONGEST else variant[: LONGEST - 1] + "…")
    shares = {"before": wording.percent(before), "now": wording.percent(now)}
    return say("concern.variant", variant=shown, cases=wording.count(cases), **shares)


def times_words(stage: str, before: float, now: float) -> str:
    """The median visit of a stage, in seconds, then and now."""
    return say(
        "concern.times", stage=wording.isolated(stage), before=wording.duration(before), now=wording.duration(now)
    )


def ruler_words(fitted: int, now: int) -> str:
    """Cases that the ruler was fitted to, and cases now."""
    return say("concern.ruler", fitted=wording.count(fitted), now=wording.count(now))


def _listed(names: Sequence[str]) -> str:
    shown = ", ".join(wording.isolated(name) for name in names[:MOST])
    return say("concern.more", names=shown, n=len(names) - MOST) if len(names) > MOST else shown
