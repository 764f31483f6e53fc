"""Silent defect and shared failure: what a missed target means to customers. Each just above and just below its
threshold."""

from __future__ import annotations

import pytest
from scipy.stats import fisher_exact

from analyzer.mismatches.kinds.shared_failure import shared_failure
from analyzer.mismatches.kinds.silent_defect import silent_defect
from tests.spec.mismatches.two_sided import world

SILENT = """
    stage              on good  on bad  on silent  off good  off bad  off silent
    fifth missed       720      80      0          180       20       0
    fewer missed       721      80      0          179       20       0
    silent ones too    721      80      0          179       20       2
    silent ones more   720      80      1          180       20       0
    few answers        72       8       0          18        2        0
    happy people       768      32      0          192       8        0
    they do mind       720      80      0          160       40       0
"""


@pytest.fixture(scope="module")
def silent(run):
    small = run(*world(SILENT))
    return {m.stage: m for m in silent_defect(small.seen("blueprint", "derived"))}


def test_a_target_that_a_fifth_misses_and_nobody_feels(silent):
    """201 of 1,002 off target; 20 of 199 and 80 of 801 unhappy. Newcombe's upper limit by hand, z = 1.644854: off
    target Wilson's upper limit 0.1410 (0.0405 above its share), on target the lower 0.0838 (0.0161 below): 0.0006 +
    √(0.0405² + 0.0161²) = 4.4 points of 5."""
    found = silent["silent ones too"]
    assert found.affected_visits == 201
    assert found.evidence["company_bad_share"] == pytest.approx(201 / 1002)
    assert found.evidence["difference_upper"] == pytest.approx(0.0443, abs=2e-4)
    assert found.evidence["margin"] == pytest.approx(80 / 801 / 2)
    assert found.avoidable is None


def test_a_fifth_is_enough(silent):
    """200 of 1,000."""
    assert "fifth missed" in silent


def test_the_share_missed_counts_every_visit_with_a_verdict(silent):
    """199 of 1,000 are too few; with two silent ones off target 201 of 1,002 are enough; 200 of 1,001 are not."""
    assert "fewer missed" not in silent
    assert "silent ones too" in silent
    assert "silent ones more" not in silent


def test_few_answers_show_nothing(silent):
    """The same shares with a tenth of the answers."""
    assert "few answers" not in silent


def test_the_margin_is_half_the_unhappy_share_where_that_is_small(silent):
    """4 % unhappy on both sides: the limit of about 3 points would pass 5, and does not pass 2."""
    assert "happy people" not in silent


def test_a_target_that_customers_feel_is_no_silent_defect(silent):
    assert "they do mind" not in silent


SHARED = """
    stage              on good  on bad  on silent  off good  off bad  off silent
    one in twenty      855      95      0          25        25       0
    fewer              856      95      0          25        24       0
    half as often      800      200     0          700       300      0
    a little more      800      200     0          699       301      0
    little evidence    90       10      0          14        6        0
    nobody unhappy     800      0       0          200       0        0
"""


@pytest.fixture(scope="module")
def shared(run):
    small = run(*world(SHARED))
    return {m.stage: m for m in shared_failure(small.seen("blueprint", "derived"))}


def test_a_target_that_one_in_twenty_misses_and_customers_feel(shared):
    """25 of 50 against 95 of 950: risk ratio 5, and 25/120 · (1 − 1/5) of the unhappy go with it, in a month of
    data."""
    found = shared["one in twenty"]
    assert found.evidence["company_bad_share"] == pytest.approx(0.05)
    assert found.evidence["risk_ratio"]["value"] == pytest.approx(5)
    assert found.evidence["share"]["value"] == pytest.approx(25 / 120 * 0.8, abs=1e-6)
    assert found.avoidable.value == pytest.approx(20)
    assert found.affected_visits == 25
    assert "fewer" not in shared  # 49 of 1,000


def test_the_risk_must_be_more_than_half_as_high_again(shared):
    """30.0 % against 20 % is 1.5 exactly; 30.1 % against 20 % is more."""
    assert "half as often" not in shared
    assert "a little more" in shared


def test_little_evidence_is_none(shared):
    """6 of 20 against 10 of 100: three times as often, the lower limit at 1.2, but Fisher's p is 0.026 and six stages
    were looked at."""
    assert fisher_exact([[6, 14], [10, 90]]).pvalue * 6 > 0.01
    assert "little evidence" not in shared
    assert "nobody unhappy" not in shared


EXACT = """
    stage        on good  on bad  on silent  off good  off bad  off silent
    only chi2    85       15      0          35        19       0
    second       10       1       0          1         1        0
"""


def test_the_p_value_is_fishers(run):
    """19 of 54 against 15 of 100: with two stages Fisher's p is above the limit, Pearson's below."""
    from scipy.stats import chi2_contingency

    cells = [[19, 35], [15, 85]]
    assert fisher_exact(cells).pvalue * 2 > 0.01 > chi2_contingency(cells, correction=False).pvalue * 2
    small = run(*world(EXACT))
    assert shared_failure(small.seen("blueprint", "derived")) == []


def test_neither_rests_on_a_target_that_was_derived(run):
    """The same counts as above, off target because of a repeat, in stages without a target of their own."""
    table = """
        stage              on good  on bad  on silent  off good  off bad  off silent
        felt               855      95      0          25        25       0
        unfelt             720      80      0          180       20       0
    """
    small = run(*world(table, target=False))
    seen = small.seen("blueprint", "derived")
    assert [(s.both.good_good, s.both.good_bad, s.both.bad_good, s.both.bad_bad) for s in seen.blueprint.stages] == [
        (855, 95, 25, 25),
        (720, 80, 180, 20),
    ]
    assert silent_defect(seen) == shared_failure(seen) == []


def few(stage_and_side: str, verdict: str, number: int) -> str:
    """Off target two customers have all visits of a verdict; on target each visit has a customer of its own."""
    own = stage_and_side.endswith("on")
    return f"{stage_and_side} {verdict} {number}" if own else f"{stage_and_side} {verdict} {number % 2}"


def test_the_visits_of_few_customers_prove_little(run):
    """The counts of `one in twenty` and `silent ones too`, but all visits off target are those of four customers."""
    table = """
        stage              on good  on bad  on silent  off good  off bad  off silent
        felt               855      95      0          25        25       0
        unfelt             721      80      0          179       20       2
    """
    small = run(*world(table, customer=few))
    seen = small.seen("blueprint", "derived")
    assert shared_failure(seen) + silent_defect(seen) == []
