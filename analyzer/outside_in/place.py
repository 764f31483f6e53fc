"""Linked signals → stages: stated by the customer, else by touchpoint, else by what the source asks about, else by
timing."""

from __future__ import annotations

from dataclasses import dataclass, field

from analyzer.engine import Engine, Table, Value, ibis
from analyzer.journey import Journey
from analyzer.tables.signals import SURVEYS
from analyzer.tables.visits import PLACED

PROOF = 50  # signals that state their stage, before a timing rule is believed
AGREEMENT = 0.9  # share of them that the rule must place where the customer does
RULES = ("last_ended", "under_way")
SPOKEN = {"last_ended": "the last stage that had ended", "under_way": "the stage that was under way"}


@dataclass(frozen=True)
class Placed:
    """Signals with their stage, and how they found it.

    `rules`: how untagged signals of each group (surveys, others) were placed: a rule's name, or None for not at all.
    `agreement`: group -> rule -> share of the signals that state their stage which the rule places alike, with `n`.
    """

    table: Table
    linked: int
    links: dict[str, int]
    stage_from: dict[str, int]
    rules: dict[str, str | None]
    agreement: dict[str, dict[str, float]] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()


def place(engine: Engine, linked: Table, visits: Table, journey: Journey) -> Placed:
    """The table `placed signals`: every linked signal with its stage and how that was found.

    Timing is used where it has proved itself: with at least 50 signals of a group (surveys and reviews; complaints,
    contacts and praise) that state their stage, the rule that agrees with them most often, if in at least 90 %. Where
    no signal at all states its stage, the last ended visit for surveys and the visit under way for the others, with a
    warning. Else untagged signals have no stage.
    """
    tagged = _tag(linked, journey)
    timed = engine.keep(_timed(engine, tagged, visits), "timed")
    rules, agreement, warnings = _choose(engine, timed)
    by_rule = (
        ibis.cases(
            *((timed.survey == (group == "surveys"), timed[rule]) for group, rule in sorted(rules.items()) if rule),
            else_=ibis.null("int64"),
        )
        if any(rules.values())
        else ibis.null("int64")
    )
    untagged = timed.tag_from.isnull()
    stage_no = ibis.ifelse(untagged, by_rule.cast("int64"), timed.tag_no)
    stage_from = ibis.ifelse(untagged, ibis.ifelse(by_rule.notnull(), "timing", "none"), timed.tag_from)
    placed = timed.mutate(stage_no=stage_no, stage_from=stage_from)
    ends = visits.select("case_id", "stage_no", "last_at", "open", visit=ibis.literal(True))
    placed = placed.left_join(ends, ["case_id", "stage_no"]).drop("case_id_right", "stage_no_right")
    early = ibis.ifelse(
        placed.visit.notnull(), placed.open | (placed["at"] < placed.last_at).fill_null(True), ibis.null("boolean")
    )
    table = engine.keep(placed.mutate(early=early).select(*PLACED.schema), "placed")
    counts = engine.frame(
        table.group_by("link", "stage_from").aggregate(n=table.count()).order_by("link", "stage_from")
    )
    links, sources = (counts.groupby(by)["n"].sum().to_dict() for by in ("link", "stage_from"))
    plain = [{str(k): int(v) for k, v in found.items()} for found in (links, sources)]
    return Placed(PLACED.check(table), sum(plain[0].values()), plain[0], plain[1], rules, agreement, warnings)


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
    tag_from = ibis.cases(
        (linked.stage_no.notnull(), "stated"),
        (by_touchpoint.notnull(), "touchpoint"),
        (linked.about_no.notnull(), "about"),
        else_=ibis.null("string"),
    )
    return linked.mutate(
        tag_no=ibis.coalesce(linked.stage_no, by_touchpoint.cast("int64"), linked.about_no),
        tag_from=tag_from,
        survey=linked.kind.isin(list(SURVEYS)),
    ).drop("stage_no")


def _timed(engine: Engine, tagged: Table, visits: Table) -> Table:
    """Signals with what each timing rule says: last_ended and under_way, stage numbers or null.

    last_ended: the visit with the latest last event at or before the signal. under_way: the visit that had opened
    last, at or before the signal, and had not ended by then. Ties go to the later stage.
    """
    pairs = tagged.select("signal", "case_id", said_at=tagged["at"]).join(
        visits.select("case_id", "stage_no", "opened_at", "last_at"), "case_id"
    )
    ended = (pairs.last_at <= pairs.said_at).fill_null(False)
    running = (pairs.opened_at <= pairs.said_at) & (pairs.last_at.isnull() | (pairs.last_at > pairs.said_at))
    best = pairs.group_by("signal").aggregate(
        last_ended=_latest(pairs, pairs.last_at, ended), under_way=_latest(pairs, pairs.opened_at, running)
    )
    return tagged.left_join(best, "signal").drop("signal_right")


def _latest(pairs: Table, by: Value, where: Value) -> Value:
    """The stage of the pair with the latest time; of equal times the later stage."""
    from datetime import datetime

    epoch = ibis.literal(datetime(1970, 1, 1), "timestamp(6)")
    key = by.delta(epoch, unit="microsecond") * 1000 + pairs.stage_no
    return pairs.stage_no.argmax(key, where=where)


def _choose(engine: Engine, timed: Table) -> tuple[dict[str, str | None], dict[str, dict[str, float]], tuple[str, ...]]:
    """Which rule places the untagged signals of each group."""
    stated = timed.filter((timed.tag_from == "stated") & (timed.tag_no >= 0))
    counts = stated.group_by("survey").aggregate(
        n=stated.count(),
        **{rule: (stated[rule] == stated.tag_no).fill_null(False).cast("int64").sum() for rule in RULES},
    )
    seen = {bool(row.survey): row for row in engine.frame(counts).itertuples()}
    untagged = timed.filter(timed.tag_from.isnull())
    missing = {
        bool(row.survey): int(row.n)
        for row in engine.frame(untagged.group_by("survey").aggregate(n=untagged.count())).itertuples()
    }
    rules: dict[str, str | None] = {}
    agreement: dict[str, dict[str, float]] = {}
    warnings = []
    for group, survey, default in (("surveys", True, "last_ended"), ("others", False, "under_way")):
        row = seen.get(survey)
        if row is not None:
            agreement[group] = {"n": int(row.n), **{rule: int(getattr(row, rule)) / int(row.n) for rule in RULES}}
        if not seen:
            rules[group] = default
            if missing.get(survey):
                warnings.append(
                    f"{missing[survey]} {group if survey else 'complaints, contacts or praises'} name no stage and "
                    f"none can prove a rule: "
                    f"they were placed in {SPOKEN[default]}"
                )
            continue
        best = max(RULES, key=lambda rule: (agreement.get(group, {}).get(rule, 0.0), rule == default))
        proved = row is not None and int(row.n) >= PROOF and agreement[group][best] >= AGREEMENT
        rules[group] = best if proved else None
    return rules, agreement, tuple(warnings)
