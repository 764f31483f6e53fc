"""Linked signals → stages: stated by the customer, else by touchpoint, else by what the source asks about, else by
timing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from analyzer.engine import Engine, Table, Value, ibis
from analyzer.journey import Journey
from analyzer.tables.log import Log
from analyzer.tables.quality import ReadingNote, noted
from analyzer.tables.ruler import TimingRule
from analyzer.tables.signals import OBJECT, SURVEYS
from analyzer.tables.visits import PLACED

PROOF = 50  # signals that state their stage, before a timing rule is believed
AGREEMENT = 0.9  # share of them that the rule must place where the customer does
TIES = 2_000  # visits of a case at one moment that are told apart
RULES = ("last_ended", "under_way")
SURVEY_GROUP, OTHER_GROUP = "surveys", "others"


@dataclass(frozen=True)
class Placed:
    """Signals with their stage, how many there are, and how they found case and stage: counts by name."""

    table: Table
    linked: int
    links: dict[str, int]
    stage_from: dict[str, int]


def place(engine: Engine, linked: Table, visits: Table, journey: Journey, timing: Sequence[TimingRule]) -> Placed:
    """The table `placed signals`: every linked signal with its stage and how that was found.

    Stated by the customer, else by touchpoint, else by what the source asks about, else by the ruler's timing rule of
    its group, else in no stage. Of other cases nothing counts.
    """
    tagged = _tag(linked, journey)
    timed = _timed(tagged, visits, len(journey.stages), tagged.filter(tagged.tag_from.isnull()))
    rules = [(t.group, t.rule) for t in timing if t.rule]
    by_rule = (
        ibis.cases(
            *((timed.survey == (group == SURVEY_GROUP), timed[rule]) for group, rule in rules),
            else_=ibis.null("int64"),
        )
        if rules
        else ibis.null("int64")
    )
    untagged = timed.tag_from.isnull()
    stage_no = ibis.ifelse(untagged, by_rule.cast("int64") % len(journey.stages), timed.tag_no)
    stage_from = ibis.ifelse(untagged, ibis.ifelse(by_rule.notnull(), "timing", "none"), timed.tag_from)
    placed = timed.mutate(stage_no=stage_no, stage_from=stage_from)
    under_way = [t.group == SURVEY_GROUP for t in timing if t.rule == "under_way"]
    placed = placed.mutate(running=untagged & placed.survey.isin(under_way) if under_way else ibis.literal(False))
    placed = _with_key(placed, visits, journey)
    ends = visits.select("case_id", "visit_key", "last_at", "open")
    placed = placed.left_join(ends, [placed.case_id == ends.case_id, placed.wanted == ends.visit_key])
    placed = placed.drop("case_id_right")
    early = ibis.ifelse(
        placed.visit_key.notnull(), placed.open | (placed["at"] < placed.last_at).fill_null(True), ibis.null("boolean")
    )
    return counted_places(engine, engine.keep(placed.mutate(early=early).select(*PLACED.schema), "placed"))


def _with_key(placed: Table, visits: Table, journey: Journey) -> Table:
    """Signals with the key of the visit that they speak about (`wanted`): that of their stage.

    Of a stage that is visited by object: the visit of the object that the signal names; else the last one that had
    ended when it was said, else the one under way; the other way round where its timing says that it speaks of what is
    under way (`running`); else the first. Of several under way the one that began last, else the first that is waited
    for.
    """
    by_object = [stage for stage in journey.stages if stage.per is not None]
    if not by_object:
        return placed.mutate(wanted=placed.stage_no)
    names = [(placed.stage_no == stage.no, placed[f"{OBJECT}{stage.per}"]) for stage in by_object]
    asked = placed.filter(placed.stage_no.isin([stage.no for stage in by_object])).select(
        "signal", "case_id", "stage_no", said_at=placed["at"], thing=ibis.cases(*names, else_=ibis.null("string"))
    )
    of_visit = ("case_id", "stage_no", "visit_key", "object", "opened_at", "first_at", "last_at")
    pairs = asked.join(visits.select(*of_visit), ["case_id", "stage_no"])
    stages, running = len(journey.stages), _running(pairs)
    begun = (running & (pairs.first_at <= pairs.said_at)).fill_null(False)
    found = pairs.group_by("signal").aggregate(
        named=pairs.visit_key.max(where=(pairs.object == pairs.thing).fill_null(False)),
        ended=_latest(pairs, pairs.last_at, _ended(pairs), stages),
        begun=_latest(pairs, pairs.first_at, begun, stages),
        waited=pairs.visit_key.min(where=running.fill_null(False)),
        first=pairs.visit_key.min(),
    )
    at = placed.left_join(found, "signal").drop("signal_right")
    this_one = ibis.coalesce(at.begun, at.waited)
    by_time = ibis.ifelse(at.running, ibis.coalesce(this_one, at.ended), ibis.coalesce(at.ended, this_one))
    return at.mutate(wanted=ibis.coalesce(at.named, by_time, at.first, at.stage_no))


def counted_places(engine: Engine, table: Table) -> Placed:
    """Placed signals with their counts."""
    counts = engine.frame(
        table.group_by("link", "stage_from").aggregate(n=table.count()).order_by("link", "stage_from")
    )
    links, sources = (counts.groupby(by)["n"].sum().to_dict() for by in ("link", "stage_from"))
    plain = [{str(k): int(v) for k, v in found.items()} for found in (links, sources)]
    return Placed(PLACED.check(table), sum(plain[0].values()), plain[0], plain[1])


def _tag(linked: Table, journey: Journey) -> Table:
    """Signals with `tag_no` and `tag_from` (stated, touchpoint, about; null where none), and whether they are
    surveys."""
    touchpoints = {name.lower(): no for name, no in sorted(journey.touchpoint_of.items())}
    spoken = linked.touchpoint.strip().lower()
    by_touchpoint = (
        ibis.cases(
            *((spoken == name, ibis.literal(no, "int64")) for name, no in touchpoints.items()), else_=ibis.null("int64")
        )
        if touchpoints
        else ibis.null("int64")
    )
    by_object = _stage_of_object(linked, journey)
    tag_from = ibis.cases(
        (linked.stage_no.notnull(), "stated"),
        (by_touchpoint.notnull(), "touchpoint"),
        (linked.about_no.notnull(), "about"),
        (by_object.notnull(), "stated"),
        else_=ibis.null("string"),
    )
    return linked.mutate(
        tag_no=ibis.coalesce(linked.stage_no, by_touchpoint.cast("int64"), linked.about_no, by_object),
        tag_from=tag_from,
        survey=linked.kind.isin(list(SURVEYS)),
    ).drop("stage_no")


def _stage_of_object(linked: Table, journey: Journey) -> Value:
    """The stage of which a signal names an object, where only one is visited by objects of that type."""
    found = []
    for kind in journey.object_types:
        stages = [stage.no for stage in journey.stages if stage.per == kind]
        if len(stages) == 1:
            found.append((linked[f"{OBJECT}{kind}"].notnull(), ibis.literal(stages[0], "int64")))
    none = ibis.null("int64")
    return ibis.cases(*found, else_=none) if found else none


def _timed(tagged: Table, visits: Table, stages: int, asked: Table | None = None) -> Table:
    """Signals with what each timing rule says: last_ended and under_way, the key of a visit or null; of other signals
    than those that are `asked` for nothing. The key modulo the number of `stages` is the visit's stage.

    last_ended: the visit with the latest last event at or before the signal. under_way: the visit that had opened
    last, at or before the signal, and had not ended by then. Ties go to the later stage.
    """
    asked = tagged if asked is None else asked
    pairs = asked.select("signal", "case_id", said_at=asked["at"]).join(
        visits.select("case_id", "stage_no", "visit_key", "opened_at", "last_at"), "case_id"
    )
    best = pairs.group_by("signal").aggregate(
        last_ended=_latest(pairs, pairs.last_at, _ended(pairs), stages),
        under_way=_latest(pairs, pairs.opened_at, _running(pairs), stages),
    )
    return tagged.left_join(best, "signal").drop("signal_right")


def _ended(pairs: Table) -> Value:
    return (pairs.last_at <= pairs.said_at).fill_null(False)


def _running(pairs: Table) -> Value:
    return (pairs.opened_at <= pairs.said_at) & (pairs.last_at.isnull() | (pairs.last_at > pairs.said_at))


def _latest(pairs: Table, by: Value, where: Value, stages: int) -> Value:
    """The visit of the pair with the latest time; of equal times the later stage, and in it the later object."""
    from datetime import datetime

    epoch = ibis.literal(datetime(1970, 1, 1), "timestamp(6)")
    objects = max(TIES // stages, 1)
    which = ibis.least((pairs.visit_key - pairs.stage_no) // stages, objects - 1)
    order = by.delta(epoch, unit="microsecond") * TIES + pairs.stage_no * objects + which
    return pairs.visit_key.argmax(order, where=where)


def fit_timing(engine: Engine, linked: Table, visits: Table, journey: Journey) -> tuple[TimingRule, ...]:
    """By which rule the untagged signals of each group (surveys and reviews; complaints, contacts and praise) find
    their stage: one entry a group.

    Timing is used where it has proved itself: with at least 50 signals of a group that state their stage, the rule
    that agrees with them most often, if in at least 90 %. Where no signal at all states its stage nothing can prove a
    rule: the last ended visit for surveys and the visit under way for the others. Else untagged signals have no stage.
    """
    stages = len(journey.stages)
    timed = _timed(_tag(linked, journey), visits, stages)
    stated = timed.filter((timed.tag_from == "stated") & (timed.tag_no >= 0))
    counts = stated.group_by("survey").aggregate(
        n=stated.count(),
        **{rule: (stated[rule] % stages == stated.tag_no).fill_null(False).cast("int64").sum() for rule in RULES},
    )
    seen = {bool(row.survey): row for row in engine.frame(counts).itertuples()}
    rules = []
    for group, survey, default in ((SURVEY_GROUP, True, "last_ended"), (OTHER_GROUP, False, "under_way")):
        row = seen.get(survey)
        if row is None:
            rules.append(TimingRule(group, None if seen else default, 0))
            continue
        n = int(row.n)
        agreement = {rule: int(getattr(row, rule)) / n for rule in RULES}
        best = max(RULES, key=lambda rule: (agreement[rule], rule == default))
        proved = n >= PROOF and agreement[best] >= AGREEMENT
        rules.append(TimingRule(group, best if proved else None, n, agreement))
    return tuple(rules)


def object_warnings(engine: Engine, linked: Table, log: Log, journey: Journey) -> tuple[ReadingNote, ...]:
    """A note for each type of object by which stages are visited, where signals name one that their case does not have:
    their timing decides which visit they speak about."""
    if log.objects is None:
        return ()
    notes = []
    for kind in journey.object_types:
        names = linked.select("case_id", object=linked[f"{OBJECT}{kind}"]).filter(lambda t: t.object.notnull())
        known = log.objects.filter(log.objects.type == kind)
        lost = names.anti_join(known, ["case_id", "object"])
        row = engine.rows(names.aggregate(n=names.count()).cross_join(lost.aggregate(lost=lost.count())))[0]
        if row["lost"]:
            notes.append(noted("objects_not_of_case", n=row["n"], lost=row["lost"], type=kind))
    return tuple(notes)


def timing_warnings(engine: Engine, placed: Table, timing: Sequence[TimingRule]) -> tuple[ReadingNote, ...]:
    """A note for each group whose signals were placed by a rule that nothing could prove."""
    if any(t.signals for t in timing):
        return ()
    by_time = placed.filter(placed.stage_from.isin(["timing", "none"]))
    missing = {
        bool(row.survey): int(row.n)
        for row in engine.frame(by_time.group_by("survey").aggregate(n=by_time.count())).itertuples()
    }
    return tuple(
        noted(f"unproved_{'surveys' if survey else 'others'}_{t.rule}", n=missing[survey])
        for t in timing
        if t.rule and missing.get(survey := t.group == SURVEY_GROUP)
    )
