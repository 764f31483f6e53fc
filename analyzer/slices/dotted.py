"""The dotted chart of a slice: cases as rows, their events as dots."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Literal

from analyzer.engine import Engine, Table, ibis
from analyzer.engine.chance import number_of
from analyzer.slices.cut import cut
from analyzer.slices.feelings import customer_word, feelings, heard_of_all
from analyzer.slices.filters import Filters
from analyzer.slices.kept import open_run
from analyzer.tables.over_time import DottedCase, DottedChart, DottedEvent

DottedOrder = Literal["start", "duration", "unhappy"]
DOTTED_ORDERS: tuple[DottedOrder, ...] = ("start", "duration", "unhappy")
MOST_CASES = 300
MOST_DOTS = 5_000
ROOM = 3  # times the memory that the engine takes by itself for a log of so many events


def dotted_chart(run: Path, filters: Filters, order: DottedOrder = "start") -> DottedChart:
    """A sample of the slice's cases with their events, and what the customers of all its cases say.

    Grain: a case, and an event. The sample are the cases whose names draw the lowest lots, the same in every look: at
    most 300, fewer where they have more than 5,000 events together; whole cases, whatever the period. Order: `start`;
    `duration`, the longest first; `unhappy`: unhappy, others heard, not heard, each by start. Ties by the case's name.
    When not to trust it: a pattern that few cases have may be missing from the sample.
    Source: Song & van der Aalst, "Supporting process mining by showing events at a glance", WITS 2007.
    Raises ArgumentError for a stage, an attribute or an activity that the run does not have.
    """
    with open_run(run) as (engine, kept):
        engine.expect(kept.log.n_events * ROOM)
        every = feelings(engine, cut(engine, kept, filters))
        whole = heard_of_all(engine, every)
        chosen = _drawn(engine, every, kept.log.cases)
        rows = _ordered(engine.rows(chosen), order)
        events = kept.log.events.semi_join(chosen, "case_id").select("case_id", "position", "activity", "at")
        place = {row["case_id"]: number for number, row in enumerate(rows)}
        stage_of = kept.journey.stage_of
        dots = [
            DottedEvent(place[event["case_id"]], event["activity"], stage_of.get(event["activity"]), event["at"])
            for event in engine.rows(events.order_by("case_id", "position"))
        ]
    cases = [DottedCase(row["case_id"], row["first_at"], row["took_s"], row["customer"]) for row in rows]
    return DottedChart(tuple(cases), tuple(dots[:MOST_DOTS]), whole, kept.timezone)


def _drawn(engine: Engine, every: Table, cases: Table) -> Table:
    """The cases of the sample: while there is room for all of their events, and one at least."""
    events = cases.select("case_id", n=cases.events)
    lots = every.join(events, "case_id").mutate(lot=number_of(every.case_id))
    first = engine.keep(lots.order_by("lot", "case_id").limit(MOST_CASES), "lots")
    running = first.mutate(
        so_far=first.n.sum().over(ibis.window(order_by=["lot", "case_id"], preceding=None, following=0))
    )
    within = running.filter((running.so_far <= MOST_DOTS) | (running.so_far == running.n))
    return engine.keep(within.select("case_id", "first_at", "took_s", customer=customer_word(within)), "drawn_cases")


def _ordered(rows: list[dict[str, Any]], order: DottedOrder) -> list[dict[str, Any]]:
    feeling = {"bad": 0, "good": 1, "unknown": 2}
    keys = {
        "start": lambda row: (row["first_at"], row["case_id"]),
        "duration": lambda row: (-row["took_s"], row["case_id"]),
        "unhappy": lambda row: (feeling[row["customer"]], row["first_at"], row["case_id"]),
    }
    return sorted(rows, key=keys[order])
