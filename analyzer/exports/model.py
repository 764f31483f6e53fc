"""The mined model of the chosen cases: BPMN 2.0 with its layout, or a Petri net (PNML)."""

from __future__ import annotations

from analyzer.errors import ArgumentError
from analyzer.exports.bpmn import bpmn_xml
from analyzer.exports.chosen import Chosen
from analyzer.exports.destination import Destination
from analyzer.inside_out.discover import CHECKED_VARIANTS
from analyzer.inside_out.model import model
from analyzer.inside_out.variants import count_variants, variants
from analyzer.mining import from_dict, pnml

FORMS = {".bpmn": "bpmn", ".pnml": "pnml"}


def export_model(chosen: Chosen, to: Destination, budget_s: float) -> tuple[str, ...]:
    """Mine the variants of the chosen cases, as the run does for all of them (the same budget gives the same model),
    and write the model; gives notes on what it rests on. Raises ArgumentError where there is nothing to mine."""
    kept, engine = chosen.kept, chosen.engine
    assert kept.sequences is not None
    counted = count_variants(engine, chosen.of_cases(kept.sequences))
    frame = variants(engine, kept.log, CHECKED_VARIANTS, counted).frame
    weighted = dict(zip(frame["activities"], (int(n) for n in frame["cases"]), strict=True))
    mined = model(weighted, chosen.n_cases, budget_s, kept.reactions)
    if mined.tree is None:
        raise ArgumentError(
            expected="activities to discover a process from",
            found="none but reactions to complaints",
            where="--filter",
            do="choose other cases",
        )
    name = chosen.document["name"]
    content = bpmn_xml(mined.tree, name) if to.form == "bpmn" else pnml(from_dict(mined.tree))
    with to.opened() as stream:
        stream.write(content)
    return mined.notes
