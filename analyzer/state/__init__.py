"""What nights keep of a project: every case as it was read and judged, so that a night looks at what has changed."""

from analyzer.state.manifest import clear_state
from analyzer.state.night import NightReading, align_night
from analyzer.state.placed_tables import clear_in_place

__all__ = ["NightReading", "align_night", "clear_in_place", "clear_state"]
