"""English: whether an action helped."""

from __future__ import annotations

EFFECT = {
    "effect.helped": "Helped: {by} points fewer unhappy ({limits}){avoided}, of {n}.",
    "effect.worse": "Worse: {by} points more unhappy ({limits}), of {n}.",
    "effect.no_effect": "No effect: {limits} points more or fewer unhappy, of {n}; {smallest} would have mattered.",
    "effect.too_early.waiting": "Too early to say: {weeks} of {of} weeks count so far.",
    "effect.too_early.waiting.limits": "Too early to say after {weeks} of {of} weeks: {limits} points, of {n}.",
    "effect.too_early.undecided": "The review leaves it open: {limits} points, of {n}; more weeks could tell.",
    "effect.not_measurable.waiting": "Cannot be measured: too few customers answered since the start.",
    "effect.not_measurable.few_units": "Cannot be measured: fewer than three other parts to hold it against.",
    "effect.not_measurable.few_before": "Cannot be measured: fewer than 20 visits were heard before the start.",
    "effect.not_measurable.answers_stopped": "Cannot be measured: since the start hardly anybody answers.",
    "effect.not_measurable.answers_moved": "Cannot be measured: who answers could explain the change alone.",
    "effect.answers.more": "Careful: {change} points more of the visits are answered since the start than the others "
    "let expect ({limits}{chance}). {part} of the answers are too many: {worst}.",
    "effect.answers.fewer": "Careful: {change} points fewer of the visits are answered since the start than the others "
    "let expect ({limits}{chance}). As many as {part} of the answers are missing: {worst}.",
    "effect.answers.silent": "Not ruled out by who answers: had {part} of the unhappy stopped answering since the "
    "start, it would look the same.",
    "effect.answers.chance": "; it may be chance",
    "effect.answers.worst": "had all of them been of one mind, the change could be {value} points instead of {found}",
    "effect.answers.any": "had all of them been of one mind, the change could be anything",
    "effect.not_measurable.gone": "Cannot be measured: its stage or attribute is no longer in the data.",
    "effect.avoided": ", {value} unhappy visits avoided so far",
    "effect.n": "{after} visits since the start and {before} before, against {units} others",
    "effect.driver": "Its driver: {limits} points.",
    "effect.range": "{low} to {high}",
    "picture.before": "before",
    "picture.after": "since the start",
    "picture.treated": "with the action",
    "picture.others": "the others",
    "picture.without": "without it",
    "picture.said": "Unhappy with the action: {before} before, {after} since ({n}). The others: {others_before}, then "
    "{others_after}. Without the action it would have been {without} ({limits}).",
    "plan.seen": "You would see a fall of {fall} ({part} of the unhappy) after about {weeks}, with 80 %",
    "plan.late": "A fall of {fall} ({part} of the unhappy) would not be seen with 80 % within a year",
    "plan.by_review": "; by the review, after {weeks}, with {chance}",
    "plan.rests": "This rests on {visits} heard visits a week, held against {units} others.",
    "plan.few_units": "Whether it helps could not be measured: fewer than three other parts to hold it against.",
    "plan.few_visits": "Whether it helps could not be measured: fewer than 20 visits were heard before the start.",
    "plan.nothing_expected": "Say what part of the unhappy it is to take away: then this says how long that takes.",
    "plan.split": "Try it first where {attribute} is {value}: {n} heard visits, {share} unhappy, nearest to the "
    "{others} others with {others_n} each on average and {others_share} unhappy. So the two compare fairly.",
}
