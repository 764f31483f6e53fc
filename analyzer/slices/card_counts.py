"""The counts that score cards are made from, from the tables of a run."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from analyzer.engine import Engine, Table, ibis
from analyzer.mismatches.as_seen import as_seen
from analyzer.slices.cut import cut, written
from analyzer.slices.filters import Filters
from analyzer.slices.holding import with_driver
from analyzer.slices.kept import Kept, open_run
from analyzer.tables.score_card import Party, PartyCell, PartyCounts, Shared
from analyzer.tables.visits import VISIT
from analyzer.visits import seen_cases, staged_events

MOST_ATTRIBUTES = 3  # of the case mix
MOST_VALUES = 12  # of such an attribute
MOST_DRIVERS = 8
OTHERS, HALF = 0.1, 0.5  # when parties overlap enough to be compared
OWN = ("activity", "missing", "repeat", "path", "wait", "duration", "attribute", "returns", "handovers")
ROOM = 2  # times the memory that the engine takes by itself for a log of so many events


@lru_cache(maxsize=16)
def party_counts(run: Path, kind: Party) -> PartyCounts:
    """The visits of every owner or partner by stage and cell of the case mix; a kept run never changes.

    A partner's visits are those with an event of theirs in the stage; a visit that several touched counts for each of
    them, and once in `whole`. An owner's are those of their stages. The mix: the stage (partners alone), and the up to
    three attributes that the journey calls `given`, that have at most 12 values, and at whose values partners overlap
    (half of the visits lie where others have a tenth or more); `left_out` are those at which they do not.
    Raises nothing of its own.
    """
    with open_run(run) as (engine, kept):
        engine.expect(kept.log.n_events * ROOM)
        mix = _mix(kept)
        visits = _of_parties(engine, kept, kind, mix)
        names = [f"p{i}" for i in range(len(mix))]
        counted = {
            "visits": lambda t: t.count(),
            "rated": lambda t: t.heard.sum(),
            "bad": lambda t: t.bad.sum(),
            "off_target": lambda t: t.off.sum(),
        }
        rows = engine.rows(visits.group_by("party", "stage_no", *names).aggregate(**counted))
        once = visits.drop("party").distinct()
        whole = engine.rows(once.group_by("stage_no", *names).aggregate(bad=once.bad.sum(), rated=once.heard.sum()))
        keys = [name for i, name in enumerate(names) if kind == "owner" or _overlaps(rows, name)]
        stages = kept.journey.stages
        return PartyCounts(
            kind=kind,
            cells=_cells(kind, rows, keys),
            whole=_whole(kind, whole, keys),
            mix=tuple(attribute for name, attribute in zip(names, mix, strict=True) if name in keys),
            stages=tuple(stage.name for stage in stages),
            moments_of_truth=tuple(stage.name for stage in stages if stage.moment_of_truth),
            left_out=tuple(attribute for name, attribute in zip(names, mix, strict=True) if name not in keys),
        )


def _overlaps(rows: Sequence[Mapping[str, Any]], name: str) -> bool:
    """Whether parties can be compared at equal values of an attribute: half of the heard visits lie where others have
    a tenth or more of them. Where each has values of its own, its own rate would be all that is expected of it."""
    found: dict[tuple[Any, Any], dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for row in rows:
        found[row["stage_no"], row[name]][row["party"]] += int(row["rated"])
    heard = sum(sum(by.values()) for by in found.values())
    shared = sum(sum(by.values()) for by in found.values() if max(by.values()) <= (1 - OTHERS) * sum(by.values()))
    return shared >= HALF * heard


def _cells(kind: Party, rows: Sequence[Mapping[str, Any]], keys: Sequence[str]) -> tuple[PartyCell, ...]:
    counts = ("visits", "rated", "bad", "off_target")
    found: dict[tuple[str, int, str], list[int]] = defaultdict(lambda: [0] * len(counts))
    for row in rows:
        cell = found[row["party"], row["stage_no"], _cell(kind, row, keys)]
        for i, name in enumerate(counts):
            cell[i] += int(row[name])
    return tuple(PartyCell(*place, *numbers) for place, numbers in sorted(found.items()))


def _whole(kind: Party, rows: Sequence[Mapping[str, Any]], keys: Sequence[str]) -> dict[str, tuple[int, int]]:
    found: dict[str, tuple[int, int]] = {}
    for row in rows:
        bad, rated = found.get(_cell(kind, row, keys), (0, 0))
        found[_cell(kind, row, keys)] = (bad + int(row["bad"]), rated + int(row["rated"]))
    return found


def in_common(run: Path, kind: Party, name: str, mismatches: Sequence[Mapping[str, Any]]) -> tuple[Shared, ...]:
    """What the unhappy customers of a party have in common: the drivers of the run's mismatches (rows of the document)
    in the party's stages, each in how many of its own unhappy and of its own other rated visits of that stage.

    Drivers that name people, teams, systems or partners are left out: they would speak of others. At most 8, those
    with the greatest difference first; those that are no commoner among the unhappy are left out.
    """
    with open_run(run) as (engine, kept):
        engine.expect(kept.log.n_events * ROOM)
        mine = _of_parties(engine, kept, kind, {})
        mine = engine.keep(mine.filter((mine.party == name) & (mine.heard == 1)), "card_visits")
        part = cut(engine, kept, Filters())
        numbers = {stage.name: stage.no for stage in kept.journey.stages}
        found: dict[str, Shared] = {}
        for mismatch in mismatches:
            no = numbers.get(mismatch.get("stage") or "")
            for driver in mismatch["drivers"]:
                if no is None or driver["type"] not in OWN or driver["label"] in found or len(found) >= MOST_DRIVERS:
                    continue
                here = mine.filter(mine.stage_no == no)
                shared = _shared(engine, here, with_driver(engine, part, driver), driver["label"])
                if shared is not None:
                    found[shared.label] = shared
    return tuple(sorted(found.values(), key=lambda one: one.rest_with / one.rest - one.bad_with / one.bad))


def _shared(engine: Engine, visits: Table, cases: Table, label: str) -> Shared | None:
    held = cases.select("case_id").distinct().mutate(held=ibis.literal(1, "int64"))
    both = visits.left_join(held, "case_id").mutate(held=lambda t: t.held.fill_null(0))
    (row,) = engine.rows(
        both.aggregate(n=both.count(), bad=both.bad.sum(), held=both.held.sum(), both=(both.bad * both.held).sum())
    )
    n, bad, held_n, bad_with = (int(row[of] or 0) for of in ("n", "bad", "held", "both"))
    rest, rest_with = n - bad, held_n - bad_with
    if not bad or not rest or bad_with / bad <= rest_with / rest:
        return None
    return Shared(label, bad_with, bad, rest_with, rest)


def _mix(kept: Kept) -> dict[str, str]:
    """Attribute → its column among the cases."""
    given = {name for name, rule in kept.journey.attributes.items() if rule.rule == "given"}
    some = [a for a in kept.log.attributes if a.name in given and a.type != "time" and 1 < a.values <= MOST_VALUES]
    return {a.name: a.column for a in sorted(some, key=lambda a: a.name)[:MOST_ATTRIBUTES]}


def _of_parties(engine: Engine, kept: Kept, kind: Party, mix: Mapping[str, str]) -> Table:
    """Visits with their party: party, case_id, stage_no, heard, bad, off (0 or 1), and the mix as p0, p1, …"""
    rated = kept.rated
    visits = rated.filter(~rated.open).select(
        *VISIT,
        "stage_no",
        sees=as_seen(rated).case_id,
        heard=rated.rated.cast("int64"),
        bad=(rated.rated & (rated.customer == "bad")).cast("int64"),
        off=(rated.company == "bad").cast("int64"),
    )
    cases = kept.log.cases
    if mix:
        parts = {f"p{i}": written(cases, column) for i, column in enumerate(mix.values())}
        visits = visits.join(cases.select("case_id", **parts), "case_id")
    return engine.keep(_with_party(engine, kept, kind, visits), "parties")


def _with_party(engine: Engine, kept: Kept, kind: Party, visits: Table) -> Table:
    """`visits` with the case as they see it in `sees`, which is not handed on."""
    if kind == "owner":
        visits = visits.drop("sees")
        owned = {stage.no: stage.owner for stage in kept.journey.stages if stage.owner}
        if not owned:
            return visits.limit(0).mutate(party=ibis.literal("", "string"))
        named = [ibis.ifelse(visits.stage_no == no, owner, None) for no, owner in owned.items()]
        with_owner = visits.mutate(party=ibis.coalesce(*named, ibis.null("string")))
        return with_owner.filter(with_owner.party.notnull())
    staged = seen_cases(
        engine, kept.log, kept.journey, staged_events(engine, kept.log, kept.journey, kept.reactions)
    ).staged
    if "partner" not in staged.columns:
        return visits.drop("sees").limit(0).mutate(party=ibis.literal("", "string"))
    by = staged.filter(staged.partner.notnull() & staged.stage_no.notnull())
    touched = by.select("case_id", "stage_no", party=by.partner.cast("string")).distinct()
    return visits.join(touched.rename(sees="case_id"), ["sees", "stage_no"]).drop("sees")


def _cell(kind: Party, row: Mapping[str, Any], names: Sequence[str]) -> str:
    """The cell of a visit: partners are compared within a stage, owners across the stages."""
    values = [str(row[name]) if row[name] is not None else "" for name in names]
    return "\x1f".join([str(row["stage_no"]) if kind == "partner" else "", *values])
