"""Lists of cases: those of a slice that show what was found, sorted, one page of them at a time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from analyzer.document.build import local
from analyzer.engine import Engine, Table, ibis
from analyzer.inside_out.variants import signs_of
from analyzer.outside_in.masking import MARKERS, mask
from analyzer.slices.cut import Cut, cut
from analyzer.slices.filters import Filters
from analyzer.slices.holding import of_mismatch, of_visits, with_driver
from analyzer.slices.kept import open_run
from analyzer.words.case_words import visit_name

Order = Literal["unhappy", "longest", "shortest", "newest", "oldest", "case"]
ORDERS: tuple[Order, ...] = ("unhappy", "longest", "shortest", "newest", "oldest", "case")
PAGE = 50
ROOM = 3  # times the memory that the engine takes by itself for a log of so many events
MOST_SAID = 20_000  # comments that are looked through for a quote


@dataclass(frozen=True)
class Question:
    """Which cases of a slice: all conditions that are given must hold.

    `mismatch` and `driver` are rows of the document; `variant` the activities of a case in order; `cell` verdicts of
    company and customer (`good_bad`) in the slice's stage, in any where none is asked for; `said` words of a masked
    comment; `name` a part of the case's own name.
    """

    mismatch: Mapping[str, Any] | None = None
    driver: Mapping[str, Any] | None = None
    variant: tuple[str, ...] | None = None
    activity: str | None = None
    cell: str | None = None
    said: str | None = None
    name: str | None = None
    order: Order = "unhappy"
    page: int = 1  # from 1


@dataclass(frozen=True)
class Cases:
    """One page of a list: `total` cases in all; rows case_id, customer_id (None where the log has no customers), first
    (local ISO time), took_s, events, visits, rated, unhappy and off_target (lists of stages), comment (masked, the
    first of an unhappy signal, else the first; None where nothing was said)."""

    total: int
    page: int
    rows: tuple[dict[str, Any], ...]

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // PAGE))


def list_cases(run: Path, filters: Filters, question: Question) -> Cases:
    """A page of the cases of a slice; only the page leaves the engine.

    Grain: a case. Order: `unhappy`, by the number of unhappy visits in the slice, then by duration; `longest` and
    `shortest` by the seconds from first to last event; ties by the case's name. A page beyond the last is the last.
    Raises ArgumentError for a stage, an attribute or an activity that the run does not have.
    """
    with open_run(run) as (engine, kept):
        engine.expect(kept.log.n_events * ROOM, len(kept.log.attributes))
        part = cut(engine, kept, filters)
        found = engine.keep(asked_for(engine, part, question), "asked_for")
        total = int(engine.frame(found.aggregate(n=found.count()))["n"].iloc[0])
        page = min(max(question.page, 1), max(1, -(-total // PAGE)))
        rows = _sorted(part, found, question.order).limit(PAGE, offset=(page - 1) * PAGE)
        frame = engine.frame(rows)
        names = [str(case) for case in frame["case_id"]]
        verdicts, comments = _verdicts(engine, part, names), _comments(engine, part, names)
        listed = tuple(
            {
                "case_id": str(row.case_id),
                "customer_id": _customer(row),
                "first": local(row.first_at.to_pydatetime(), kept.timezone),
                "took_s": float(row.took_s),
                "events": int(row.events),
                **verdicts.get(str(row.case_id), {"visits": 0, "rated": 0, "unhappy": [], "off_target": []}),
                "comment": comments.get(str(row.case_id)),
            }
            for row in frame.itertuples()
        )
        return Cases(total, page, listed)


def asked_for(engine: Engine, part: Cut, question: Question) -> Table:
    """The cases (case_id, took_s) of a slice for which all conditions of a question hold; order and page aside."""
    assert part.kept.sequences is not None
    cases = part.kept.sequences
    narrower: list[Table] = [] if part.members is None else [part.members]
    if question.mismatch is not None:
        narrower.append(of_mismatch(engine, part, question.mismatch))
    if question.driver is not None:
        of_stage = (question.mismatch or {}).get("stage")
        no = part.kept.journey.number(of_stage) if of_stage else part.stage_no
        narrower.append(with_driver(engine, part, question.driver, no))
    if question.cell is not None:
        company, _, customer = question.cell.partition("_")
        narrower.append(of_visits(part, part.stage_no, company=company, customer=customer))
    if question.said is not None:
        narrower.append(_who_said(engine, part, question.said))
    if question.variant is not None:
        signs = signs_of(part.kept.log.activities)
        known = all(activity in signs for activity in question.variant)
        text = "".join(signs[activity] for activity in question.variant) if known else None
        cases = cases.filter(cases.signs == text) if known else cases.limit(0)
    if question.activity is not None:
        sign = signs_of(part.kept.log.activities).get(question.activity)
        cases = cases.filter(cases.signs.contains(sign)) if sign else cases.limit(0)
    if question.name is not None:
        cases = cases.filter(cases.case_id.lower().contains(question.name.lower()))
    chosen = cases.select("case_id", "took_s")
    for one in narrower:
        chosen = chosen.semi_join(one, "case_id")
    return chosen


def _sorted(part: Cut, found: Table, order: Order) -> Table:
    cases = part.kept.log.cases
    held = [name for name in ("customer_id",) if name in cases.columns]
    log = cases.select("case_id", "first_at", "events", *held)
    rows = found.join(log, "case_id")
    if order == "unhappy":
        bad = part.rated.filter(part.rated.customer == "bad")
        if part.stage_no is not None:
            bad = bad.filter(bad.stage_no == part.stage_no)
        counts = bad.group_by("case_id").aggregate(unhappy=bad.count())
        rows = rows.left_join(counts, "case_id").drop("case_id_right")
        return rows.order_by(ibis.desc(rows.unhappy.fill_null(0)), ibis.desc(rows.took_s), "case_id")
    if order == "case":
        return rows.order_by("case_id")
    by = {
        "longest": ibis.desc(rows.took_s),
        "shortest": rows.took_s,
        "newest": ibis.desc(rows.first_at),
        "oldest": rows.first_at,
    }
    return rows.order_by(by[order], "case_id")


def _verdicts(engine: Engine, part: Cut, cases: list[str]) -> dict[str, dict[str, Any]]:
    """Case → its visits in the slice: how many, how many rated, and the stages (with the object of a visit by object)
    that were unhappy or off target."""
    names = [stage.name for stage in part.kept.journey.stages]
    wanted = part.rated.filter(part.rated.case_id.isin(cases))
    columns = ["case_id", "stage_no", *(name for name in ("object",) if name in wanted.columns), "company", "customer"]
    frame = engine.frame(wanted.order_by("case_id", "stage_no", "visit_key").select(*columns))
    found: dict[str, dict[str, Any]] = {}
    for row in frame.itertuples():
        told = found.setdefault(str(row.case_id), {"visits": 0, "rated": 0, "unhappy": [], "off_target": []})
        told["visits"] += 1
        told["rated"] += row.customer != "unknown"
        name = visit_name(names[int(row.stage_no)], getattr(row, "object", None))
        if row.customer == "bad":
            told["unhappy"].append(name)
        if row.company == "bad":
            told["off_target"].append(name)
    return found


def _customer(row: Any) -> str | None:
    customer = getattr(row, "customer_id", None)
    return customer if isinstance(customer, str) and customer else None


def _comments(engine: Engine, part: Cut, cases: list[str]) -> dict[str, str]:
    """Case → one of its comments, masked: the first that is unhappy, else the first."""
    said = part.placed.filter(part.placed.case_id.isin(cases) & (part.placed.comment.strip() != ""))
    frame = engine.frame(said.select("case_id", "comment", "verdict", "signal").order_by("signal"))
    found: dict[str, str] = {}
    for bad in (True, False):
        for row in frame[(frame["verdict"] == "bad") == bad].itertuples():
            if str(row.case_id) not in found:
                found[str(row.case_id)] = mask(" ".join(str(row.comment).split()))
    return found


def _who_said(engine: Engine, part: Cut, words: str) -> Table:
    """The cases with a comment that holds these words once it is masked: what a mask hides cannot be searched for."""
    wanted = " ".join(words.removesuffix("…").split())
    plain = wanted
    for marker in MARKERS:
        plain = plain.replace(marker, "\0")
    fragment = max(plain.split("\0"), key=len).strip()
    comments = part.placed.filter(part.placed.comment.notnull())
    one_space = comments.comment.re_replace(r"\s+", " ")
    comments = comments.filter(one_space.lower().contains(fragment.lower())) if fragment else comments.limit(0)
    frame = engine.frame(comments.select("case_id", "comment", "signal").order_by("signal").limit(MOST_SAID))
    said = [
        str(row.case_id)
        for row in frame.itertuples()
        if wanted.casefold() in mask(" ".join(str(row.comment).split())).casefold()
    ]
    cases = part.kept.log.cases.select("case_id")
    return cases.filter(cases.case_id.isin(sorted(set(said)))) if said else cases.limit(0)
