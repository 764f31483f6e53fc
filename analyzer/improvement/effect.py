"""Did it help? The treated visits before and after an action, against visits that were not treated."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import lru_cache

from analyzer.improvement.answers_moved import Cells, moved_answers
from analyzer.statistics.placebo import ShareChange, placebo_difference, share_change
from analyzer.statistics.sequential import obrien_fleming_bounds
from analyzer.tables.effect import EffectCounts, EffectVerdict, MovedAnswers, UnitWeek, Why, Word
from analyzer.tables.interval import NO_DATA, Interval

LEAST_UNITS = 3  # to be held against; with fewer, their spread is a guess
LEAST_VISITS = 20  # of a unit in each period
SMALLEST = 0.02  # the change worth having where nobody said what was expected
ANSWERS_LEFT = 0.1  # of what a week had before: below it the answers have stopped
LEAST_WEEKS = 2  # to say that answers stopped


def did_it_help(counts: EffectCounts, expected: float | None = None, bound: float | None = None) -> EffectVerdict:
    """The verdict of an action as known so far.

    Grain: one action. Both questions are answered in the same way: the share of unhappy visits (and of visits with the
    driver) after the start less that before, of the treated less that of the untreated (`placebo_difference`). Shares
    of −1 to 1; below 0 is fewer. Only weeks for which the answers' usual delay has passed count (`counts.done`), and
    none after the review. `bound`: standard errors of a normal that the limits stand for; by default that of this
    week's look in a group-sequential plan with a look a week until the review (O'Brien-Fleming spending, 5 % in all).
    `expected`: the part of the unhappy visits that was to go; half of it is the smallest change worth having, else two
    points. The words: `helped` and `worse` where the limits lie on one side of 0; `no_effect` where they lie within
    the smallest change worth having; `too_early` before; it stays with `why` "undecided" where the review passed so.
    `not_measurable`: fewer than 3 units to hold against, fewer than 20 visits before, answers that stopped, or answers
    that moved (`moved_answers`), beyond chance and so far that who answers could explain the change alone; where it may
    be chance, or explains less, the word stays and `answers` warns. Raises nothing. Not to be trusted where other
    customers answer since the start, but as many as before, nor where what is held against was touched by the action
    too. Source: docs/method.md, section 9.
    """
    unit_counts = _by_unit(counts)
    treated = _sum(cells for is_treated, cells in unit_counts if is_treated)
    before, bad, after = treated[0], treated[1], treated[2]
    smallest = expected * bad / before / 2 if expected and before else SMALLEST
    others = [c for is_treated, c in unit_counts if not is_treated and min(c[0], c[2]) >= LEAST_VISITS]

    answers = MovedAnswers()

    def verdict(word: Word, why: Why = "", bad_share: Interval = NO_DATA, driver: Interval = NO_DATA) -> EffectVerdict:
        shares = {"before": bad / before} if before else {}
        if after:
            shares["after"] = treated[3] / after
        if bad_share is not NO_DATA:
            shares["others_before"] = sum(c[1] / c[0] for c in others) / len(others)
            shares["others_after"] = sum(c[3] / c[2] for c in others) / len(others)
        return EffectVerdict(
            word, why, counts.at, bad_share, driver, before, after, counts.against, len(others), counts.done,
            counts.of, smallest, shares, answers,
        )  # fmt: skip

    if counts.done < 1:
        return verdict("too_early", "waiting")
    if before < LEAST_VISITS:
        return verdict("not_measurable", "few_before")
    if counts.done >= LEAST_WEEKS and after / counts.done < ANSWERS_LEFT * before / _weeks_before(counts.weeks):
        return verdict("not_measurable", "answers_stopped")
    if after < LEAST_VISITS:
        return verdict("too_early" if counts.done < counts.of else "not_measurable", "waiting")
    if len(others) < LEAST_UNITS:
        return verdict("not_measurable", "few_units")
    limit = bound if bound is not None else look_bound(counts.done, counts.of)
    share = placebo_difference(_change(treated, 1, 3), [_change(c, 1, 3) for c in others], limit)
    driver = NO_DATA
    if counts.with_driver:
        driver = placebo_difference(_change(treated, 4, 5), [_change(c, 4, 5) for c in others], limit)
    answers = moved_answers(treated, others, limit)
    word = _word(share, smallest)
    if word != "too_early" and answers.beyond_chance and _word(answers.worst, smallest) != word:
        return verdict("not_measurable", "answers_moved", share, driver)
    if word == "too_early":
        answers = replace(answers, warning=answers.beyond_chance)
    undecided: Why = "" if word != "too_early" else "waiting" if counts.done < counts.of else "undecided"
    return verdict(word, undecided, share, driver)


def weeks_decided(counts: EffectCounts, expected: float | None = None) -> int | None:
    """The week of the look from which on every look has said what the last one says; None where that is no word that
    decides. Grain: one action; weeks from the start. Raises nothing. The looks of the past are made with what is known
    now: an answer that came late counts in them."""
    word, first = did_it_help(counts, expected).word, None
    if word in ("too_early", "not_measurable"):
        return None
    for week in range(min(counts.done, counts.of), 0, -1):
        if did_it_help(replace(counts, done=week), expected).word != word:
            break
        first = week
    return first


@lru_cache(maxsize=512)
def look_bound(done: int, of: int) -> float:
    """The bound of the look after `done` of `of` weeks, one look a week, 5 % in all (two-sided)."""
    return obrien_fleming_bounds([week / of for week in range(1, min(done, of) + 1)])[-1]


def _word(share: Interval, smallest: float) -> Word:
    low, high = share.low, share.high
    if low is None or high is None:
        return "too_early"
    if high < 0:
        return "helped"
    if low > 0:
        return "worse"
    return "no_effect" if -smallest < low and high < smallest else "too_early"


def _by_unit(counts: EffectCounts) -> list[tuple[bool, Cells]]:
    found: dict[tuple[bool, str], list[int]] = {}
    for one in counts.weeks:
        if one.week >= min(counts.done, counts.of):
            continue
        cells = found.setdefault((one.treated, one.unit), [0] * 8)
        at = 0 if one.week < 0 else 2
        cells[at] += one.visits
        cells[at + 1] += one.bad
        cells[4 if one.week < 0 else 5] += one.held
        cells[6 if one.week < 0 else 7] += one.came
    return [(treated, _cells(counted)) for (treated, _), counted in sorted(found.items())]


def _sum(some: Iterable[Cells]) -> Cells:
    total = [0] * 8
    for cells in some:
        total = [a + b for a, b in zip(total, cells, strict=True)]
    return _cells(total)


def _cells(counted: Sequence[int]) -> Cells:
    before, bad, after, bad_after, held, held_after, came, came_after = counted
    return before, bad, after, bad_after, held, held_after, came, came_after


def _change(cells: Cells, before: int, after: int) -> ShareChange:
    return share_change(cells[before], cells[0], cells[after], cells[2])


def _weeks_before(weeks: Sequence[UnitWeek]) -> int:
    return max((-one.week for one in weeks if one.week < 0), default=1)
