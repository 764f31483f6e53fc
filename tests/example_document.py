"""A document as the analysis hands it to reports and pages: a food distributor, six stages. Every figure in it is
made up; that it has the format and no key that a run does not write is tested (spec/document/test_examples.py).

`example()` gives a fresh copy that a test may change; `empty()` the same project without customer voice,
`journey_of(n)` n stages.
"""

from __future__ import annotations

from itertools import pairwise
from typing import Any

from analyzer.statistics.proportions import wilson

STAGES: tuple[dict[str, Any], ...] = (
    {
        "name": "Discover",
        "goal": "Find out what is fresh this week",
        "owner": None,
        "activities": [],
        "touchpoints": ["catalogue"],
    },
    {
        "name": "Order",
        "goal": "Order for the week in five minutes",
        "owner": "Sales",
        "activities": ["Place order", "Confirm order", "Change order"],
        "target": "Confirm order within 4h",
        "counts": (1130, 104, 33, 21),
        "visits": 3120,
        "company": (2992, 94, 34),
        "scores": {"ces": {"value": 5.6, "low": 5.4, "high": 5.8, "n": 611}},
    },
    {
        "name": "Payment",
        "goal": "Pay as agreed, without being asked twice",
        "owner": "Finance",
        "activities": ["Check credit", "Demand prepayment", "Receive payment", "Send invoice"],
        "target": "Send invoice within 1d",
        "counts": (703, 162, 11, 57),
        "visits": 3086,
        "company": (2901, 185, 0),
        "scores": {"csat": {"value": 0.68, "low": 0.64, "high": 0.72, "n": 540}},
    },
    {
        "name": "Delivery",
        "goal": "Everything for tonight's menu arrives before ten",
        "owner": "Logistics",
        "moment_of_truth": True,
        "activities": ["Pick order", "Load truck", "Hand over goods", "Substitute item"],
        "target": "Confirm order → Hand over goods within 24h",
        "promise": "Place order → Hand over goods within 48h",
        "counts": (905, 304, 4, 31),
        "visits": 3041,
        "company": (2949, 76, 16),
        "scores": {
            "nps": {"value": 12.0, "low": 7.0, "high": 17.0, "n": 1104},
            "csat": {"value": 0.71, "low": 0.68, "high": 0.74, "n": 702},
        },
    },
    {
        "name": "Use & return",
        "goal": "What is not good is taken back without a discussion",
        "owner": "Service",
        "activities": ["Return goods", "Inspect return", "Credit note"],
        "target": "Credit note within 2d",
        "counts": (248, 16, 84, 46),
        "visits": 806,
        "company": (563, 226, 17),
        "scores": {"csat": {"value": 0.84, "low": 0.79, "high": 0.88, "n": 233}},
    },
    {
        "name": "Reorder",
        "goal": "The second order is easier than the first",
        "owner": "Sales",
        "derived": True,
        "activities": ["Suggest basket", "Repeat order"],
        "target": "at or below 31h, nothing repeated",
        "counts": (402, 56, 22, 18),
        "visits": 1904,
        "company": (1752, 138, 14),
        "scores": {"nps": {"value": 29.0, "low": 22.0, "high": 36.0, "n": 431}},
        "warning": "Those who answered waited longer than those who did not (median 9.1h against 6.4h).",
    },
)
MONTHS = ("2026-01", "2026-02", "2026-03", "2026-04", "2026-05", "2026-06")
NONE = {"value": None, "low": None, "high": None}


def interval(value: float | None, low: float | None, high: float | None) -> dict[str, float | None]:
    return {"value": value, "low": low, "high": high}


def share(part: int, whole: int) -> dict[str, float | None]:
    return wilson(part, whole).as_dict() if whole else dict(NONE)


def example() -> dict[str, Any]:
    """The whole document."""
    stages = [_stage(s) for s in STAGES]
    both = _sum(stages)
    return {
        "format": "alignment/1",
        "ruler": {
            "id": "made-up",
            "made_at": "2026-06-30T17:41:00Z",
            "first": "2026-01-02T05:12:00Z",
            "last": "2026-06-30T17:41:00Z",
        },
        "name": "Greenleaf Foods, restaurant orders",
        "case_noun": "order",
        "period": {"first": "2026-01-02T05:12:00Z", "last": "2026-06-30T17:41:00Z", "timezone": "UTC"},
        "journey": {
            "name": "Ordering fresh produce",
            "persona": "Independent restaurant owner",
            "stages": [_journey_stage(s) for s in STAGES],
        },
        "log": {
            "cases": 3144,
            "events": 41873,
            "activities": 17,
            "first": "2026-01-02T05:12:00Z",
            "last": "2026-06-30T17:41:00Z",
        },
        "signals": _signals(),
        "quality": {
            "rows": 41912,
            "used": 41873,
            "refused": 39,
            "reasons": {"no activity": 6, "year outside 1970–2100": 33},
            "duplicates": 0,
            "missing": {},
            "detected": [],
            "signals": {
                "rows": 4412,
                "used": 4412,
                "refused": 0,
                "reasons": {},
                "duplicates": 0,
                "missing": {},
                "detected": [],
            },
            "warnings": [
                "60 events stand in the file before an earlier one of their order; they were put in order by time."
            ],
        },
        "alignment": {**_measures(both), "visits": sum(s["visits"] for s in stages), "rated": sum(both.values())},
        "stages": stages,
        "blame": [
            {"stage": "Delivery", "driver_stage": "Delivery", "visits": 31},
            {"stage": "Delivery", "driver_stage": "Payment", "visits": 204},
            {"stage": "Payment", "driver_stage": "Order", "visits": 12},
            {"stage": "Payment", "driver_stage": "Payment", "visits": 71},
        ],
        "trend": _trend(),
        "process": _process(),
        "mismatches": _mismatches(),
        "run": {"id": "20260701T021500Z", "started": "2026-07-01T02:15:00Z", "finished": "2026-07-01T02:15:09Z"},
    }


def empty() -> dict[str, Any]:
    """The same log before any customer has been asked."""
    document = example()
    for stage in document["stages"]:
        stage.update(
            outside_in={"good": 0, "bad": 0, "unknown": stage["visits"], "yield": None, "low": None, "high": None},
            both={"good_good": 0, "good_bad": 0, "bad_good": 0, "bad_bad": 0},
            scores={},
            coverage={"rated": 0, "share": 0.0 if stage["visits"] else None, "warning": None},
            visibility=dict(NONE),
            relevance=dict(NONE),
            score=dict(NONE),
            hidden=dict(NONE),
            unfelt=dict(NONE),
            felt_bad=dict(NONE),
        )
    document["signals"] = {
        "total": 0,
        "linked": 0,
        "by_kind": {},
        "stage_from": {"stated": 0, "touchpoint": 0, "about": 0, "timing": 0, "none": 0},
        "scores": {},
        "links": {"case": 0, "customer": 0},
        "monthly": [],
        "reactions": [],
        "rule": {"others": None, "surveys": None},
        "agreement": {},
        "silence": "unknown",
        "note": "no customer voice yet",
    }
    document["alignment"] = {
        "visibility": dict(NONE),
        "relevance": dict(NONE),
        "score": dict(NONE),
        "visits": 11957,
        "rated": 0,
    }
    document["mismatches"] = [m for m in document["mismatches"] if m["kind"] == "unowned"]
    document["blame"], document["trend"] = [], []
    return document


def quiet() -> dict[str, Any]:
    """Customers answered, and nothing is supported."""
    document = example()
    document["mismatches"], document["blame"] = [], []
    return document


def journey_of(count: int) -> dict[str, Any]:
    """The document with another number of stages, made by repeating those of the example."""
    document = example()
    stages, planned = document["stages"], document["journey"]["stages"]
    names = [f"{stages[i % 6]['name']} {i // 6 + 1}" if i >= 6 else stages[i]["name"] for i in range(count)]
    document["stages"] = [{**stages[i % 6], "name": name} for i, name in enumerate(names)]
    document["journey"]["stages"] = [{**planned[i % 6], "name": name} for i, name in enumerate(names)]
    return document


def _journey_stage(stage: dict[str, Any]) -> dict[str, Any]:
    keys = ("name", "goal", "owner", "activities")
    truth = stage.get("moment_of_truth", False)
    return {
        **{key: stage[key] for key in keys},
        "moment_of_truth": truth,
        "blueprint": [
            {"name": name, "lane": None, "team": None, "system": None, "partner": None} for name in stage["activities"]
        ],
        "weight": 2.0 if truth else 1.0,
        "touchpoints": stage.get("touchpoints", []),
        "target": stage.get("target"),
        "promise": stage.get("promise"),
    }


def _stage(stage: dict[str, Any]) -> dict[str, Any]:
    gg, gb, bg, bb = stage.get("counts", (0, 0, 0, 0))
    n, visits = gg + gb + bg + bb, stage.get("visits", 0)
    good, bad, unknown = stage.get("company", (0, 0, 0))
    both = {"good_good": gg, "good_bad": gb, "bad_good": bg, "bad_bad": bb}
    known = good + bad
    return {
        "name": stage["name"],
        "owner": stage["owner"] or "",
        "moment_of_truth": stage.get("moment_of_truth", False),
        "visits": visits,
        "open": unknown,
        "inside_out": {
            "good": good,
            "bad": bad,
            "unknown": unknown,
            **_yield(good, known),
            "target": stage.get("target"),
            "derived": bool(stage.get("derived")),
        },
        "outside_in": {"good": gg + bg, "bad": gb + bb, "unknown": visits - n, **_yield(gg + bg, n)},
        "promise": {"good": 2840, "bad": 185, "unknown": 16, **_yield(2840, 3025), "text": stage["promise"]}
        if stage.get("promise")
        else None,
        "both": both,
        **_measures(both),
        "scores": stage.get("scores", {}),
        "coverage": {"rated": n, "share": round(n / visits, 4) if visits else None, "warning": stage.get("warning")},
        "median_s": 28800.0 if visits else None,
        "p90_s": 79200.0 if visits else None,
        "returns": visits // 40,
        "hidden": share(gb, n),
        "unfelt": share(bg, n),
        "felt_bad": share(gb + bb, n),
        "weighted": None,
        "asked_early": {
            "surveys": n,
            "early": n // 50,
            "share": 0.02 if n else None,
            "surveys_off_target": bg + bb,
            "early_off_target": 0,
        },
        "answered": {
            "answered_off_target": 0.03,
            "unanswered_off_target": 0.028,
            "answered_median_s": 29000.0,
            "unanswered_median_s": 28100.0,
        },
    }


def _yield(good: int, n: int) -> dict[str, float | None]:
    result = share(good, n)
    return {"yield": result["value"], "low": result["low"], "high": result["high"]}


def _measures(both: dict[str, int]) -> dict[str, Any]:
    """Visibility and relevance with Wilson's interval; the score's interval here is only made of the two (a stand-in
    for a bootstrap)."""
    visibility = share(both["bad_bad"], both["bad_bad"] + both["good_bad"])
    relevance = share(both["bad_bad"], both["bad_bad"] + both["bad_good"])
    score = {key: _harmonic(visibility[key], relevance[key]) for key in ("value", "low", "high")}
    return {"visibility": visibility, "relevance": relevance, "score": score}


def _harmonic(a: float | None, b: float | None) -> float | None:
    return None if a is None or b is None or a + b == 0 else float(f"{2 * a * b / (a + b):.6g}")


def _sum(stages: list[dict[str, Any]]) -> dict[str, int]:
    return {cell: sum(s["both"][cell] for s in stages) for cell in ("good_good", "good_bad", "bad_good", "bad_bad")}


def _signals() -> dict[str, Any]:
    return {
        "total": 4412,
        "linked": 4233,
        "by_kind": {"ces": 611, "complaint": 302, "contact": 116, "csat": 1848, "nps": 1535},
        "stage_from": {"stated": 2610, "touchpoint": 244, "about": 760, "timing": 438, "none": 181},
        "scores": {"nps": {"value": 16.8, "low": 12.7, "high": 20.9, "n": 1535}},
        "rule": {"others": None, "surveys": "last_ended"},
        "agreement": {
            "others": {"n": 214, "last_ended": 0.55, "under_way": 0.71},
            "surveys": {"n": 2396, "last_ended": 0.93, "under_way": 0.22},
        },
        "silence": "unknown",
        "note": None,
        "links": {"case": 3390, "customer": 843},
        "monthly": [],
        "reactions": ["Goodwill call"],
    }


def _trend() -> list[dict[str, Any]]:
    rows = []
    for m, month in enumerate(MONTHS):
        for s in STAGES[1:]:
            gg, gb, bg, bb = (count // 6 for count in s["counts"])
            gb += (m - 2) * (4 if s["name"] == "Delivery" else 0)
            n = gg + gb + bg + bb
            cells = {"good_good": gg, "good_bad": gb, "bad_good": bg, "bad_bad": bb}
            rows.append({"month": month, "stage": s["name"], "visits": s["visits"] // 6, "rated": n, **cells})
    return rows


def _driver(
    kind: str, label: str, stage: str | None, visits: int, ratio: Any, part: Any, controllable: bool | None, **keys: Any
) -> dict[str, Any]:
    return {
        "type": kind,
        **keys,
        "stage": stage,
        "label": label,
        "visits": visits,
        "unhappy_visits": visits // 2,
        "risk_ratio": interval(*ratio),
        "adjusted": True,
        "adjusted_for": [],
        "given": [],
        "q_value": 0.0004,
        "share": interval(*part),
        "avoidable_bad_per_month": interval(20.0, 15.0, 26.0),
        "controllable": controllable,
        "also": [],
    }


def _delivery() -> dict[str, Any]:
    prepaid = _driver(
        "activity",
        "Demand prepayment",
        "Payment",
        388,
        (4.2, 3.5, 5.0),
        (0.61, 0.53, 0.68),
        True,
        activity="Demand prepayment",
    )
    prepaid["also"] = [
        {
            **_driver("missing", "no Check credit", "Payment", 388, (4.2, 3.5, 5.0), (0.61, 0.53, 0.68), True),
            "activity": "Check credit",
        }
    ]
    return {
        "id": "hidden-friction-delivery-1f0c",
        "kind": "hidden_friction",
        "stage": "Delivery",
        "owner": "Logistics",
        "weight": 2.0,
        "title": "Delivery looks fine to us, yet a quarter of those customers are unhappy",
        "story": "Delivery looks fine to us in 97 % of visits, yet 25 % of those customers who answered are "
        "unhappy. 61 % of that is linked to "
        "Demand prepayment (Payment): 4.2× as likely. If those visits had gone like the rest: about 38 fewer "
        "unhappy customers a month (31–45).",
        "priority": 62.0,
        "rank_by": "avoidable",
        "affected_visits": 304,
        "avoidable_bad_per_month": interval(38.0, 31.0, 45.0),
        "drivers": [
            prepaid,
            _driver(
                "wait",
                "more than 5 h from Load truck to Hand over goods",
                "Delivery",
                141,
                (2.4, 1.8, 3.1),
                (0.14, 0.08, 0.20),
                True,
                **{"from": "Load truck", "to": "Hand over goods", "over_seconds": 18000.0},
            ),
            _driver(
                "attribute",
                "region is South",
                None,
                402,
                (1.5, 1.2, 1.9),
                (0.11, 0.05, 0.17),
                False,
                attribute="region",
                op="=",
                value="South",
            ),
        ],
        "comparison": None,
        "quotes": [
            "The truck was on time, but they wanted the money first. After nine years!",
            "Driver waited at the door until I had paid. In front of guests.",
            "Why prepay? Call me at •••• or write to ••••.",
        ],
        "words": [
            {"term": "prepay", "z": 9.4, "bad": 81, "good": 3},
            {"term": "money first", "z": 6.8, "bad": 44, "good": 1},
            {"term": "waited", "z": 4.1, "bad": 52, "good": 18},
        ],
        "trend": [
            {key: value for key, value in row.items() if key != "stage"}
            for row in _trend()
            if row["stage"] == "Delivery"
        ],
        "evidence": {
            "basis": "rated",
            "judged_visits": 3025,
            "company_good_share": 2949 / 3025,
            "cause_owner": "Finance",
            "company_good_rated": 1209,
            "company_good_bad": 304,
            "hidden_share": share(304, 1244),
            "derived_target": False,
        },
    }


def _mismatches() -> list[dict[str, Any]]:
    plain = {"drivers": [], "quotes": [], "words": [], "trend": [], "weight": 1.0, "comparison": None}
    return [
        _delivery(),
        {
            **plain,
            "id": "hidden-friction-payment-77ab",
            "kind": "hidden_friction",
            "stage": "Payment",
            "owner": "Finance",
            "title": "Payment looks fine to us, yet one in five customers is unhappy",
            "story": "Payment looks fine to us in 94 % of visits, yet 19 % of those customers who answered are "
            "unhappy. 38 % of that is linked to "
            "Check credit, 2 times or more: 2.9× as likely. If those visits had gone like the rest: about 11 "
            "fewer unhappy customers a month (7–15).",
            "priority": 7.0,
            "rank_by": "avoidable",
            "affected_visits": 162,
            "avoidable_bad_per_month": interval(11.0, 7.0, 15.0),
            "drivers": [
                _driver(
                    "repeat",
                    "Check credit, 2 times or more",
                    "Payment",
                    210,
                    (2.9, 2.2, 3.8),
                    (0.38, 0.27, 0.47),
                    True,
                    activity="Check credit",
                    at_least=2,
                )
            ],
            "quotes": ["Asked for the same papers again."],
            "evidence": {"basis": "rated", "company_good_rated": 865, "company_good_bad": 162},
        },
        {
            **plain,
            "id": "silent-defect-use-return-52d0",
            "kind": "silent_defect",
            "stage": "Use & return",
            "owner": "Service",
            "title": "Use & return misses its target in 33 % of visits, and customers do not mind",
            "story": "Use & return is off target in 33 % of the rated visits. Those customers are no more often "
            "unhappy than the others: the difference is at most 1.4 points.",
            "priority": -0.0117,
            "rank_by": "affected",
            "affected_visits": 84,
            "avoidable_bad_per_month": dict(NONE),
            "evidence": {"basis": "rated", "difference_upper": 0.014},
        },
        {
            **plain,
            "id": "blind-spot-discover-0b3e",
            "kind": "blind_spot",
            "stage": "Discover",
            "owner": "",
            "title": "Customers speak of Discover, and no internal event exists for it",
            "story": "214 orders (6.8 %) carry a signal about Discover. The log has no event of it: nobody here "
            "could have seen it.",
            "priority": -0.0047,
            "rank_by": "affected",
            "affected_visits": 214,
            "avoidable_bad_per_month": dict(NONE),
            "evidence": {"basis": "cases", "cases": 214, "bad_cases": 61, "signals": 230, "share": 0.068},
        },
        {
            **plain,
            "id": "unowned-discover-c001",
            "kind": "unowned",
            "stage": "Discover",
            "owner": "",
            "title": "Nobody answers for Discover",
            "story": "The journey names no owner for Discover.",
            "priority": -1.0,
            "rank_by": "affected",
            "affected_visits": 0,
            "avoidable_bad_per_month": dict(NONE),
            "evidence": {"basis": "visits", "owner": None},
        },
    ]


PATH = ("Place order", "Check credit", "Confirm order", "Send invoice", "Pick order", "Load truck", "Hand over goods")
DETOUR = (*PATH[:2], "Demand prepayment", "Receive payment", *PATH[2:])
RETURN = (*PATH, "Return goods", "Inspect return", "Credit note")


def _process() -> dict[str, Any]:
    variants = [(PATH, 1904), (DETOUR, 612), (RETURN, 401)]
    stage_of = {activity: s["name"] for s in STAGES for activity in s["activities"]}
    counts: dict[tuple[str, str], int] = {}
    seen: dict[str, int] = {}
    for path, cases in variants:
        for activity in path:
            seen[activity] = seen.get(activity, 0) + cases
        for pair in pairwise(path):
            counts[pair] = counts.get(pair, 0) + cases
    flows = [
        {
            "from": a,
            "to": b,
            "count": n,
            "cases": n,
            "median_s": 3600.0 * (len(b) % 7 + 1),
            "p90_s": 14400.0 * (len(b) % 7 + 1),
        }
        for (a, b), n in counts.items()
    ]
    flows.sort(key=lambda f: (-int(f["count"]), str(f["from"]), str(f["to"])))
    return {
        "activities": [
            {"activity": a, "stage": stage_of[a], "events": n, "cases": n, "repeated_cases": 0}
            for a, n in sorted(seen.items())
        ],
        "flows": flows,
        "flows_total": len(flows),
        "starts": [{"activity": "Place order", "cases": 2917}],
        "ends": [{"activity": "Credit note", "cases": 401}, {"activity": "Hand over goods", "cases": 2516}],
        "variants": [
            {"activities": list(p), "cases": n, "share": round(n / 3144, 4), "median_s": 86400.0} for p, n in variants
        ],
        "variants_total": 58,
        "conformance": {
            "fitness": 0.968,
            "precision": 0.81,
            "share_of_cases": 1.0,
            "noise_threshold": 0.2,
            "deviations": [{"activity": "Change order", "kind": "extra", "cases": 211}],
        },
        "bpmn": None,
        "handovers": [
            {"from": "Sales", "to": "Finance", "count": 3086},
            {"from": "Finance", "to": "Logistics", "count": 3041},
        ],
        "roles": [{"role": "Finance", "activities": ["Check credit", "Send invoice"], "resources": 6}],
        "rework": [],
        "model": None,
        "notes": [],
    }
