"""Room 3a, the company's view: target verdicts on visits, and the process as it is discovered from the log."""

from analyzer.inside_out.discover import discover
from analyzer.inside_out.judge import Derived, judge

__all__ = ["Derived", "discover", "judge"]
