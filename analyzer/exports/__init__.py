"""Out again: what a run kept, in the formats of other programs. docs/exports.md has the schema of each.

Each export is made from the tables of a run, or of the part of it that filters leave; big tables are streamed.
"""

from analyzer.exports.cases import export_cases
from analyzer.exports.chosen import FILTER_KEYS, Chosen, check_chosen, open_chosen
from analyzer.exports.destination import Destination, destination
from analyzer.exports.log import export_log
from analyzer.exports.model import export_model
from analyzer.exports.ocel import export_ocel
from analyzer.exports.visits import export_visits, visit_rows

__all__ = [
    "FILTER_KEYS",
    "Chosen",
    "Destination",
    "check_chosen",
    "destination",
    "export_cases",
    "export_log",
    "export_model",
    "export_ocel",
    "export_visits",
    "open_chosen",
    "visit_rows",
]
