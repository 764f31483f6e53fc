"""The counts that an action's effect is judged by, by unit and week, from the tables of a run."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, Literal
from zoneinfo import ZoneInfo

from analyzer.blueprint import answer_lags
from analyzer.engine import Engine, Table, ibis, local_day
from analyzer.slices.cut import cut, written
from analyzer.slices.filters import Filters
from analyzer.slices.holding import with_driver
from analyzer.slices.kept import Kept, open_run
from analyzer.tables.action import On
from analyzer.tables.effect import EffectCounts, UnitWeek

EPOCH = date(1970, 1, 1)
LEAST_WEEKS_BEFORE = 8
MOST_GROUPS = 60  # of the attributes' values, the most frequent
ENOUGH_VALUES = 4  # untreated values of the segment; with fewer the other stages' are added
ROOM = 3  # times the memory that the engine takes by itself for a log of so many events


@dataclass(frozen=True)
class Touched:
    """Visits that another action changes: of a stage, from its start, of the part that it is tried on."""

    stage: str
    start: date
    on: On


def effect_counts(
    run: Path, mismatch: Mapping[str, Any], start: date, review: date, on: On, others: Sequence[Touched] = ()
) -> EffectCounts | None:
    """An action's visits and those it is held against, by week, from a run's folder; None where the run no longer has
    the stage or the attribute.

    Counted are the visits of customers who were heard (and, as `came`, all), in the week of their last event (weeks
    begin on the weekday of the start, in the project's zone); as many weeks before the start as lie between it and the
    review, at least 8, as far as the log goes back. Treated: the mismatch's stage, of the part that the action was
    tried on. Held against: the part's other values in the same stage (beyond the 60 most frequent left out), where they
    are fewer than 4 those of the other stages too; without a part the other stages. A week counts once the days have
    passed within which nine of ten of those who answer have answered. The driver is the mismatch's first, counted over
    the whole case, and only where the units are parts of the cases.
    `others`: what other actions change. Where one starts within the weeks that count, its visits before and after are
    left out of the comparison; one that starts later stays in it (not yet treated: Callaway & Sant'Anna 2021).
    `mismatch`: its row of the document. `on`: attribute → values; empty for everything. Raises nothing of its own.
    """
    with open_run(run) as (engine, kept):
        engine.expect(kept.log.n_events * ROOM)
        stage_no = next((s.no for s in kept.journey.stages if s.name == mismatch["stage"]), None)
        columns = {a.name: a.column for a in kept.log.attributes}
        if stage_no is None or not set(on) <= set(columns):
            return None
        moment = _moment(engine, kept)
        of = max((review - start).days // 7, 1)
        before = _weeks_before(kept, start, of)
        held = _held(engine, kept, mismatch) if on else None
        lag = answer_lags(engine, kept.rated).get(stage_no, 0)
        passed = (moment.astimezone(ZoneInfo(kept.timezone)).date() - start).days - lag
        done = min(max(passed // 7, 0), of)
        first, end = start - timedelta(weeks=before), start + timedelta(weeks=done)
        within = [one for one in others if first < one.start < end and set(one.on) <= set(columns)]
        names = tuple(dict.fromkeys((*on, *(name for one in within for name in one.on))))
        visits = _visits(kept, start, before, of, {name: columns[name] for name in names}, held)
        stages = {stage.name: stage.no for stage in kept.journey.stages}
        visits = visits.mutate(touched=_touched(visits, within, stages, names))
        visits, against = _compared(engine, visits, stage_no, on)
        rows = engine.rows(
            visits.group_by("unit", "treated", "week")
            .aggregate(visits=visits.heard.sum(), bad=visits.bad.sum(), held=visits.held.sum(), came=visits.count())
            .order_by("unit", "week")
        )
        weeks = tuple(UnitWeek(**row) for row in rows)
        at = moment.strftime("%Y-%m-%dT%H:%M:%SZ")
        return EffectCounts(weeks, done, of, at, against, held is not None, lag)


def _moment(engine: Engine, kept: Kept) -> datetime:
    """The last event or signal that the run has read."""
    last = engine.frame(kept.placed.aggregate(last=kept.placed["at"].max()))["last"].iloc[0]
    event = kept.log.last_at.replace(tzinfo=UTC) if kept.log.last_at.tzinfo is None else kept.log.last_at
    return event if last is None or last != last else max(event, last.to_pydatetime().replace(tzinfo=UTC))


def _weeks_before(kept: Kept, start: date, of: int) -> int:
    """Whole weeks of the log before the start, as many as are wanted."""
    first = kept.log.first_at.replace(tzinfo=UTC) if kept.log.first_at.tzinfo is None else kept.log.first_at
    whole = (start - first.astimezone(ZoneInfo(kept.timezone)).date() - timedelta(days=1)).days // 7
    return max(min(max(of, LEAST_WEEKS_BEFORE), whole), 0)


def _held(engine: Engine, kept: Kept, mismatch: Mapping[str, Any]) -> Table | None:
    if not mismatch["drivers"]:
        return None
    cases = with_driver(engine, cut(engine, kept, Filters()), mismatch["drivers"][0])
    return cases.select("case_id").distinct().mutate(held=ibis.literal(1, "int64"))


def _visits(kept: Kept, start: date, before: int, of: int, columns: Mapping[str, str], held: Table | None) -> Table:
    """Visits within the weeks: case_id, stage_no, week, heard, bad, held, and the part's attributes as p0, p1, …; `bad`
    and `held` of heard ones alone."""
    rated = kept.rated.filter(kept.rated.last_at.notnull())
    first, last = (at.replace(tzinfo=None) for at in (kept.log.first_at, kept.log.last_at))
    day = local_day(rated.last_at, kept.timezone, first, last) - (start - EPOCH).days + 7 * before
    heard = rated.rated.fill_null(False)
    bad = ibis.ifelse(heard & (rated.customer == "bad"), 1, 0).cast("int64")
    visits = rated.select("case_id", "stage_no", day=day, heard=heard.cast("int64"), bad=bad)
    visits = visits.filter((visits.day >= 0) & (visits.day < 7 * (before + of)))
    visits = visits.mutate(week=(visits.day // 7 - before).cast("int64"))
    cases = kept.log.cases
    parts = {f"p{i}": written(cases, column) for i, column in enumerate(columns.values())}
    visits = visits.join(cases.select("case_id", **parts), "case_id") if parts else visits
    if held is None:
        return visits.mutate(held=ibis.literal(0, "int64"))
    joined = visits.left_join(held, "case_id").drop("case_id_right")
    return joined.mutate(held=joined.held.fill_null(0) * joined.heard)


def _touched(
    visits: Table, within: Sequence[Touched], stages: Mapping[str, int], names: Sequence[str]
) -> ibis.expr.types.BooleanValue:
    """Whether another action changes a visit."""
    found = ibis.literal(False)
    for one in within:
        here = visits.stage_no == stages.get(one.stage, -1)
        for name, values in one.on.items():
            here = here & visits[f"p{names.index(name)}"].isin(values)
        found = found | here
    return found


def _compared(
    engine: Engine, visits: Table, stage_no: int, on: On
) -> tuple[Table, Literal["values", "stages", "both"]]:
    """The visits with `unit` and `treated`, without those that are neither treated nor to be held against."""
    stage = visits.stage_no.cast("string")
    if not on:
        whole = visits.mutate(unit=stage, treated=visits.stage_no == stage_no)
        return engine.keep(whole.filter(whole.treated | ~whole.touched), "effect"), "stages"
    names = [f"p{i}" for i in range(len(on))]
    part = ibis.and_(*(visits[name].isin(values) for name, values in zip(names, on.values(), strict=True)))
    label = stage
    for name in names:
        label = label + "\x1f" + visits[name]
    marked = engine.keep(visits.mutate(unit=label, of_part=part), "effect_marked")
    here = marked.filter((marked.stage_no == stage_no) & ~marked.of_part)
    most = (
        here.group_by(*names)
        .aggregate(n=here.heard.sum(), free=(~here.touched & (here.heard == 1)).sum())
        .order_by(ibis.desc("n"), *names)
        .limit(MOST_GROUPS)
    )
    groups = engine.keep(most, "effect_groups")
    few = sum(row["free"] > 0 for row in engine.rows(groups)) < ENOUGH_VALUES
    others = marked.filter(~marked.of_part & ~marked.touched).semi_join(groups, names)
    others = others if few else others.filter(others.stage_no == stage_no)
    treated = marked.filter(marked.of_part & (marked.stage_no == stage_no))
    both = ibis.union(
        treated.mutate(treated=ibis.literal(True)).drop("of_part"),
        others.mutate(treated=ibis.literal(False)).drop("of_part"),
    )
    return engine.keep(both, "effect"), "both" if few else "values"
