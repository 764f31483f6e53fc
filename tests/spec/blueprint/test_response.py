"""Non-response: answered visits weighted so that they stand for all finished ones. Expected values by hand, or the
truth of a seeded simulation."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import numpy as np
import pandas as pd
import pytest

from analyzer.blueprint.response import weigh
from analyzer.blueprint.response_cells import association, divide, most_associated
from analyzer.statistics.proportions import wilson
from analyzer.tables.interval import Interval
from analyzer.tables.log import Attribute

OPENED = pd.Timestamp("2026-03-02 09:00")
SCHEMA = {
    "case_id": "string", "stage_no": "int64", "customer_id": "string", "company": "string", "customer": "string",
    "opened_at": "timestamp(6)", "last_at": "timestamp(6)", "open": "boolean", "answered": "boolean",
    "rated": "boolean", "signals": "int64",
}  # fmt: skip
RAW = {0: Interval(0.3, 0.22, 0.39)}


def visits(*groups: tuple[int, str, str], hours: float = 1.0, **other: Any) -> pd.DataFrame:
    """Visits by (how many, company verdict, what the customer said): good or bad in a survey, complaint, or nothing."""
    rows = [(company, said) for n, company, said in groups for _ in range(n)]
    company, said = (np.array(x, dtype=object) for x in zip(*rows, strict=True))
    frame = pd.DataFrame({"company": company, "answered": np.isin(said, ["good", "bad"]), "rated": said != "nothing"})
    frame["signals"] = frame["rated"].astype(int)
    frame["customer"] = np.where(said == "complaint", "bad", np.where(said == "nothing", "unknown", said))
    frame["opened_at"], frame["last_at"] = OPENED, OPENED + pd.Timedelta(hours=hours)
    return frame.assign(**{"stage_no": 0, "open": False, **other})


def as_table(engine: Any, *parts: pd.DataFrame) -> Any:
    frame = pd.concat(parts, ignore_index=True)
    frame["case_id"] = [f"c{i:06d}" for i in range(len(frame))]
    if "customer_id" not in frame:
        frame["customer_id"] = frame["case_id"]
    return engine.take(frame, "rated", SCHEMA)


# on target 60 of 300 answered, 6 of them unhappy; off target 60 of 100, 30 of them unhappy
SMALL = visits(
    (6, "good", "bad"), (54, "good", "good"), (240, "good", "nothing"),
    (30, "bad", "bad"), (30, "bad", "good"), (40, "bad", "nothing"),
)  # fmt: skip


def test_each_cell_counts_by_its_visits_and_not_by_its_answers(engine):
    """36 of 120 answers are unhappy, 30 %. By visits: 300/400 · 6/60 + 100/400 · 30/60 = 20 %."""
    found = weigh(engine, as_table(engine, SMALL), None, RAW)[0]
    assert found.felt_bad.value == pytest.approx(0.2)
    assert (found.answered, found.cells, found.by) == (120, 2, ("company verdict",))


def test_the_two_by_two_is_weighted_too(engine):
    """Unhappy visits are worth 300 · 0.1 = 30 on target and 100 · 0.5 = 50 off target: 50 of 80 are seen by the
    measure, raw 30 of 36. Off target half are unhappy, weighted or not."""
    found = weigh(engine, as_table(engine, SMALL), None, RAW)[0]
    assert found.visibility.value == pytest.approx(50 / 80)
    assert found.relevance.value == pytest.approx(0.5)


def test_the_interval_has_a_part_from_the_answers_and_one_from_the_weights(engine):
    """Every customer has one visit, so the variance of the share is, in 1/400²: weights 60·(0.1 − 0.2)² +
    60·(0.5 − 0.2)² = 6 of the answered and 240·0.1² + 40·0.3² = 6 of the others; answers 5²·60/59·60·0.1·0.9 +
    (5/3)²·60/59·60·0.5² = 179.66. What was heard times 120/119. The effective size is 0.2·0.8 over it = 132.5, with
    t(119) in the place of z 129.9; Wilson at 0.2 of 129.9."""
    answers = 25 * 60 / 59 * 5.4 + 25 / 9 * 60 / 59 * 15
    size = 0.16 / ((120 / 119 * (6 + answers) + 6) / 400**2) * (1.959964 / 1.980100) ** 2
    assert size == pytest.approx(129.9, abs=0.1)
    found = weigh(engine, as_table(engine, SMALL), None, RAW)[0].felt_bad
    assert (found.low, found.high) == (pytest.approx(0.1403, abs=1e-4), pytest.approx(0.2769, abs=1e-4))
    assert found.low == pytest.approx(wilson(0.2 * size, size).low, abs=1e-5)


def test_visits_of_one_customer_widen_it(engine):
    """The same visits, ten neighbours of them to a customer, who then are of one mind."""
    single = weigh(engine, as_table(engine, SMALL), None, RAW)[0].felt_bad
    shared = weigh(
        engine, as_table(engine, SMALL.assign(customer_id=[f"k{i // 10}" for i in range(len(SMALL))])), None, RAW
    )[0].felt_bad
    assert shared.value == pytest.approx(single.value)
    assert shared.high - shared.low > 1.5 * (single.high - single.low)


def test_it_warns_where_the_weighted_share_tells_another_story(engine):
    found = weigh(engine, as_table(engine, SMALL), None, RAW)[0]
    assert found.differs == "answers"
    assert found.felt_bad.value == pytest.approx(0.2)
    assert found.by == ("company verdict",)


def test_complaints_are_no_sample(engine):
    """40 complaints of visits that answered no survey: in the raw share 76 of 160, in the weighted one only among the
    visits that the answered stand for."""
    silent = SMALL["company"].eq("good") & ~SMALL["rated"]
    complaining = SMALL.copy()
    some = complaining.index[silent][:40]
    complaining.loc[some, ["rated", "customer", "signals"]] = [True, "bad", 1]
    found = weigh(engine, as_table(engine, complaining), None, {0: Interval(76 / 160, 0.4, 0.55)})[0]
    assert found.felt_bad.value == pytest.approx(0.2)
    assert found.answered == 120
    assert found.differs == "complaints"


def test_an_open_visit_is_nobody_s_peer(engine):
    """A visit under way has no verdict and no duration yet: it neither answers nor is stood for."""
    under_way = visits((50, "unknown", "bad"), (500, "unknown", "nothing"), open=True)
    assert weigh(engine, as_table(engine, SMALL, under_way), None, RAW) == weigh(
        engine, as_table(engine, SMALL), None, RAW
    )


def test_few_answers_carry_no_weights(engine):
    assert (
        weigh(
            engine,
            as_table(engine, visits((5, "good", "bad"), (14, "good", "good"), (90, "bad", "nothing"))),
            None,
            RAW,
        )
        == {}
    )


def test_where_everybody_answered_nobody_is_missing(engine):
    assert weigh(engine, as_table(engine, visits((20, "good", "bad"), (80, "bad", "good"))), None, RAW) == {}


def test_where_silence_is_good_nobody_is_missing(engine):
    quiet = visits((240, "good", "nothing")).assign(rated=True, customer="good")
    assert weigh(engine, as_table(engine, SMALL[SMALL["rated"]], quiet), None, RAW) == {}


def test_unanimous_answers_keep_an_interval(engine):
    """No unhappy answer among 60 does not prove that there is none: at 0 the size is that of the answers, here of equal
    weight."""
    found = weigh(engine, as_table(engine, visits((60, "good", "good"), (60, "good", "nothing"))), None, RAW)[
        0
    ].felt_bad
    assert (found.value, found.low) == (0.0, 0.0)
    assert found.high == pytest.approx(wilson(0, 60 * (1.959964 / 2.000995) ** 2).high, abs=1e-6)


# --- cells


def test_a_cell_with_few_answers_joins_the_one_that_answers_most_alike():
    """Three verdicts with 50 %, 10 % and 40 % answered; the last has 8 answers, and 40 % is nearest to 50 %."""
    assert divide({(0,): (100, 50), (1,): (300, 30), (2,): (20, 8)}).cell == {(0,): 0, (2,): 0, (1,): 1}


def test_cells_are_divided_one_after_the_other():
    """The second division tells the first part apart (20 and 20 answers) and not the second part (25 in all)."""
    divided = divide({(0, 0): (50, 20), (0, 1): (30, 20), (1, 0): (90, 15), (1, 1): (20, 10)})
    assert divided.cell == {(0, 0): 0, (0, 1): 1, (1, 0): 2, (1, 1): 2}
    assert (divided.cells, divided.by) == (3, (0, 1))


def test_a_division_that_tells_nothing_apart_is_not_named():
    assert divide({(0, 0): (50, 30), (0, 1): (9, 1), (1, 0): (50, 30)}).by == (0,)


def test_association_is_the_chi_square_test():
    """50 of 100 answered against 30 of 100: chi-square 8.333 with one degree of freedom, p = 0.00389 (R: chisq.test
    without correction), z = 2.66; Wilson & Hilferty's cube root gives it to two digits."""
    assert association([(100, 50), (100, 30)]) == pytest.approx(2.66, abs=0.01)
    assert association([(100, 50)]) is None
    assert association([(100, 0), (50, 0)]) is None


def test_two_attributes_at_most_and_only_what_goes_with_answering():
    none, weak, strong, stronger = (
        [(100, 40), (100, 40)],
        [(100, 50), (100, 35)],
        [(100, 70), (100, 35)],
        [(100, 80), (100, 10)],
    )
    assert most_associated({0: none, 1: weak, 2: strong, 3: stronger}) == (3, 2)
    assert most_associated({0: none, 1: weak}) == ()


# --- with case attributes


def attribute(engine: Any, values: list[str]) -> Any:
    frame = pd.DataFrame(
        {"case_id": [f"c{i:06d}" for i in range(len(values))], "case:channel": values, "case:site": "north"}
    )
    cases = engine.take(frame, "cases", {"case_id": "string", "case:channel": "string", "case:site": "string"})
    named = [Attribute(name, f"case:{name}", "text", 2) for name in ("site", "channel")]
    return SimpleNamespace(cases=cases, attributes=tuple(named))


def test_an_attribute_that_goes_with_answering_forms_cells(engine):
    """By phone 90 of 100 answer and 45 are unhappy, on the web 30 of 300 and 3: raw 48 of 120; weighted 1/4 · 0.5 +
    3/4 · 0.1 = 20 %. Company verdict and duration are the same everywhere and cannot show it."""
    phone = visits((45, "good", "bad"), (45, "good", "good"), (10, "good", "nothing"))
    web = visits((3, "good", "bad"), (27, "good", "good"), (270, "good", "nothing"))
    log = attribute(engine, ["phone"] * 100 + ["web"] * 300)
    raw = {0: Interval(0.4, 0.32, 0.49)}
    found = weigh(engine, as_table(engine, phone, web), log, raw)[0]
    assert found.felt_bad.value == pytest.approx(0.2)
    assert found.by == ("channel",)
    assert weigh(engine, as_table(engine, phone, web), None, raw)[0].felt_bad.value == pytest.approx(0.4)


def test_slow_visits_that_answer_more_form_cells(engine):
    """A quarter of the visits takes four hours: 80 of 100 answer, 40 unhappy; of the others 60 of 300, 6 unhappy.
    1/4 · 0.5 + 3/4 · 0.1 = 20 %."""
    slow = visits((40, "good", "bad"), (40, "good", "good"), (20, "good", "nothing"), hours=4)
    fast = visits((6, "good", "bad"), (54, "good", "good"), (240, "good", "nothing"))
    found = weigh(engine, as_table(engine, slow, fast), None, {0: Interval(46 / 140, 0.25, 0.41)})[0]
    assert found.felt_bad.value == pytest.approx(0.2)
    assert found.by == ("duration",)


# --- simulation: every stage is a data set of its own, so that one call weighs them all

SETS, SIZE = 150, 800  # the standard error of a coverage of 95 % is then 1.8 points
FEW = 50  # where no coverage near 95 % is asked for
OFF, UNHAPPY, ANSWERS = 0.3, (0.08, 0.35), (0.2, 0.5)  # share off target; then on and off target
TRUTH = (1 - OFF) * UNHAPPY[0] + OFF * UNHAPPY[1]


def simulated(
    engine: Any, answers: tuple[float, float], mood: float = 1.0, customers: int = SIZE, sets: int = SETS
) -> tuple[Any, dict[int, Interval]]:
    """Rated visits of all data sets, and the raw shares. `mood` multiplies the chance to answer of the unhappy."""
    rng = np.random.default_rng(7)
    shape = (sets, SIZE)
    owner = rng.integers(0, customers, shape) if customers < SIZE else np.tile(np.arange(SIZE), (sets, 1))
    temper = rng.gamma(4.0, 0.25, (sets, customers)) if customers < SIZE else np.ones((sets, SIZE))
    off = rng.random(shape) < OFF
    risk = np.where(off, UNHAPPY[1], UNHAPPY[0]) * np.take_along_axis(temper, owner, axis=1)
    bad = rng.random(shape) < risk
    answered = rng.random(shape) < np.where(off, answers[1], answers[0]) * np.where(bad, mood, 1.0)
    stage = np.repeat(np.arange(sets), SIZE)
    frame = pd.DataFrame({"stage_no": stage, "customer_id": [f"k{k}" for k in owner.ravel()]})
    frame["company"] = np.where(off.ravel(), "bad", "good")
    frame["answered"] = frame["rated"] = answered.ravel()
    frame["signals"] = frame["answered"].astype(int)
    frame["customer"] = np.where(answered.ravel(), np.where(bad.ravel(), "bad", "good"), "unknown")
    frame["opened_at"] = OPENED
    frame["last_at"] = OPENED + pd.to_timedelta(rng.exponential(3600, sets * SIZE).round(), unit="s")
    told = {no: wilson(int((bad & answered)[no].sum()), int(answered[no].sum())) for no in range(sets)}
    return as_table(engine, frame.assign(open=False)), told


def covered(found: Any, truth: float) -> float:
    return float(np.mean([i.low <= truth <= i.high for i in found]))


@pytest.mark.parametrize("customers", [SIZE, SIZE // 5], ids=["a visit a customer", "five visits a customer"])
def test_the_weighted_share_covers_the_truth_where_the_raw_one_misses_it(engine, customers):
    """Off target half of the customers answer, on target a fifth. The truth is 16.1 % unhappy; those who answered
    say 22 %."""
    table, raw = simulated(engine, ANSWERS, customers=customers)
    found = weigh(engine, table, None, raw)
    assert len(found) == SETS
    assert covered(raw.values(), TRUTH) < 0.6
    assert 0.92 <= covered([w.felt_bad for w in found.values()], TRUTH) <= 0.98
    assert np.mean([w.felt_bad.value for w in found.values()]) == pytest.approx(TRUTH, abs=0.004)
    assert np.mean([r.value for r in raw.values()]) > TRUTH + 0.05
    visibility, relevance = OFF * UNHAPPY[1] / TRUTH, UNHAPPY[1]
    assert 0.92 <= covered([w.visibility for w in found.values()], visibility) <= 0.98
    assert 0.92 <= covered([w.relevance for w in found.values()], relevance) <= 0.98
    assert np.mean([w.differs is not None for w in found.values()]) > 0.8


def test_nothing_is_said_where_answering_is_random(engine):
    """A third answers everywhere: weights are near 1, the two shares nearly one, and hardly a warning."""
    table, raw = simulated(engine, (0.33, 0.33))
    found = weigh(engine, table, None, raw)
    gaps = [abs(w.felt_bad.value - raw[no].value) for no, w in found.items()]
    assert np.mean(gaps) < 0.01
    assert sum(w.differs is not None for w in found.values()) <= 1
    assert 0.92 <= covered([w.felt_bad for w in found.values()], TRUTH) <= 0.98


def test_a_mood_that_answers_by_itself_is_beyond_it(engine):
    """The unhappy answer twice as readily, whatever the visit: the weighted share is off nearly as far as the raw one,
    as the manual says."""
    table, raw = simulated(engine, (0.2, 0.2), mood=2.0, sets=FEW)
    found = weigh(engine, table, None, raw)
    assert np.mean([w.felt_bad.value for w in found.values()]) > TRUTH + 0.08
    assert covered([w.felt_bad for w in found.values()], TRUTH) < 0.2


def test_the_order_of_the_rows_does_not_matter(engine):
    table, raw = simulated(engine, ANSWERS, customers=SIZE // 5, sets=FEW)
    some = table.filter(table.stage_no < 12)
    shuffled = engine.take(engine.frame(some).sample(frac=1.0, random_state=3), "shuffled", SCHEMA)
    first = weigh(engine, some, None, raw)
    assert weigh(engine, shuffled, None, raw) == first
    assert weigh(engine, some, None, raw) == first
