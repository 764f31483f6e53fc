"""What nights keep of a project: every case as it was read and judged, so that a night looks at what has changed."""

from analyzer.state.manifest import clear_state
from analyzer.state.night import NightReading, align_night

__all__ = ["NightReading", "align_night", "clear_state"]
