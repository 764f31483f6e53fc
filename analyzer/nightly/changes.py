"""What changed since the last good night, and whether it is real.

A pure function of what is remembered and of tonight's counts: nothing is read, nothing written, and the same night
again changes nothing. What is said of one finding is said once; then it is unchanged until something else can be said.

The false-alarm rate, ALPHA, holds for all findings of a project and all nights together. Four fifths of it are shared
by the findings of the first night in equal parts; the rest goes to those that come later, the j-th with 1/(j(j + 1)) of
it. Of a finding's level the k-th comparison has 1/(k(k + 1)), three quarters of that for worse and better and one
quarter for resolved and regressed; each is shared once more among the days from which a change may count
(finding_tests). All parts are fixed before the data that they judge, and add up to at most ALPHA.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from analyzer.nightly.finding_tests import (
    Period,
    Shift,
    day_after,
    days_between,
    driver_cells,
    driver_share,
    find_back,
    find_below,
    find_gone,
    find_shift,
    first_day,
    period,
    weekly_dispersion,
)
from analyzer.tables.nights import (
    WORDS_OF_CHANGE,
    ChangedFinding,
    Changes,
    FindingLife,
    History,
    Reference,
    WatchedFinding,
    WatchedNight,
)

ALPHA = 0.05  # the chance that anything false is ever said of a project in which nothing changes
FIRST_NIGHT = 0.8  # of it, for the findings of the first night
SHIFTS = 0.75  # of a finding's level, for worse and better
SETTLE_DAYS = 56  # after worse or better was said, the days that become the new reference
MOVED_SHARE = 0.02  # an old period's numbers have moved when its share has by so much, and by its standard error,
MOVED_COUNT = 0.10  # or its visits by this part
SILENT_DAYS = 28  # answers have stopped when so many days bring less than a tenth of what they used to
SILENT_PART = 0.1
LEAST_EXPECTED = 10  # answers that they would have had to bring
LONGEST_SILENCE = 180  # days after which rare answers are not waited for any longer


@dataclass(frozen=True)
class _Verdict:
    """What is said of one finding tonight, and its life from now on; a life that is None is remembered no longer."""

    said: ChangedFinding
    life: FindingLife | None


@dataclass(frozen=True)
class _Look:
    """One finding looked at tonight: `last` is the last day that counts, `before` the reference as it is counted now,
    `moved` whether that is another than was kept."""

    life: FindingLife
    finding: WatchedFinding
    night: str
    last: str
    before: Period
    moved: bool

    def level(self, reference: Reference) -> float:
        """The finding's level for this comparison."""
        return self.life.level / (reference.number * (reference.number + 1))

    @property
    def dispersion(self) -> float:
        return max(self.life.dispersion, self.finding.design_effect)


def classify(history: History | None, night: WatchedNight, driver_least: float = 0.10) -> Changes:
    """What of tonight's findings is new, worse, better, resolved, regressed, unchanged, not measurable or restated.

    `history` is what the last good night kept, None on the first. `driver_least`: the share from which on a driver is
    reported (thresholds.driver_share). Each id of tonight's document and each living id is in one list; one that is
    resolved and no longer in the document is in none. Raises ValueError where tonight's findings lack a living one.
    """
    known = {life.id: life for life in history.lives} if history is not None else {}
    missing = sorted(known.keys() - {f.id for f in night.findings})
    if missing:
        raise ValueError(f"A night must look at every finding that is remembered; these were not given: {missing}.")
    why = _why_restated(history, night)
    starting = _Starting(history, night, driver_least)
    verdicts: list[_Verdict] = []
    for finding in sorted(night.findings, key=lambda f: f.id):
        life = known.get(finding.id)
        if life is not None:
            verdicts.append(
                _under_another_ruler(life, finding, night, why) if why else _again(life, finding, night, driver_least)
            )
        elif finding.listed:
            word = "restated" if why else "new"
            reason = why or ("first_night" if history is None else "same_ruler")
            verdicts.append(_Verdict(ChangedFinding(finding.id, word, reason), starting.life(finding)))
    lives = tuple(v.life for v in verdicts if v.life is not None)
    kept = History(
        history.first_night if history is not None else night.day,
        night.day,
        night.ruler,
        night.fingerprint,
        lives,
        starting.later,
    )
    told = [v for v in verdicts if v.life is None or v.life.listed or v.life.status != "resolved" or _is_news(v.said)]
    lists = {word: tuple(v.said.id for v in told if v.said.word == word) for word in WORDS_OF_CHANGE}
    said = tuple(v.said for v in told if _is_news(v.said))
    return Changes(kept, **lists, said=said, first_night=history is None)


class _Starting:
    """Lives that begin tonight, with their part of the level."""

    def __init__(self, history: History | None, night: WatchedNight, driver_least: float) -> None:
        self._night, self._least = night, driver_least
        self._first = history is None
        self.later = 0 if history is None else history.later
        self._beside = max(sum(f.listed and _is_tested(f) for f in night.findings), 1)

    def life(self, finding: WatchedFinding) -> FindingLife:
        last = day_after(self._night.day, -finding.lag_days)
        if self._first:
            level = ALPHA * FIRST_NIGHT / self._beside
        else:
            self.later += _is_tested(finding)
            level = ALPHA * (1 - FIRST_NIGHT) / (self.later * (self.later + 1)) if self.later else ALPHA
        counted = Period(0, 0) if finding.measure is None else period(finding.measure, None, last)
        wobble = 1.0 if finding.measure is None else weekly_dispersion(finding.measure, None, last)
        return FindingLife(
            id=finding.id,
            kind=finding.kind,
            stage=finding.stage,
            first_night=self._night.day,
            listed=True,
            status="ongoing",
            since=self._night.day,
            changed_on=self._night.day,
            level=level,
            reference=Reference(None, last, counted.n, counted.bad),
            cause=Reference(None, last, 0, 0),
            dispersion=wobble,
            driver_shares=_shares(finding, {}, last),
        )


def _why_restated(history: History | None, night: WatchedNight) -> str:
    """Why what appears or goes tonight is no news: another ruler, another journey or settings; empty where it is."""
    if history is None:
        return ""
    ruler, settings = history.ruler != night.ruler, history.fingerprint != night.fingerprint
    if ruler and settings:
        return "ruler_and_settings"
    return "ruler" if ruler else "settings" if settings else ""


def _under_another_ruler(life: FindingLife, finding: WatchedFinding, night: WatchedNight, why: str) -> _Verdict:
    """All that was measured until tonight becomes the reference: a change of ruler alarms nobody."""
    last = max(day_after(night.day, -finding.lag_days), life.reference.last)
    counted = Period(0, 0) if finding.measure is None else period(finding.measure, life.reference.first, last)
    reference = Reference(life.reference.first, last, counted.n, counted.bad, life.reference.number + 1)
    cause = Reference(life.cause.first, last, 0, 0, life.cause.number + 1)
    shares = {d.key: driver_share(driver_cells(d, None, last)) for d in finding.drivers}
    onward = replace(life, listed=finding.listed, reference=reference, cause=cause, driver_shares=shares)
    if finding.measure is not None:
        onward = replace(onward, dispersion=weekly_dispersion(finding.measure, reference.first, last))
    if finding.listed == life.listed:
        return _Verdict(ChangedFinding(life.id, "unchanged", why), onward)
    gone = not finding.listed and life.status != "resolved"
    return _Verdict(ChangedFinding(life.id, "restated", why), None if gone else onward)


def _again(life: FindingLife, finding: WatchedFinding, night: WatchedNight, driver_least: float) -> _Verdict:
    """A finding that is remembered, measured with the same ruler."""
    last = day_after(night.day, -finding.lag_days)
    shares = life.driver_shares
    if life.status != "resolved":
        shares = _shares(finding, life.driver_shares, last)
    life = replace(life, listed=finding.listed, driver_shares=shares)
    if finding.measure is None:
        return _unchanged(life)
    before = period(finding.measure, life.reference.first, life.reference.last)
    filling = life.reference.last > last  # the reference is not over yet: it still grows
    if filling:
        life = replace(life, reference=replace(life.reference, n=before.n, bad=before.bad))
    look = _Look(life, finding, night.day, last, before, not filling and _has_moved(life.reference, before))
    silent = _is_silent(look)
    if silent or not life.measurable:
        onward = replace(life, measurable=not silent)
        if silent and life.measurable:
            return _Verdict(ChangedFinding(life.id, "not_measurable", "no_answers"), onward)
        return _unchanged(onward)
    if life.status == "resolved":
        found = _regressed(look, driver_least)
    else:
        found = _resolved(look, driver_least) or _shifted(look)
    if found is not None:
        return found
    if look.moved:
        numbers = replace(life.reference, n=before.n, bad=before.bad)
        kept = Period(life.reference.n, life.reference.bad)
        said = ChangedFinding(life.id, "restated", "moved", None, (kept.bad, kept.n), (before.bad, before.n))
        return _Verdict(said, replace(life, reference=numbers))
    return _unchanged(life)


def _shifted(look: _Look) -> _Verdict | None:
    """Worse or better; restated where only the old period's numbers make it so."""
    life, counts = look.life, look.finding.measure
    assert counts is not None
    alpha = look.level(life.reference) * SHIFTS
    shift = find_shift(counts, life.reference, look.before, look.last, alpha, look.dispersion)
    if shift is None:
        return None
    word = "worse" if (shift.difference.value or 0.0) > 0 else "better"
    if look.moved:
        kept = Period(life.reference.n, life.reference.bad)
        also = find_shift(counts, life.reference, kept, look.last, alpha, look.dispersion)
        if also is None or (also.difference.value or 0.0) * (shift.difference.value or 0.0) <= 0:
            first = day_after(life.reference.last, 1)
            numbers = period(counts, first, look.last)
            reference = Reference(first, look.last, numbers.n, numbers.bad, life.reference.number + 1)
            said = ChangedFinding(life.id, "restated", "moved", None, (kept.bad, kept.n), _pair(look.before))
            return _Verdict(said, replace(life, reference=reference))
    return _told(look, word, "measure", shift, shift.since)


def _resolved(look: _Look, driver_least: float) -> _Verdict | None:
    """Shown to lie below the level at which it would be reported: its drivers, or the kind's own share."""
    life, finding = look.life, look.finding
    alpha = look.level(life.cause) * (1 - SHIFTS)
    if finding.drivers:
        since = find_gone(
            finding.drivers, life.driver_shares, life.cause, look.last, driver_least, alpha, look.dispersion
        )
        return None if since is None else _told(look, "resolved", "drivers", None, since)
    if finding.level is None or finding.reported is None:
        return None
    since = find_below(finding.reported, life.cause, look.last, finding.level, alpha / 2, look.dispersion)
    if since is None:
        return None
    usual = period(finding.reported, life.cause.first, life.cause.last)
    shift = find_shift(finding.reported, life.cause, usual, look.last, alpha / 2, look.dispersion)
    if shift is None or (shift.difference.value or 0.0) >= 0:
        return None
    return _told(look, "resolved", "level", shift, shift.since)


def _regressed(look: _Look, driver_least: float) -> _Verdict | None:
    """Back after it was resolved, by visits that happened after that."""
    life, finding = look.life, look.finding
    alpha = look.level(life.cause) * (1 - SHIFTS)
    if finding.drivers:
        part = alpha / len(finding.drivers)
        back = (find_back(d, life.cause, look.last, driver_least, part, look.dispersion) for d in finding.drivers)
        since = min((day for day in back if day is not None), default=None)
        return None if since is None else _told(look, "regressed", "drivers", None, since)
    if finding.level is None or finding.reported is None:
        return None
    usual = period(finding.reported, life.cause.first, life.cause.last)
    shift = find_shift(finding.reported, life.cause, usual, look.last, alpha, look.dispersion)
    if shift is None or (shift.difference.value or 0.0) <= 0 or shift.after.share < finding.level:
        return None
    return _told(look, "regressed", "level", shift, shift.since)


def _told(look: _Look, word: str, why: str, shift: Shift | None, since: str) -> _Verdict:
    """A change that is said, and what comes next is held against.

    Worse and better are from now on held against the days that follow: those that showed the change were chosen by it,
    and go back a little by themselves. A relapse is looked for in all days after this night.
    """
    life, counts = look.life, look.finding.measure
    assert counts is not None
    first, last = day_after(look.last, 1), day_after(look.last, SETTLE_DAYS)
    reference = Reference(first, last, 0, 0, life.reference.number + 1)
    cause = (
        Reference(since, look.last, 0, 0, life.cause.number + 1) if word in ("resolved", "regressed") else life.cause
    )
    onward = replace(life, status=word, since=since, changed_on=look.night, reference=reference, cause=cause)
    before, after = (look.before, period(counts, since, look.last)) if shift is None else (shift.before, shift.after)
    limits = (
        (None, None, None) if shift is None else (shift.difference.value, shift.difference.low, shift.difference.high)
    )
    return _Verdict(ChangedFinding(life.id, word, why, since, _pair(before), _pair(after), *limits), onward)


def _unchanged(life: FindingLife) -> _Verdict:
    return _Verdict(ChangedFinding(life.id, "unchanged", ""), life)


def _shares(finding: WatchedFinding, known: dict[str, float], last: str) -> dict[str, float]:
    """What each driver carried when it was first seen, in all days until then."""
    fresh = {d.key: driver_share(driver_cells(d, None, last)) for d in finding.drivers if d.key not in known}
    return {**known, **fresh}


def _has_moved(kept: Reference, now: Period) -> bool:
    """Whether the reference's numbers are others than those that were kept, by more than a few late answers."""
    if not kept.n or abs(now.n - kept.n) > MOVED_COUNT * kept.n:
        return kept.n != now.n
    share = kept.bad / kept.n
    error = (share * (1 - share) / kept.n) ** 0.5
    return abs(now.share - share) > max(MOVED_SHARE, error)


def _is_silent(look: _Look) -> bool:
    """Whether answers have stopped: the last days brought less than a tenth of what the reference's rate gives."""
    counts, reference = look.finding.measure, look.life.reference
    assert counts is not None
    if reference.n and not sum(counts.n):
        return True
    first = first_day(counts, reference)
    if first is None or not look.before.n:
        return False
    rate = look.before.n / (days_between(first, min(reference.last, look.last)) + 1)
    days = max(SILENT_DAYS, min(round(LEAST_EXPECTED / rate), LONGEST_SILENCE))
    start = day_after(look.last, 1 - days)
    if start <= first or rate * days < LEAST_EXPECTED:
        return False
    return period(counts, start, look.last).n < SILENT_PART * rate * days


def _is_tested(finding: WatchedFinding) -> bool:
    return finding.measure is not None


def _is_news(said: ChangedFinding) -> bool:
    return said.word != "unchanged"


def _pair(seen: Period) -> tuple[int, int]:
    return seen.bad, seen.n
