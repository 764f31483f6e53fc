"""pm4py's event logs as tables."""

from __future__ import annotations

from typing import Any

from analyzer.mining.door import open_door


def frame_of(log: Any) -> Any:
    """A pandas frame of an EventLog, an EventStream or a Trace of pm4py: a row an event, attributes of its trace under
    `case:…`."""
    open_door()
    from pm4py.objects.conversion.log import converter

    return converter.apply(log, variant=converter.Variants.TO_DATA_FRAME)
