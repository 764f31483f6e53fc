"""The words of a comparison: of two groups of visits, or (`.slice`) of the cases of two slices."""

COMPARING = {
    "sides.customer.bad": "unhappy",
    "sides.customer.good": "happy",
    "sides.company.bad": "off-target",
    "sides.company.good": "on-target",
    "sides.slice.bad": "A",
    "sides.slice.good": "B",
    "compared.goes_with.slice": "More often in the cases of {side}: {rows}.",
    "compared.none.slice": "No activity and no arrow is clearly more frequent in A than in B, or the other way round.",
    "compared.slower.slice": "Times differ most on {path}: median {one} in {bad}, {other} in {good}.",
    "compared.caption.slice": (
        "{n_bad} cases of A against {n_good} of B: in which share of them it happens. Dashed: chance may explain the "
        "difference. Two groups are compared, one thing at a time and adjusted for nothing: that is "
        "an association, no proof of a cause."
    ),
    "compared.goes_with": "More often in {side} visits: {rows}.",
    "compared.none": "No activity and no path is clearly more frequent in one group than in the other.",
    "compared.slower": "Times differ most on {path}: median {one} in {bad}, {other} in {good} visits.",
    "compared.caption": (
        "{n_bad} {bad} against {n_good} {good} visits of those who answered: in which share of their cases it "
        "happened, where that was settled before the customer spoke. Dashed: chance may explain the difference. "
        "It shows what comes together with a verdict, one thing at a time; it is no proof of a cause."
    ),
}
