"""Process comparison: what the cases of unhappy customers do that the others' do not, for each mismatch of a stage with
two groups of visits."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from analyzer.engine import Engine, Table, Value, by_case, ibis, seconds
from analyzer.journey import Journey
from analyzer.mismatches.as_seen import as_seen
from analyzer.mismatches.comparison_rows import Counts, Group, activity_rows, flow_rows, repeat_rows
from analyzer.mismatches.evidence import Evidence
from analyzer.mismatches.settled import columns_of, is_settled, mask_of, with_masks
from analyzer.tables.comparison import ComparisonRow
from analyzer.tables.mismatch import Mismatch

BY = {"hidden_friction": "customer", "shared_failure": "company", "silent_defect": "company"}
LEAST_SHARE = 0.01  # of the visits compared: a path that fewer of them take is left out


@dataclass(frozen=True)
class ComparedStage:
    """Visits of one stage in two groups: by the company's verdict, or by the customer's among those that the company
    calls good."""

    stage_no: int
    by: str

    @property
    def no(self) -> int:
        return 2 * self.stage_no + (self.by == "company")


def compared(seen: Evidence, mismatches: Sequence[Mismatch]) -> list[Mismatch]:
    """Each hidden friction, shared failure and silent defect with its comparison; the others as they are."""
    number = {stage.name: stage.no for stage in seen.journey.stages}
    places = [ComparedStage(number[m.stage], BY[m.kind]) if m.stage and m.kind in BY else None for m in mismatches]
    wanted = sorted({place for place in places if place}, key=lambda place: place.no)
    if not wanted:
        return list(mismatches)
    names = seen.log.activities
    events = seen.staged if seen.as_seen is None else seen.as_seen
    found = compare(seen.engine, seen.rated, events, names, seen.journey, wanted)
    return [
        replace(m, comparison=found.get(place)) if place else m for m, place in zip(mismatches, places, strict=True)
    ]


def compare(
    engine: Engine,
    rated: Table,
    staged: Table,
    names: Sequence[str],
    journey: Journey,
    places: Iterable[ComparedStage],
) -> dict[ComparedStage, ComparisonRow]:
    """What the cases of two groups of visits do, and how often: activities, paths, repeats.

    Grain: a rated visit, by its case; `groups` are their numbers, `by` whose verdict parts them (customer: bad against
    good among those that the company calls good; company: bad against good). `names` are the log's activities;
    `staged`: events of the cases as visits see them; where they do not name their neighbours, these are found anew.
    Formula: shares are visits in whose case it happened ÷ visits of the group; `difference` is bad − good with
    Newcombe's interval, `q` Benjamini–Hochberg over all rows of the list, those that are not shown too. `median_s_…`:
    seconds from one event to the next, exact medians over all successions of the group. Unit: shares 0–1.
    Only what came before the signal counts: a visit counts for an activity where the activity's stage was over when
    its customer spoke (all of the case, for work of no stage), for a path where both ends' were. `bad_n` and `good_n`
    say of how many visits that is so; a row of less than 5 % of either group is left out, and so are paths that less
    than 1 % of the visits take.
    Not to be trusted as a cause: it says what goes with a verdict, one row at a time, unadjusted. Intervals and q do
    not know that cases of one customer go together.
    Source: van der Aalst (2016), Process Mining, ch. 12 (comparing process cubes); Newcombe (1998), Statistics in
    Medicine 17:873; Benjamini & Hochberg (1995), J. R. Stat. Soc. B 57:289.
    """
    wanted = list(places)
    name = f"compared visits {[place.no for place in wanted]}"
    visits = by_case(engine, name, lambda rated: _visits(rated, journey, wanted), rated)
    visits = engine.keep(visits, "compared_visits")
    sizes = engine.frame(
        visits.group_by("place", *columns_of(journey)).aggregate(bad=visits.bad.sum(), good=(1 - visits.bad).sum())
    )
    groups = {place: _group(sizes[sizes["place"] == place.no], columns_of(journey)) for place in wanted}
    name = f"compared events {[place.no for place in wanted]} {list(names)}"
    events = by_case(engine, name, lambda staged: _events(engine, staged, visits, names, journey), staged)
    events = engine.keep(events, "compared_events")
    happened = _named(engine.frame(_occurrences(events, visits)), names, journey)
    followed = _named(engine.frame(_successions(events, visits, groups)), names, journey)
    found: dict[ComparedStage, ComparisonRow] = {}
    for place in wanted:
        group = groups[place]
        here = [row for row in happened if row["place"] == place.no]
        found[place] = {
            "groups": {"bad": group.bad, "good": group.good},
            "by": place.by,
            "activities": activity_rows(here, group),
            "flows": flow_rows([row for row in followed if row["place"] == place.no], group),
            "repeats": repeat_rows(here, group),
        }
    return found


def _visits(rated: Table, journey: Journey, places: Sequence[ComparedStage]) -> Table:
    """A row a visit and place: case_id, place, bad (0/1), mask (what was settled when its customer spoke)."""
    stages = sorted({place.stage_no for place in places})
    chosen = rated.filter(
        rated.rated & rated.said_at.notnull() & rated.company.isin(["bad", "good"]) & rated.stage_no.isin(stages)
    )
    chosen = as_seen(chosen.mutate(until=chosen.said_at.truncate("s") + ibis.interval(seconds=1)))
    masked = with_masks(chosen, rated, journey)
    parts = []
    for by in sorted({place.by for place in places}):  # two at most: one a stage would compute the masks as often
        number = {place.stage_no: place.no for place in places if place.by == by}
        here = masked.filter(masked.stage_no.isin(sorted(number)))
        if by == "customer":
            here = here.filter(here.company == "good")
        verdict = here.customer if by == "customer" else here.company
        place_no = ibis.cases(*((here.stage_no == stage_no, no) for stage_no, no in sorted(number.items())))
        parts.append(
            here.select(
                "case_id",
                *columns_of(journey),
                place=place_no.cast("int64"),
                bad=(verdict == "bad").cast("int64"),
            )
        )
    return ibis.union(*parts) if len(parts) > 1 else parts[0]


def _group(sizes: Any, masks: Sequence[str]) -> Group:
    rows = [
        (tuple(int(getattr(r, name)) for name in masks), Counts(int(r.bad), int(r.good))) for r in sizes.itertuples()
    ]
    return Group(tuple(sorted(rows, key=lambda row: row[0])))


def _events(engine: Engine, staged: Table, visits: Table, names: Sequence[str], journey: Journey) -> Table:
    """Events of the visits' cases by number of their activity, with what must be settled for it, and the next event's
    of the same case."""
    import pandas as pd

    gaps = "next_activity" not in staged.columns
    following = ["next_activity", "next_at"] if not gaps else []
    some = staged.select("case_id", "position", "activity", "at", *following)
    some = engine.keep(some.semi_join(visits, "case_id"), "compared_cases")
    needs, after_needs = columns_of(journey, "needs"), columns_of(journey, "after_needs")
    masks = [mask_of(journey, [journey.stage_of.get(name)]) for name in names]
    frame = pd.DataFrame({"activity": names, "first": range(len(names))})
    for i, column in enumerate(needs):
        frame[column] = [mask[i] for mask in masks]
    types = {"activity": "string", **dict.fromkeys(("first", *needs), "int64")}
    numbered = engine.take(frame, "activity_needs", types)
    if not gaps:
        renamed = {b: a for a, b in zip(needs, after_needs, strict=True)}
        after = numbered.select(next_activity="activity", second="first", **renamed)
        events = some.join(numbered, "activity").left_join(after, "next_activity")
    else:
        window = ibis.window(group_by="case_id", order_by="position")
        events = some.join(numbered, "activity")
        events = events.mutate(
            second=events["first"].lead().over(window),
            next_at=events["at"].lead().over(window),
            **{b: events[a].lead().over(window) for a, b in zip(needs, after_needs, strict=True)},
        )
    took_s = seconds(events.next_at, events["at"])
    return events.select("case_id", "first", "second", *needs, *after_needs, took_s=took_s)


def _occurrences(events: Table, visits: Table) -> Table:
    """ComparedStage, activity; visits in whose case it happened (bad, good), and happened twice (bad_twice, …)."""
    needs = [c for c in events.columns if c.startswith("needs_")]
    often = events.group_by("case_id", "first", *needs).aggregate(n=events.count())
    joined = often.join(visits, "case_id")
    joined = joined.filter(is_settled(joined, "needs"))
    twice = (joined.n > 1).cast("int64")
    return joined.group_by("place", "first").aggregate(
        bad=joined.bad.sum(),
        good=(1 - joined.bad).sum(),
        bad_twice=(joined.bad * twice).sum(),
        good_twice=((1 - joined.bad) * twice).sum(),
    )


def _successions(events: Table, visits: Table, groups: Mapping[ComparedStage, Group]) -> Table:
    """ComparedStage, both activities; visits in whose case the one follows the other directly, and median seconds."""
    joined = events.filter(events.second.notnull()).join(visits, "case_id")
    joined = joined.filter(is_settled(joined, "needs") & is_settled(joined, "after_needs"))
    bad: Value = joined.bad == 1
    found = joined.group_by("place", "first", "second").aggregate(
        bad=joined.case_id.nunique(where=bad),
        good=joined.case_id.nunique(where=~bad),
        median_s_bad=joined.took_s.quantile(0.5, where=bad),
        median_s_good=joined.took_s.quantile(0.5, where=~bad),
    )
    least = [(found.place == p.no, LEAST_SHARE * (group.bad + group.good)) for p, group in groups.items()]
    return found.filter(found.bad + found.good >= ibis.cases(*least, else_=0.0))


def _named(frame: Any, names: Sequence[str], journey: Journey) -> list[dict[str, Any]]:
    """Rows with the names of their activities, sorted by them, and what must be settled for them."""
    rows: list[dict[str, Any]] = frame.to_dict("records")
    for row in rows:
        ends = [name for name in ("first", "second") if name in row]
        row |= {name: names[int(row[name])] for name in ends}
        row["needs"] = mask_of(journey, [journey.stage_of.get(row[name]) for name in ends])
    return sorted(rows, key=lambda row: (row["place"], row["first"], row.get("second", "")))
