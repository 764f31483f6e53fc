"""Targets and promises: reading one, putting it into words, and telling which of them cannot fail."""

from __future__ import annotations

from dataclasses import replace

from analyzer.journey.model import Journey, Stage, Target
from analyzer.settings.value import Value
from analyzer.tables.quality import ReadingNote, noted

CHECKS = ("within", "by", "column", "max_repeats", "never", "must")
VALUES = ("good", "bad")  # of a column
KEYS = ("from", "to", *CHECKS, *VALUES, "required_by")


def read_target(value: Value, of: str) -> Target:
    """`{from: …, to: …, within: 24h, by: …, max_repeats: 1, never: […], must: […]}`, one check at least.

    Or the log's own verdict: `{column: made_sla, good: [true]}`, `bad:` in place of `good:` for the other way round.
    """
    value.keys(KEYS, of)
    if all(value.get(check) is None for check in CHECKS):
        raise value.wrong(f"{of} with a check: {', '.join(CHECKS)}", "none", "add within: and a duration such as 24h")
    within_value = value.get("within")
    within = within_value.duration() if within_value is not None else None
    never, must = value.take("never", _activities, ()), value.take("must", _activities, ())
    both = sorted(set(never) & set(must))
    if both:
        raise value.wrong(
            f"{of} that can be met", f"{both[0]} under never and under must", "take it out of one of them"
        )
    column, good, bad = _column(value, of)
    start, end = value.take("from", Value.name, None), value.take("to", Value.name, None)
    by = value.take("by", Value.name, None)
    max_repeats = value.take("max_repeats", lambda v: v.whole(0, 1_000_000, "a whole number such as 0 or 1"), None)
    written = " ".join(within_value.name().split()) if within_value is not None else None
    target = Target(
        within_s=within.seconds if within is not None else None,
        working=within.working if within is not None else False,
        start=start,
        end=end,
        by=by,
        max_repeats=max_repeats,
        never=never,
        must=must,
        column=column,
        good=good,
        bad=bad,
        required_by=value.take("required_by", Value.name, None),
        within=written,
        place=value.place,
    )
    return replace(target, text=target_text(target))


def _column(value: Value, of: str) -> tuple[str | None, tuple[str, ...], tuple[str, ...]]:
    """The column that holds the log's own verdict, and its good values or its bad ones."""
    column = value.take("column", Value.name, None)
    good, bad = value.take("good", _values, ()), value.take("bad", _values, ())
    if column is None and (good or bad):
        key = "good" if good else "bad"
        raise value.wrong(f"the key column in {of} that has {key}", "none", "add column: and the column's name")
    if column is not None and bool(good) == bool(bad):
        found = "both" if good else "neither"
        do = "take one of the two out" if good else "add good: [true], with the values that mean met"
        raise value.wrong(f"{of} by a column with either good or bad", found, do)
    return column, good, bad


def _activities(value: Value) -> tuple[str, ...]:
    return _listed(value, "activities", "an activity")


def _values(value: Value) -> tuple[str, ...]:
    return _listed(value, "values", "a value")


def _listed(value: Value, many: str, one: str) -> tuple[str, ...]:
    names = tuple(item.name() for item in value.items(many))
    if not names:
        raise value.wrong(f"one {one.split()[1]} or more", "an empty list", f"add {one}, or take the key out")
    return tuple(dict.fromkeys(names))


def target_text(target: Target) -> str:
    """All checks of a target as one phrase: `within 24h from Confirm order to Hand over goods, never Cancel`."""
    way = " ".join(f"{word} {activity}" for word, activity in (("from", target.start), ("to", target.end)) if activity)
    parts = []
    if target.within is not None:
        parts.append(f"within {target.within}" + (f" {way}" if way else ""))
    if target.by is not None:
        parts.append(f"{target.end} by {target.by}" if target.end and target.within is None else f"by {target.by}")
    if target.column is not None:
        verdict = f"is {' or '.join(target.good)}" if target.good else f"is not {' or '.join(target.bad)}"
        parts.append(f"{target.column} {verdict}")
    if target.max_repeats is not None:
        parts.append(
            "no repeats"
            if target.max_repeats == 0
            else f"at most {target.max_repeats} repeat{'s' if target.max_repeats > 1 else ''}"
        )
    if target.never:
        parts.append(f"never {' or '.join(target.never)}")
    if target.must:
        parts.append(f"must have {' and '.join(target.must)}")
    return ", ".join(parts)


def target_notes(journey: Journey) -> tuple[ReadingNote, ...]:
    """A note for every target and promise that no visit can miss, in the order of the stages."""
    found = []
    for stage in journey.stages:
        for what, target in (("target", stage.target), ("promise", stage.promise)):
            if target is not None and _cannot_fail(stage, target):
                found.append(_note(what, stage))
    return tuple(found)


def _cannot_fail(stage: Stage, target: Target) -> bool:
    """Only `within`, counted inside a stage of at most one activity: its first event is its last."""
    columns = target.by is not None or target.column is not None
    other_checks = columns or target.max_repeats is not None or target.never or target.must
    names = {activity.name for activity in stage.activities}
    inside = target.start in {None, *names} and target.end in {None, *names}
    return not other_checks and len(names) <= 1 and inside


def _note(what: str, stage: Stage) -> ReadingNote:
    if not stage.activities:
        return noted(f"{what}_of_no_activity", stage=stage.name)
    return noted(f"{what}_of_one_activity", stage=stage.name, activity=stage.activities[0].name)
