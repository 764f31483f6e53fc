"""The names of the kinds of job, as the catalog keeps them."""

from __future__ import annotations

ANALYSE = "analyse"
NIGHTLY = "nightly"
SLICE_DRIVERS = "slice_drivers"
TEST_HYPOTHESIS = "test_hypothesis"
SCHEDULED = NIGHTLY  # what the schedule of a project asks for
