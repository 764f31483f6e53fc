"""How rules are kept in a slice, and whether customers of the cases that break them are more often unhappy."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from analyzer.engine import Engine, Table
from analyzer.settings import suggestion
from analyzer.settings.rule import Rule
from analyzer.slices.cut import cut
from analyzer.slices.feelings import feelings, heard_shares
from analyzer.slices.filters import Filters
from analyzer.slices.kept import Kept, open_run
from analyzer.slices.rule_cases import rule_of, states
from analyzer.statistics.proportions import two_share_difference
from analyzer.tables.heard_share import NOBODY
from analyzer.tables.interval import NO_DATA
from analyzer.tables.rules_kept import RuleKept

ROOM = 3  # times the memory that the engine takes by itself for a log of so many events


def rules_kept(run: Path, filters: Filters, rules: Sequence[str]) -> tuple[RuleKept, ...]:
    """Each rule (as an address has it) with its violations, cases and unhappy shares, in the order given.

    Grain: a rule. The difference is Newcombe's, its sizes divided by the larger design effect of the two shares, for
    cases of one customer go together. It is raw: cases that break a rule may differ in much else. A rule that names an
    activity the log does not have comes back with its `problem`, for rules outlive logs.
    Raises ArgumentError for a text that is no rule, and for filters that cannot be used.
    """
    read = [rule_of(text) for text in rules]
    with open_run(run) as (engine, kept):
        engine.expect(kept.log.n_events * ROOM)
        told = feelings(engine, cut(engine, kept, filters)).select("case_id", "customer_id", "heard", "unhappy")
        return tuple(_kept(engine, kept, told, rule) for rule in read)


def _kept(engine: Engine, kept: Kept, told: Table, rule: Rule) -> RuleKept:
    for name in (rule.first, rule.second):
        if name not in kept.log.activities:
            problem = f"The log has no activity {name}: {suggestion(name, kept.log.activities)}."
            return RuleKept(rule.text, 0, 0, NOBODY, NOBODY, NO_DATA, problem)
    rows = engine.keep(states(engine, kept, rule).join(told, "case_id"), "rule_rows")
    shares = heard_shares(engine, rows, "state")
    broken, held = (shares.get(name, NOBODY) for name in ("broken", "kept"))
    violations = engine.rows(rows.aggregate(n=rows.violations.sum()))[0]["n"] or 0
    between = two_share_difference(
        broken.unhappy, broken.heard, held.unhappy, held.heard, design_effect=max(broken.design, held.design)
    )
    return RuleKept(rule.text, int(violations), shares.get("open", NOBODY).cases, broken, held, between)
