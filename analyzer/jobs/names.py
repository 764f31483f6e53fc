"""The names of the kinds of job, as the catalog keeps them."""

from __future__ import annotations

ANALYSE = "analyse"
SLICE_DRIVERS = "slice_drivers"
SCHEDULED = ANALYSE  # what the schedule of a project asks for
