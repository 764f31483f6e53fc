"""Whether a source's clock goes wrong: its events lie where the journey cannot have them. Said, never corrected."""

from __future__ import annotations

from typing import Any

from analyzer.engine import Engine
from analyzer.engine.times import seconds
from analyzer.journey import Journey
from analyzer.tables.log import Log
from analyzer.tables.quality import ReadingNote, noted

_FEWEST = 20  # pairs of stages of two sources, below which nothing is said
_NEARLY_ALWAYS, _HARDLY_EVER = 0.8, 0.1
_ORDERS = 100_000  # cases, by their names, that are looked at


def check_clocks(engine: Engine, journey: Journey, log: Log) -> tuple[ReadingNote, ...]:
    """A warning for each source whose events nearly always lie on the wrong side of those of the other sources.

    Looked at are pairs of stages that follow each other in the journey, of one case, each told by one source alone:
    they are turned round where all of the later one lies before all of the earlier one. A clock that is behind turns
    round the pairs in which the source is the later one, and hardly any of the others; one that is ahead the other way
    about. Of two sources the second is named: which of both is wrong the log does not say. A shift that is shorter than
    the way from one stage to the next is not seen.
    """
    if len(log.sources) < 2:
        return ()
    pairs = [(int(r["one"]), int(r["other"]), r) for r in engine.rows(_pairs(engine, journey, log))]
    found = {}
    for source in range(len(log.sources)):
        later = [row for one, other, row in pairs if other == source]
        earlier = [row for one, other, row in pairs if one == source]
        behind, ahead = _share(later), _share(earlier)
        for here, there, rows, word in ((behind, ahead, later, "behind"), (ahead, behind, earlier, "ahead")):
            if here >= _NEARLY_ALWAYS and there <= _HARDLY_EVER and _number(rows) >= _FEWEST:
                found[source] = _said(log.sources[source], word, rows)
    if len(found) > 1:
        found.pop(0, None)  # of two sources, both look wrong
    return tuple(found[source] for source in sorted(found))


def _pairs(engine: Engine, journey: Journey, log: Log) -> Any:
    """For each two sources: how many pairs of stages, the first told by `one` and the next by `other`; how many of them
    are turned round, and by how long at least (the median, in seconds)."""
    import pandas as pd

    stages = pd.DataFrame(sorted(journey.stage_of.items()), columns=["activity", "stage_no"])
    table = engine.take(stages, "stage_of", {"activity": "string", "stage_no": "int64"})
    events = log.events
    if log.n_cases > _ORDERS:
        events = events.semi_join(log.cases.select("case_id").order_by("case_id").limit(_ORDERS), "case_id")
    staged = events.inner_join(table, "activity")
    told = staged.group_by("case_id", "stage_no").agg(
        first_at=staged["at"].min(), last_at=staged["at"].max(), low=staged.source.min(), high=staged.source.max()
    )
    alone = told.filter(told.low == told.high).select("case_id", "stage_no", "first_at", "last_at", source="low")
    first = alone.select("case_id", "first_at", one="source", next_no=alone.stage_no + 1)
    later = alone.select("case_id", next_no="stage_no", later_at="last_at", other="source")
    both = first.inner_join(later, ["case_id", "next_no"])
    both = both.filter(both.one != both.other)
    both = both.mutate(turned=both.later_at < both.first_at, gap=seconds(both.first_at, both.later_at))
    counted = both.group_by("one", "other").agg(
        pairs=both.count(), turned=both.turned.cast("int64").sum(), gap=both.gap.quantile(0.5, where=both.turned)
    )
    return counted.order_by("one", "other")


def _number(rows: list[dict[str, Any]]) -> int:
    return sum(int(row["pairs"]) for row in rows)


def _share(rows: list[dict[str, Any]]) -> float:
    return sum(int(row["turned"]) for row in rows) / max(_number(rows), 1)


def _said(source: str, word: str, rows: list[dict[str, Any]]) -> ReadingNote:
    turned = sum(int(row["turned"]) for row in rows)
    widest = max((row for row in rows if row["gap"] is not None), key=lambda row: int(row["turned"]))
    return noted(
        f"clock_{word}",
        source=source,
        turned=turned,
        places=_number(rows),
        hours=f"{float(widest['gap']) / 3600:.1f}",
    )
