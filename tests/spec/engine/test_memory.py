"""How much memory the embedded engine may hold."""

from __future__ import annotations

import pytest

from analyzer.engine import open_engine
from analyzer.engine.embedded import memory_mb

LARGE_MACHINE = 64_000


@pytest.mark.parametrize(
    ("events", "available_mb", "megabytes"),
    [
        (0, LARGE_MACHINE, 256),
        (1_000_000, LARGE_MACHINE, 326),  # 256 + 70
        (10_000_000, LARGE_MACHINE, 956),  # 256 + 700
        (100_000_000, LARGE_MACHINE, 3_000),  # where the growth ends
        (100_000_000, 4_000, 2_000),  # half of what there is
        (10_000_000, 300, 256),  # never less than a small log needs
    ],
)
def test_memory_grows_with_the_log_up_to_a_limit_and_to_half_of_the_machine(events, available_mb, megabytes):
    assert memory_mb(events, available_mb) == megabytes


@pytest.mark.parametrize(("columns", "megabytes"), [(16, 326), (17, 328), (516, 1_326), (5_000, 3_000)])
def test_memory_grows_with_the_attribute_columns_beyond_the_first_sixteen(columns, megabytes):
    assert memory_mb(1_000_000, LARGE_MACHINE, columns) == megabytes


def test_the_engine_holds_to_it():
    with open_engine() as engine:
        engine.expect(1_000_000)
        said = engine.backend.raw_sql("SELECT current_setting('memory_limit')").fetchone()[0]
    assert said == "310.8 MiB"  # 326 MB = 326,000,000 bytes / 1,048,576 = 310.9 MiB, cut by DuckDB
