"""Any of many conditions: what Python's `any` says, for more of them than can be nested one in the other."""

from __future__ import annotations

import ibis
import pytest

from analyzer.engine import any_of


@pytest.mark.parametrize("held", [(), (0,), (1_998,), (7, 1_000)], ids=str)
def test_one_that_holds_is_enough(held):
    table = ibis.memtable({"n": [0]})
    parts = [table.n == (0 if place in held else 1) for place in range(1_999)]
    assert ibis.duckdb.connect().execute(any_of(parts).name("any"))[0] == any(place in held for place in range(1_999))
