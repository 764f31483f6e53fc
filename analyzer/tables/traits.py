"""What drivers are looked for in: visits whose customers spoke, and the facts of their cases."""

from analyzer.tables.schema import Column, Declaration
from analyzer.tables.visits import VERDICTS

HEARD = Declaration(
    "heard visits",
    "one rated visit that is not open",
    (
        Column("case_id", "string", "the case as the visit sees it: of a visit by object, with the object behind it"),
        Column("of_case", "string", "the case's own name, where stages are visited by object", optional=True),
        Column("object", "string", "as in visits", optional=True),
        Column("customer_id", "string", "as in visits"),
        Column("stage_no", "int64", "the stage's number in the journey", holds="int16"),
        Column("company", "string", "the company's verdict: good, bad, unknown", holds=VERDICTS),
        Column("bad", "int64", "1 where the customer's verdict is bad, else 0", holds="int16"),
        Column("asked", "string", "as in rated visits"),
        Column("last_at", "timestamp(6)", "the visit's last event", "UTC"),
        Column("lag_s", "float64", "from the visit's last event to the signal; negative during the visit", "s"),
        Column(
            "until", "timestamp(6)", "what happened before this moment counts: the end of the signal's second", "UTC"
        ),
    ),
    prefixes=("mask_",),  # bits: what was settled by then (mismatches/settled.py)
)

TRAITS = Declaration(
    "traits",
    "one fact of a case, or of one of its visits, under the ruler",
    (
        Column("case_id", "string", "the case as heard visits see it"),
        Column("visit_no", "int16", "the stage of the visit that it is true of; -1: of the whole case"),
        Column(
            "trait",
            "int64",
            "what it is, as one number (mismatches/trait_words.py): its type (activity, repeat, path, wait over, wait "
            "under, duration over, duration under, returns, handovers, resource, team, system, partner, attribute =, "
            "attribute >=, attribute <), the activity, attribute or person, the second activity, the value or which "
            "value so far, its threshold, and the stage in which it lies",
        ),
    ),
)
