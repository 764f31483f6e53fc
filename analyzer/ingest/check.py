"""The journey against the log: names that the log does not have."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from analyzer.errors import JourneyError
from analyzer.journey import Journey, Stage, Target, target_notes
from analyzer.settings import LogSource, Place, nearest
from analyzer.tables.log import Log
from analyzer.tables.quality import ReadingNote, noted


def check_journey(journey: Journey, log: Log) -> tuple[ReadingNote, ...]:
    """Notes about activities of the journey that the log does not have; none about those in `never`; about targets
    that no visit can miss; and one that the stages are a draft, where they are.

    Raises JourneyError where the log has an activity of nearly that name that no stage claims (`Delivr`, `Deliver`),
    and where a
    target's `by` names a column that the log does not have.
    """
    claimed = set(journey.stage_of)
    free = [activity for activity in log.activities if activity not in claimed]
    notes = [noted("draft")] if journey.draft else []
    for stage in journey.stages:
        for activity in stage.activities:
            if activity.name not in log.activities:
                _refuse_near(activity.name, free, activity.place)
                notes.append(noted("no_activity", stage=stage.name, activity=activity.name))
    for stage, key, target in _targets(journey):
        for name in dict.fromkeys(_named(target)):
            if name not in log.activities and name not in claimed:
                _refuse_near(name, log.activities, target.place)
                notes.append(noted(f"no_activity_of_{key}", stage=stage.name, activity=name))
        if target.by is not None:
            _check_column(target.by, key, stage, target.place, log)
        if target.column is not None:
            _check_verdict(target.column, key, stage, target.place, log)
    return tuple(dict.fromkeys((*notes, *target_notes(journey))))


def check_object_types(journey: Journey, source: LogSource) -> None:
    """Raises JourneyError where a stage is visited by a type of object that no source of the log names. Every type that
    a log has objects of stands in its settings: so this is known before a row is read."""
    named = dict.fromkeys(name for one in source.all for name in (one.case, *one.others) if name is not None)
    known = {name.casefold() for name in named}
    unknown = ((stage, stage.per) for stage in journey.stages if stage.per and stage.per.casefold() not in known)
    for stage, per in unknown:
        raise JourneyError(
            expected="a type of object of an object-centric log, named in its case or with",
            found=f"{per}; the log names {', '.join(named)}"
            if named
            else f"{per}, and the log names no type of object",
            where=f"{stage.place}, `per` of {stage.name}",
            do=_other_type(per, tuple(named)),
        )


def _other_type(per: str, named: tuple[str, ...]) -> str:
    if not named:
        return "take per out; or name an object-centric log (OCEL), with case and with, in the project file"
    near = nearest(per, named)
    return f"write {near or 'one of these types'}, or name {per} under with: of the log"


def _targets(journey: Journey) -> Iterator[tuple[Stage, str, Target]]:
    for stage in journey.stages:
        for key, target in (("target", stage.target), ("promise", stage.promise)):
            if target is not None:
                yield stage, key, target


def _named(target: Target) -> Iterator[str]:
    """The activities that a target rests on; those in `never` are meant to be absent."""
    yield from (name for name in (target.start, target.end) if name is not None)
    yield from target.must


def _refuse_near(name: str, known: Iterable[str], place: Place) -> None:
    near = [other for other in known if is_near(name, other)]
    if near:
        best = nearest(name, near, 0) or near[0]
        raise JourneyError(
            expected="an activity as the log names it",
            found=f"{name}, which the log does not have; it has {best}",
            where=str(place),
            do=f"write {best}; or, where both are meant, name {best} in its stage too",
        )


def _check_column(by: str, key: str, stage: Stage, place: Place, log: Log) -> None:
    found = next((a for a in log.attributes if by in (a.name, a.column)), None)
    if found is not None and found.type == "time":
        return
    times = sorted(a.name for a in log.attributes if a.type == "time")
    near = nearest(by, times) or nearest(by, [a.name for a in log.attributes])
    have = f"columns with a time are {', '.join(times)}" if times else "no column with a time"
    lacks = "which the log does not have"
    if found is not None:
        lacks = f"which holds {found.type}"
    raise JourneyError(
        expected=f"by: a column of the log with the case's own deadline, in the {key} of stage {stage.name}",
        found=f"{by}, {lacks} ({have})",
        where=str(place),
        do=f"write {near}" if near and near != by else "name a column that holds times, or take by: out",
    )


def _check_verdict(column: str, key: str, stage: Stage, place: Place, log: Log) -> None:
    """The log's own verdict is one of its attributes."""
    names = sorted(a.name for a in log.attributes)
    if any(column in (a.name, a.column) for a in log.attributes):
        return
    near = nearest(column, names)
    raise JourneyError(
        expected=f"column: a column of the log with its own verdict, in the {key} of stage {stage.name}",
        found=f"{column}, which the log does not have (its attributes: {', '.join(names) or 'none'})",
        where=str(place),
        do=f"write {near}" if near else "name an attribute of the log, or take column: out",
    )


def is_near(name: str, other: str) -> bool:
    """Whether two names differ as by a slip: in letter case, spaces, the order of words, or a letter or two.

    One letter in a short name, two in a longer one. Names that differ in a number, in single letters that stand alone
    (Check A, Check B) or by a syllable in front (Open, Reopen) are different names.
    """
    from rapidfuzz.distance import OSA

    one, two = _words(name), _words(other)
    if sorted(one) == sorted(two):
        return True
    if [w for w in one if w.isdigit() or len(w) == 1] != [w for w in two if w.isdigit() or len(w) == 1]:
        return False
    left, right = " ".join(one), " ".join(two)
    longest = max(len(left), len(right))
    if longest < 4 or re.sub(r"\D", "", left) != re.sub(r"\D", "", right):
        return False
    shorter, longer = sorted((left, right), key=len)
    if len(longer) - len(shorter) >= 2 and longer.endswith(shorter):
        return False
    allowed = 1 if longest < 10 else 2
    return OSA.distance(left, right, score_cutoff=allowed) <= allowed


def _words(name: str) -> list[str]:
    return re.findall(r"[^\W_]+", name.casefold())
