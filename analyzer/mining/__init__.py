"""The one door to pm4py: weighted variants in; a process tree, a net, a diagram, conformance and roles out.

Nothing of pm4py is imported before it is needed, its banner stays away, and none of its parts that reach the network is
reachable.
"""

from analyzer.mining.alignments import AlignedVariant, aligned
from analyzer.mining.conformance import conformance
from analyzer.mining.discovery import Variant, activities_of, as_dict, from_dict, process_tree, to_bpmn, to_petri_net
from analyzer.mining.door import open_door
from analyzer.mining.event_logs import frame_of
from analyzer.mining.model_files import FORMS, MOST_BYTES, OwnModel, read_model
from analyzer.mining.petri_files import pnml
from analyzer.mining.roles import roles

__all__ = [
    "FORMS",
    "MOST_BYTES",
    "AlignedVariant",
    "OwnModel",
    "Variant",
    "activities_of",
    "aligned",
    "as_dict",
    "conformance",
    "frame_of",
    "from_dict",
    "open_door",
    "pnml",
    "process_tree",
    "read_model",
    "roles",
    "to_bpmn",
    "to_petri_net",
]
