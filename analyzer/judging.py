"""Judge: every visit under a ruler. A pure function of one case's events and signals, the journey, the ruler and the
moment of looking; of other cases nothing counts, so cases may be judged apart, in any order, and put together."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field
from datetime import datetime

from analyzer.engine import Engine, Table, ibis
from analyzer.inside_out import company_verdicts
from analyzer.journey import Journey
from analyzer.mismatches import Traits, heard_visits, make_traits
from analyzer.outside_in import Placed, customer_verdicts, place
from analyzer.settings import Calendar
from analyzer.tables.log import Log
from analyzer.tables.quality import ReadingNote, noted
from analyzer.tables.ruler import Ruler
from analyzer.tables.signals import Quiet, Signals
from analyzer.visits import SeenCases, of_their_cases, seen_cases, staged_events, visits_as_seen

_FEWEST, _FEW = 20, 10  # cases in all, and of these at most so many, that set the moment of looking for the others
_LOOKED_AT = 100  # of the latest cases, and of the latest signals, for a case may have several
_LONG = 0.1  # of the time before: a silence of all other cases that is longer is a gap in time


@dataclass(frozen=True)
class Given:
    """What is judged: the log, the signals and those of them that belong to a case (`linked`), the journey, the
    calendar and zone of its targets, and the moment of looking (`now`, naive UTC)."""

    log: Log
    signals: Signals
    linked: Table
    journey: Journey
    calendar: Calendar | None
    timezone: str
    now: datetime
    # tells two of one engine apart, also where one was made from the other
    no: int = field(default_factory=itertools.count().__next__, init=False, compare=False)

    @property
    def quiet(self) -> Quiet:
        """What silence says of a visit."""
        return self.signals.quiet(self.now)

    def apart(self, ruler: Ruler) -> tuple[str, ...]:
        """Activities that are no part of visits, targets and drivers, sorted: reactions to what customers said, and
        what customers themselves did."""
        return tuple(sorted({*ruler.reacting, *self.signals.verdicts}))


class Judged:
    """The tables of one judging, each made when it is first asked for, and once in an engine for the same parts of a
    ruler: so calibrating, which needs the first of them to fit the next part, makes none twice.

    staged: events with their stage, without reactions and customers' own verdicts. seen: cases as visits see them, and
    seen_visits: visits under these cases' names (visits/by_object.py). visits, judged, rated: tables/visits.py. placed:
    signals with their stage. heard: rated visits with what was settled when their customer spoke. traits: what may set
    them apart.
    """

    def __init__(self, engine: Engine, given: Given, ruler: Ruler) -> None:
        self._engine, self._given, self._ruler = engine, given, ruler

    @property
    def staged(self) -> Table:
        log, journey = self._given.log, self._given.journey
        apart = self._given.apart(self._ruler)
        return self._engine.once(
            f"staged {self._given.no} {apart}", lambda: staged_events(self._engine, log, journey, apart)
        )

    @property
    def seen(self) -> SeenCases:
        log, journey = self._given.log, self._given.journey
        apart = self._given.apart(self._ruler)
        return self._engine.once(
            f"seen {self._given.no} {apart}", lambda: seen_cases(self._engine, log, journey, self.staged)
        )

    @property
    def seen_visits(self) -> Table:
        given, ruler = self._given, self._ruler
        return self._engine.once(
            f"visits {self._of_visits}",
            lambda: visits_as_seen(self._engine, self.seen, given.journey, ruler.pause, given.now),
        )

    @property
    def visits(self) -> Table:
        return of_their_cases(self.seen, self.seen_visits)

    @property
    def judged(self) -> Table:
        return self._engine.once(
            f"judged {self._of_judged}",
            lambda: of_their_cases(self.seen, self._company_verdicts()),
        )

    def _company_verdicts(self) -> Table:
        given = self._given
        return company_verdicts(
            self._engine,
            self.seen_visits,
            self.seen.staged,
            self.seen.log,
            given.journey,
            self._ruler.targets,
            given.now,
            given.calendar,
            given.timezone,
        )

    @property
    def placed(self) -> Placed:
        given, ruler = self._given, self._ruler
        return self._engine.once(
            f"placed {self._of_placed}",
            lambda: place(self._engine, given.linked, self.visits, given.journey, ruler.timing),
        )

    @property
    def rated(self) -> Table:
        given, ruler = self._given, self._ruler
        return self._engine.once(
            f"rated {self._of_rated}",
            lambda: customer_verdicts(
                self._engine, self.judged, self.placed.table, given.journey, ruler.lags, given.quiet
            ),
        )

    @property
    def heard(self) -> Table:
        return self._engine.once(
            f"heard {self._of_rated}", lambda: heard_visits(self._engine, self.rated, self._given.journey)
        )

    @property
    def traits(self) -> Traits:
        given, ruler = self._given, self._ruler
        parts = (self._of_rated, ruler.columns, ruler.numbers, ruler.waits, ruler.durations)
        return self._engine.once(
            f"traits {parts}",
            lambda: make_traits(
                self._engine, self.heard, self.rated, self.seen.staged, self.seen.log, given.journey, ruler
            ),
        )

    def settle(self) -> Table:
        """The rated visits, when the room of the visits that they were made of has been given back: both are many, and
        wide. What asks for those again has them made anew."""
        rated = self.rated
        self._engine.let_go(f"visits {self._of_visits}", f"judged {self._of_judged}")
        return rated

    @property
    def _of_visits(self) -> str:
        return repr((self._given.no, self._ruler.reacting, self._ruler.pause, self._given.now))

    @property
    def _of_judged(self) -> str:
        return repr((self._of_visits, self._ruler.targets))

    @property
    def _of_placed(self) -> str:
        return repr((self._of_visits, self._ruler.timing))

    @property
    def _of_rated(self) -> str:
        return repr((self._of_judged, self._of_placed, self._ruler.lags))


def moment_of_looking(engine: Engine, log: Log, linked: Table) -> datetime:
    """The last event, or the last signal that belongs to a case, whichever is later: never the wall clock, so that
    history can be played."""
    last = engine.rows(linked.aggregate(last=linked["at"].max()))[0]["last"]
    return log.last_at if last is None else max(log.last_at, last)


def moment_notes(engine: Engine, given: Given, ruler: Ruler) -> tuple[ReadingNote, ...]:
    """A note where a few cases set the moment of looking for all: at most ten of twenty or more end, or were heard,
    after a silence of all others that is longer than the pause by which cases end and than a tenth of the time before.

    One event dated years ahead closes what is open elsewhere. It is said, never corrected: which times are wrong the
    log does not tell.
    """
    cases = given.log.cases
    if given.log.n_cases < _FEWEST:
        return ()
    latest: dict[str, datetime] = {}
    for table in (cases.select("case_id", at="last_at"), given.linked.select("case_id", "at")):
        for row in engine.rows(table.order_by(ibis.desc("at"), "case_id").limit(_LOOKED_AT)):
            latest[row["case_id"]] = max(row["at"], latest.get(row["case_id"], row["at"]))
    times = sorted(latest.values(), reverse=True)[: _FEW + 1]
    for number, (last, before) in enumerate(itertools.pairwise(times), start=1):
        silence = (last - before).total_seconds()
        if silence > max(ruler.pause.longest_s, _LONG * (before - given.log.first_at).total_seconds()):
            days = {"last": f"{times[0]:%Y-%m-%d}", "before": f"{before:%Y-%m-%d}"}
            return (noted("moment_by_few", n=number, days=int(silence // 86_400), **days),)
    return ()


def judge(engine: Engine, given: Given, ruler: Ruler) -> Judged:
    """Every visit of every case, judged under the ruler. Nothing is computed before it is asked for."""
    return Judged(engine, given, ruler)
