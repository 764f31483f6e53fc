"""What is out of the ordinary in a night's data, in sentences."""

from __future__ import annotations

from collections.abc import Sequence

from analyzer.words import wording

MOST = 5  # names that are listed


def no_data_words(moment: str) -> str:
    """Nothing newer than the night before; `moment` is the newest event or signal, ISO in UTC."""
    return f"No event and no signal came since the night before; the newest is of {moment[:16].replace('T', ' ')} UTC."


def volume_words(came: int, usual: float) -> str:
    """New rows of tonight, and the usual number of a night of this weekday."""
    new = f"{wording.count(came)} new {wording.plural('row', came)} came"
    return f"{new}, where nights of this weekday bring about {wording.count(round(usual))}."


def columns_words(gone: Sequence[str]) -> str:
    """Columns that last night had and tonight has not."""
    which = "The column" if len(gone) == 1 else "The columns"
    return f"{which} {_listed(gone)} {'is' if len(gone) == 1 else 'are'} not in the log any more, or empty."


def refused_words(before: float, now: float) -> str:
    """Shares (0–1) of rows that cannot be read."""
    return f"{wording.percent(now)} of the rows cannot be read; the night before it was {wording.percent(before)}."


def unlinked_words(before: float, now: float) -> str:
    """Shares (0–1) of signals that belong to no case."""
    return (
        f"{wording.percent(now)} of the signals belong to no case; the night before it was {wording.percent(before)}."
    )


def answers_words(usual: float) -> str:
    """A night without signals, and the usual number of a night."""
    return f"No new signal came; the nights before brought about {wording.count(round(usual))} each."


def activities_words(fresh: Sequence[str]) -> str:
    """Activities that no night had seen."""
    return f"{'Activity' if len(fresh) == 1 else 'Activities'} that no night had seen before: {_listed(fresh)}."


def ruler_words(fitted: int, now: int) -> str:
    """Cases that the ruler was fitted to, and cases now."""
    return (
        f"The ruler was fitted to {wording.count(fitted)} cases, and there are {wording.count(now)} now: "
        "it may measure otherwise than one fitted to all of them."
    )


def _listed(names: Sequence[str]) -> str:
    more = f" and {len(names) - MOST} more" if len(names) > MOST else ""
    return ", ".join(wording.isolated(name) for name in names[:MOST]) + more
