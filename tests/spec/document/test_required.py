"""What is required by a law or a norm: its price is no waste, in the document and in words."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from analyzer.document.required_rows import required_rows
from analyzer.journey import load_journey
from analyzer.tables.interval import NO_DATA, Interval
from analyzer.tables.mismatch import Driver, Mismatch
from analyzer.words.compliance_words import price_words, required_words
from analyzer.words.findings import title

JOURNEY = """
journey: Ordering
stages:
  - name: Payment
    activities: [{name: Check identity, required_by: Anti-money-laundering law}, Ask]
    target: {within: 2h, required_by: ISO 9001 8.4}
  - {name: Delivery, activities: [Hand over], target: {within: 1d}}
"""


def journey(folder: Path) -> Any:
    (folder / "journey.yaml").write_text(JOURNEY, encoding="utf-8")
    return load_journey(folder / "journey.yaml")


def driver(kind: str, **keys: Any) -> Driver:
    return Driver(
        type=kind, stage="Payment", keys=keys, visits=10, unhappy=5, risk_ratio=Interval(2, 1.5, 3), adjusted=True,
        q_value=0.001, share=Interval(0.5, 0.4, 0.6), avoidable=NO_DATA, controllable=True,
    )  # fmt: skip


def mismatch(kind: str, stage: str, *drivers: Driver) -> Mismatch:
    return Mismatch(
        id="m", kind=kind, stage=stage, priority=1.0, weight=1.0, owner=None, affected_visits=40, avoidable=None,
        drivers=tuple(drivers), evidence={"basis": "visits"},
    )  # fmt: skip


def test_a_missed_target_that_is_required(tmp_path):
    rows = required_rows(mismatch("silent_defect", "Payment"), journey(tmp_path))
    assert rows == [{"what": "target", "name": "Payment", "by": "ISO 9001 8.4"}]
    assert required_rows(mismatch("shared_failure", "Payment"), journey(tmp_path)) == []
    assert required_rows(mismatch("silent_defect", "Delivery"), journey(tmp_path)) == []


def test_a_driver_whose_activity_is_required_wherever_it_hurts(tmp_path):
    hurt = mismatch("hidden_friction", "Delivery", driver("activity", activity="Check identity"))
    both = mismatch("hidden_friction", "Delivery", driver("wait", **{"from": "Ask", "to": "Check identity"}))
    left_out = mismatch("hidden_friction", "Delivery", driver("missing", activity="Check identity"))
    wanted = [{"what": "activity", "name": "Check identity", "by": "Anti-money-laundering law"}]
    assert required_rows(hurt, journey(tmp_path)) == wanted
    assert required_rows(both, journey(tmp_path)) == wanted
    assert required_rows(left_out, journey(tmp_path)) == []


def test_the_words_say_price_and_not_waste():
    row: Any = {
        "kind": "silent_defect",
        "stage": "Payment",
        "evidence": {},
        "affected_visits": 1304,
        "avoidable_bad_per_month": {"value": None, "low": None, "high": None},
        "required": [{"what": "target", "name": "Payment", "by": "ISO 9001 8.4"}],
    }
    assert title(row) == "Payment misses a target that is required, and customers do not mind"
    assert required_words(row) == (
        "The target is required by ISO 9001 8.4: what it costs is the price of compliance, not waste."
    )
    assert price_words(row) == "1,304 visits; no unhappy customers are counted"
    del row["required"]
    assert required_words(row) == ""
    assert title(row) == "Payment misses its target, and customers do not mind"
