"""What was said within a slice: the topics of its comments, and the comments themselves, searched."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from analyzer.engine import Engine, Table
from analyzer.outside_in.masking import mask
from analyzer.outside_in.quotes import quotes
from analyzer.outside_in.topics import Said, Topics, find_topics
from analyzer.slices.cut import Cut, cut
from analyzer.slices.filters import Filters
from analyzer.slices.kept import open_run

MOST = 20_000  # comments that leave the engine: the first by a hash of the signal's number
PAGE = 20
TYPICAL = 500  # comments of a stage in which its quote is looked for


@dataclass(frozen=True)
class Quote:
    """A masked comment as it was said: `month` of the project's data (UTC), the stage it speaks of (None: none or the
    whole), its kind, the verdict that it gives (good, bad, neutral) and its case."""

    comment: str
    case_id: str
    month: str
    stage: str | None
    kind: str
    verdict: str


@dataclass(frozen=True)
class Quotes:
    """One page of quotes, the newest first; `total` in all, of `comments` that were looked through."""

    total: int
    comments: int
    page: int
    rows: tuple[Quote, ...]

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // PAGE))


def said_about(run: Path, filters: Filters) -> Topics:
    """The topics of a slice's comments (outside_in/topics.py); a signal's own verdict counts, neutral as not unhappy.

    Of more than 20,000 comments 20,000 are taken. Raises ArgumentError for a stage or an attribute that the run does
    not have.
    """
    with open_run(run) as (engine, kept):
        frame = _comments(engine, cut(engine, kept, filters))
    return find_topics(
        [Said(row.comment, _bad(row.verdict), _month(row.at), str(row.case_id)) for row in frame.itertuples()]
    )


def find_quotes(run: Path, filters: Filters, words: str = "", page: int = 1) -> Quotes:
    """A page of the comments of a slice that hold all these words, in any letter case, once they are masked: what a
    mask hides cannot be searched for. Raises ArgumentError as `said_about` does."""
    with open_run(run) as (engine, kept):
        part = cut(engine, kept, filters)
        frame = _comments(engine, part)
    names = [stage.name for stage in part.kept.journey.stages]
    wanted = words.casefold().split()
    found = []
    for row in frame.sort_values(["at", "signal"], ascending=False).itertuples():
        comment = mask(" ".join(row.comment.split()))
        folded = comment.casefold()
        if all(word in folded for word in wanted):
            stage = names[int(row.stage_no)] if row.stage_no >= 0 else None
            found.append(Quote(comment, str(row.case_id), _month(row.at), stage, row.kind, row.verdict))
    page = min(max(page, 1), max(1, -(-len(found) // PAGE)))
    return Quotes(len(found), len(frame), page, tuple(found[(page - 1) * PAGE : page * PAGE]))


def stage_quotes(run: Path, filters: Filters) -> dict[str, str]:
    """The most typical comment about each stage within a slice, masked: stage → quote, as far as any has one (of more
    than 500 comments a stage, 500 by a hash are weighed). Raises ArgumentError as `said_about` does."""
    with open_run(run) as (engine, kept):
        part = cut(engine, kept, filters)
        frame = _comments(engine, part)
    found = {}
    for stage in part.kept.journey.stages:
        own = frame[frame["stage_no"] == stage.no].head(TYPICAL)
        if said := quotes(own["comment"].tolist(), limit=1):
            found[stage.name] = said[0]
    return found


def _comments(engine: Engine, part: Cut) -> Any:
    placed: Table = part.placed.filter(part.placed.comment.strip() != "")
    if part.stage_no is not None:
        placed = placed.filter(placed.stage_no == part.stage_no)
    mixed = (placed.signal * 2_654_435_761) % 4_294_967_296
    chosen = placed.select(
        "signal", "case_id", "kind", "verdict", "at", "comment", stage_no=placed.stage_no.fill_null(-1), mixed=mixed
    ).order_by(["mixed", "signal"])
    return engine.frame(chosen.limit(MOST).drop("mixed")).sort_values("signal")


def _bad(verdict: str) -> bool | None:
    return None if verdict not in ("good", "bad", "neutral") else verdict == "bad"


def _month(at: Any) -> str:
    return f"{at:%Y-%m}"
