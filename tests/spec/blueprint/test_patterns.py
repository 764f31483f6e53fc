"""Counts by customer as few rows: what leaves the engine has a ceiling, whatever the customers did."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from analyzer.blueprint.patterns import weighted_patterns
from analyzer.engine import open_engine
from analyzer.statistics.proportions import design_effect, wilson_clustered


@pytest.fixture(scope="module")
def counted():
    """3,000 customers, each with its own number of visits and of unhappy ones: nearly as many patterns."""
    generator = np.random.default_rng(3)
    visits = 1 + generator.integers(0, 200, 3000)
    bad = generator.binomial(visits, generator.beta(1, 4, 3000))
    return pd.DataFrame({"customer_id": [f"K{i}" for i in range(3000)], "visits": visits, "bad": bad})


def patterns_of(counted, most):
    schema = {"customer_id": "string", "visits": "int64", "bad": "int64"}
    with open_engine() as engine:
        return weighted_patterns(engine, engine.take(counted, "counted", schema), [], ("visits", "bad"), most)


def test_below_the_ceiling_a_row_is_a_pattern_and_the_interval_is_that_of_the_customers(counted):
    found = patterns_of(counted, 3000)
    expected = counted.groupby(["visits", "bad"]).size().reset_index(name="times")
    assert found.astype(int).to_numpy().tolist() == expected.to_numpy().tolist()
    plain = wilson_clustered(counted["bad"], counted["visits"])
    weighted = wilson_clustered(found["bad"], found["visits"], times=found["times"])
    assert (weighted.value, weighted.low, weighted.high) == pytest.approx((plain.value, plain.low, plain.high))


def test_above_the_ceiling_customers_are_added_up_by_lot_and_the_variance_stays(counted):
    found = patterns_of(counted, 500)
    assert len(found) <= 500
    assert int((found["visits"] * found["times"]).sum()) == counted["visits"].sum()
    assert int((found["bad"] * found["times"]).sum()) == counted["bad"].sum()
    by_customer = design_effect(counted["bad"], counted["visits"])
    by_lot = design_effect(found["bad"], found["visits"], times=found["times"])
    assert by_lot == pytest.approx(by_customer, rel=0.2)  # a variance from 500 groups: 6 % standard error
