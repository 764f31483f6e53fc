"""Writes down what was planted: expected.json for programs, README.md for people. Sizes are measured in the files."""

import json
from pathlib import Path
from typing import Any

import pandas as pd

from . import measure

README = Path(__file__).parent / "readme_template.md"
SIGNAL_KINDS = ["hidden_friction", "silent_defect", "shared_failure", "broken_promise"]
SHAPE_KINDS = [
    "invisible_work", "out_of_order", "missing_touchpoint", "ad_hoc_touchpoint", "unowned", "asked_too_early",
]  # fmt: skip
PREPAYMENT = {"type": "activity", "activity": "Demand prepayment", "stage": "Payment"}
HOLD = {"type": "activity", "activity": "Place credit hold", "stage": "Payment"}
HEALTHCARE = {"type": "attribute", "attribute": "segment", "op": "=", "value": "Healthcare", "stage": None}
DISPUTE = {"type": "activity", "activity": "Dispute invoice", "stage": "Invoicing"}
MUST_FIND: list[dict[str, Any]] = [
    {"kind": "hidden_friction", "stage": "Delivery", "driver": PREPAYMENT},
    {"kind": "hidden_friction", "stage": "Delivery", "driver": HOLD},
    {"kind": "hidden_friction", "stage": "Invoicing", "driver": HEALTHCARE},
    {"kind": "hidden_friction", "stage": "Invoicing", "driver": DISPUTE},
    {"kind": "shared_failure", "stage": "Ordering", "driver": None},
    {"kind": "silent_defect", "stage": "Picking", "driver": None},
    {"kind": "blind_spot", "stage": "Freshness", "driver": None},
]
NOT_IN_STAGE = {
    "Ordering": ["hidden_friction", "silent_defect", "broken_promise"],
    "Payment": SIGNAL_KINDS,
    "Picking": ["hidden_friction", "shared_failure", "broken_promise"],
    "Delivery": ["silent_defect", "shared_failure", "broken_promise"],
    "Freshness": SIGNAL_KINDS,
    "Invoicing": ["silent_defect", "shared_failure", "broken_promise"],
    "Service": SIGNAL_KINDS,
}
TOLERATED = [
    {"kind": "hidden_friction", "stage": "Delivery", "driver": DISPUTE,
     "why": "planted, but weak: it carries less than a tenth of the unhappy on-time deliveries"},
    {"kind": "hidden_friction", "stage": "Delivery",
     "driver": {"type": "attribute", "attribute": "prepayment_policy", "op": "=", "value": "strict", "stage": None},
     "why": "the policy behind the demand: works through Demand prepayment alone"},
]  # fmt: skip


def _has(visits: pd.DataFrame, activity: str) -> pd.Series:
    return visits[activity].notna()


def _causes(good: dict[str, pd.DataFrame]) -> list[dict[str, Any]]:
    """The planted drivers: raw among company-good rated visits, and pooled over the stage's other planted driver."""
    delivery, invoicing = good["Delivery"], good["Invoicing"]
    prepaid, held = _has(delivery, "Demand prepayment"), _has(delivery, "Place credit hold")
    healthcare, disputed = invoicing["segment"] == "Healthcare", _has(invoicing, "Dispute invoice")
    rows = [
        ("Delivery", PREPAYMENT, prepaid, held),
        ("Delivery", HOLD, held, prepaid),
        ("Delivery", DISPUTE, _has(delivery, "Dispute invoice"), prepaid.astype(str) + held.astype(str)),
        ("Invoicing", HEALTHCARE, healthcare, disputed),
        ("Invoicing", DISPUTE, disputed, healthcare),
    ]
    return [_sized(stage, good[stage], driver, cause, strata) for stage, driver, cause, strata in rows]


def _sized(
    stage: str, visits: pd.DataFrame, driver: dict[str, Any], cause: pd.Series, strata: pd.Series
) -> dict[str, Any]:
    """One driver with its raw effect and its risk ratio pooled over the strata."""
    size = measure.effect(visits, cause)
    rounded = {
        "visits": size.visits,
        "frequency": round(size.frequency, 4),
        "bad_with": round(size.bad_with, 4),
        "bad_without": round(size.bad_without, 4),
        "risk_ratio": round(size.risk_ratio, 2),
        "risk_ratio_pooled": round(measure.mantel_haenszel(visits["bad"], cause, strata), 2),
        "share": round(size.share, 4),
    }
    return {"stage": stage, "driver": driver, **rounded}


def _unluckiest_driver(visits: pd.DataFrame, log: pd.DataFrame) -> tuple[str, pd.Series]:
    """The truck driver (60 rated visits or more) whose customers are unhappy most often."""
    who = log[log["activity"] == "Hand over goods"].drop_duplicates("order_id").set_index("order_id")["resource"]
    own = who.reindex(visits.index)
    by = visits.groupby(own)["bad"].agg(["mean", "size"])
    name = str(by[by["size"] >= 60]["mean"].idxmax())
    return name, own == name


def _decoys(good: dict[str, pd.DataFrame], log: pd.DataFrame) -> list[dict[str, Any]]:
    """The decoys, pooled over what they go along with."""
    delivery, invoicing = good["Delivery"], good["Invoicing"]
    causes = _has(delivery, "Demand prepayment").astype(str) + _has(delivery, "Place credit hold").astype(str)
    name, drove = _unluckiest_driver(delivery, log)
    carrier = {"type": "partner", "value": "Nineridge Haulage", "stage": "Delivery"}

    def activity(label: str) -> dict[str, Any]:
        return {"type": "activity", "activity": label, "stage": "Payment"}

    def attribute(label: str, value: str) -> dict[str, Any]:
        return {"type": "attribute", "attribute": label, "op": "=", "value": value, "stage": None}

    pro_forma, review = activity("Send pro-forma invoice"), activity("Review account")
    grouped = invoicing["contract"] == "Group"
    driver = {"type": "resource", "value": name, "stage": "Delivery"}
    return [
        _sized("Delivery", delivery, pro_forma, _has(delivery, "Send pro-forma invoice"), causes),
        _sized("Delivery", delivery, review, _has(delivery, "Review account"), causes),
        _sized("Delivery", delivery, attribute("payment_terms", "Net 7"), delivery["payment_terms"] == "Net 7", causes),
        _sized("Delivery", delivery, attribute("region", "South"), delivery["region"] == "South", causes),
        _sized("Delivery", delivery, carrier, delivery["region"] == "South", causes),
        _sized("Delivery", delivery, driver, drove, causes),
        _sized("Invoicing", invoicing, attribute("contract", "Group"), grouped, invoicing["segment"]),
    ]


def _stage_counts(cases: pd.DataFrame, visits: dict[str, pd.DataFrame]) -> dict[str, Any]:
    """By stage: orders judged, share on target, and the 2×2 of the rated visits (company verdict first)."""
    stages = {}
    for stage, table in visits.items():
        verdict = measure.company_good(cases, stage).dropna()
        good, bad = table["good"], table["bad"]
        stages[stage] = {
            "judged": len(verdict),
            "on_target": round(float(verdict.astype(float).mean()), 4),
            "rated": len(table),
            "both": {
                "good_good": int((good & ~bad).sum()), "good_bad": int((good & bad).sum()),
                "bad_good": int((~good & ~bad).sum()), "bad_bad": int((~good & bad).sum()),
            },
        }  # fmt: skip
    return stages


def _log_sizes(folder: Path, cases: pd.DataFrame) -> dict[str, Any]:
    """Sizes of log.csv as it stands, and how often the causes happen."""
    rows = pd.read_csv(folder / "log.csv", keep_default_na=False)
    happens = {name: cases[name].notna() for name in ("Demand prepayment", "Place credit hold", "Dispute invoice")}
    by_policy = happens["Demand prepayment"].groupby(cases["prepayment_policy"]).mean()
    return {
        "rows": len(rows),
        "orders": len(cases),
        "customers": int(cases["customer_id"].nunique()),
        "rows_without_activity": int((rows["activity"] == "").sum()),
        "duplicates": int(rows.duplicated().sum()),
        "open_orders": int(cases["Close order"].isna().sum()),
        **{name.lower().replace(" ", "_"): round(float(column.mean()), 4) for name, column in happens.items()},
        "demanded_if_strict": round(float(by_policy["strict"]), 4),
        "demanded_if_standard": round(float(by_policy["standard"]), 4),
    }


def _signal_sizes(signals: pd.DataFrame) -> dict[str, Any]:
    """Sizes of signals.csv."""
    return {
        "total": len(signals),
        "by_kind": {kind: int(n) for kind, n in signals["kind"].value_counts().sort_index().items()},
        "without_order": int((signals["order_id"] == "").sum()),
        "no_stage_no_touchpoint": int(measure.stage_of(signals).isna().sum()),
        "with_comment": int((signals["comment"] != "").sum()),
    }


def _goodwill(log: pd.DataFrame, signals: pd.DataFrame) -> dict[str, Any]:
    """How many goodwill calls there are, and which share follows a bad signal of the same order."""
    calls = log[log["activity"] == "Goodwill call"]
    bad = measure.is_bad(signals) & (signals["order_id"] != "")
    first_bad = signals[bad].groupby("order_id")["timestamp"].min()
    after = first_bad.reindex(calls["order_id"]).to_numpy() <= calls["timestamp"].to_numpy()
    return {"calls": len(calls), "after_bad_signal": round(float(after.mean()), 4)}


def measured(folder: Path) -> dict[str, Any]:
    """All sizes, from the files in the folder."""
    log, signals = measure.read(folder)
    cases, verdicts = measure.case_table(log), measure.signal_verdicts(signals)
    visits = {stage: measure.rated(cases, verdicts, stage) for stage in measure.STAGES}
    good = {stage: table[table["good"]] for stage, table in visits.items()}
    about_freshness = (measure.stage_of(signals) == "Freshness") & (signals["order_id"] != "")
    fresh = int(signals[about_freshness]["order_id"].nunique())
    whole = cases.dropna(subset=["Hand over goods"])
    slow = (whole["Hand over goods"] - whole["Place order"]) > pd.Timedelta(days=3)
    return {
        "log": _log_sizes(folder, cases),
        "signals": _signal_sizes(signals),
        "stages": _stage_counts(cases, visits),
        "drivers": _causes(good),
        "decoys": _decoys(good, log),
        "picking": measure.unfelt(visits["Picking"]),
        "goodwill_calls": _goodwill(log, signals),
        "freshness": {"orders": fresh, "share_of_orders": round(fresh / len(cases), 4)},
        "delivery_promise_failed": round(float(slow.mean()), 4),
    }


def expected(sizes: dict[str, Any]) -> dict[str, Any]:
    """expected.json: what an analysis must find, what must stand first, what it must keep silent about."""
    decoys = [{"stage": decoy["stage"], "driver": decoy["driver"]} for decoy in sizes["decoys"]]
    reaction = {"type": "activity", "activity": "Goodwill call", "stage": "Service"}
    return {
        "must_find": MUST_FIND,
        "first": MUST_FIND[0],
        "must_not_report": {
            "drivers": [*decoys, {"stage": None, "driver": reaction}], "stages": NOT_IN_STAGE, "kinds": SHAPE_KINDS,
        },
        "tolerated": TOLERATED,
        "reactions": ["Goodwill call"],
        "measured": sizes,
    }  # fmt: skip


def _line(row: dict[str, Any]) -> str:
    driver = row["driver"]
    label = driver.get("activity") or f"{driver.get('attribute', driver['type'])} = {driver['value']}"
    return (
        f"| {row['stage']} | {label} | {row['visits']:,} ({row['frequency']:.1%}) | {row['bad_with']:.1%} | "
        f"{row['bad_without']:.1%} | {row['risk_ratio']:.2f} | {row['risk_ratio_pooled']:.2f} | {row['share']:.1%} |"
    )


def _stage_line(name: str, row: dict[str, Any]) -> str:
    both = row["both"]
    on = both["good_bad"] / (both["good_good"] + both["good_bad"])
    off = both["bad_bad"] / (both["bad_good"] + both["bad_bad"])
    cells = [f"{both[cell]:,}" for cell in ("good_good", "good_bad", "bad_good", "bad_bad")]
    company = [f"{row['judged']:,}", f"{row['on_target']:.1%}", f"{row['rated']:,}"]
    return f"| {' | '.join([name, *company, *cells, f'{on:.1%}', f'{off:.1%}'])} |"


def write_record(folder: Path) -> None:
    """Measures the written files, then writes expected.json and README.md beside them."""
    sizes = measured(folder)
    text = json.dumps(expected(sizes), indent=1, ensure_ascii=False) + "\n"
    (folder / "expected.json").write_bytes(text.encode("utf-8"))
    readme = README.read_text(encoding="utf-8").format(
        **sizes,
        driver_lines="\n".join(_line(row) for row in sizes["drivers"]),
        decoy_lines="\n".join(_line(row) for row in sizes["decoys"]),
        stage_lines="\n".join(_stage_line(name, row) for name, row in sizes["stages"].items()),
    )
    (folder / "README.md").write_bytes(readme.encode("utf-8"))
