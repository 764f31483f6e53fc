"""Room 3a, the company's view: target verdicts on visits, and the process as it is discovered from the log."""

from analyzer.inside_out.derived import derived_targets, fit_targets
from analyzer.inside_out.discover import Paths, discover, paths_of, shape_of
from analyzer.inside_out.judge import company_verdicts
from analyzer.inside_out.marks import check_deadlines

__all__ = [
    "Paths",
    "check_deadlines",
    "company_verdicts",
    "derived_targets",
    "discover",
    "fit_targets",
    "paths_of",
    "shape_of",
]
