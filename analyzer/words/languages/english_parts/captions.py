"""English, of what stands beneath figures: how to read them, what is drawn, what they rest on."""

from __future__ import annotations

CAPTIONS = {
    # the mirror
    "mirror.unhappy": "unhappy",
    "mirror.off_target": "off target",
    "mirror.key.hidden": "Hidden",
    "mirror.key.hidden.means": "unhappy, and our measure does not see it",
    "mirror.key.shared": "Seen by both",
    "mirror.key.shared.means": "unhappy and off target",
    "mirror.key.unfelt": "Unfelt",
    "mirror.key.unfelt.means": "off target, and no customer minds",
    "caption.mirror": (
        "All bars are shares of the visits we heard about: those whose customer answered, complained or praised. A "
        "story counts the hidden ones among the visits on target, so that its share is a little higher. Both halves "
        "have the same scale. Whiskers: 95 % interval of the red and the amber part."
    ),
    "caption.mirror.faint": (
        "Faint: one side alone is known, so that nothing is held against the other. Hatched: nothing is known."
    ),
    "caption.mirror.derived": "{mark} The journey gives no target: it is derived from the data.",
    # charts over time
    "caption.dotted.all": "All {n} {many}.",
    "caption.dotted.some": "{n} of {total} {many}, drawn by lot; the same ones in every look.",
    "caption.dotted": (
        "{drawn} A row for each {noun}, a dot for each event; times are those of {timezone}. Of all {many}, {share}."
    ),
    "caption.spectrum.all": "All {ways} are drawn.",
    "caption.spectrum.some": "{n} of {ways} are drawn, by lot.",
    "caption.spectrum": (
        "A line leaves {first} at its upper end and reaches {second}, the next event of its case, at its lower end. "
        "{drawn} Its class is that of its duration: up to the quartiles of all of them. Times are UTC."
    ),
    "caption.weekly": "By the week, from Monday, of the last event; weeks of fewer than five ended {many} stay blank.",
    "caption.durations": "The last bar holds all that took longer.",
    "caption.durations.click": "A click on a bar keeps to its {many}.",
    "caption.beside": (
        "Unhappy share of the customers who were heard, with its 95 % interval; fewer than five heard stay hatched."
    ),
    "caption.weeks.in_progress": (
        "{many} are in progress from first to last event: the first and the last weeks of a log lie too low."
    ),
    "caption.weeks.unhappy": (
        "Of the visits we heard about, by the week of their last event; weeks of fewer than ten are in the table only."
    ),
    "caption.trend": (
        "No point in a month with fewer than {few} unhappy visits (seen by our measures) or {few} visits off target "
        "(felt by customers): the table has all months."
    ),
    # the process
    "caption.map.count": (
        "Arrows are as wide as they are frequent; numbers say how often one activity directly follows another."
    ),
    "caption.map.median_s": (
        "Arrows are as wide as they are slow; the number is the median time from one activity to the next."
    ),
    "caption.map.dashed": "Ways through hidden activities are dashed.",
    "caption.teams": "Who did it is read from {column}. {n} of {total} arrows, the most frequent.",
    "caption.teams.folded": "{n} of {total} names stand together as “others”.",
    "caption.teams.unknown": "{n} events name nobody, and neither give nor take.",
    "caption.teams.share": "Of all {many}, {share}.",
    "caption.teams.colours": (
        "Red: more often unhappy than the all, beyond chance (the whole interval lies above). Blue: less often."
    ),
    "caption.teams.click": "A click on an arrow keeps to its {many}.",
    "caption.teams.names": (
        "Unhappy share of the heard customers whose case had an event of theirs, with its 95 % interval. It is no "
        "cause."
    ),
    "caption.two_times": (
        "On an arrow: the median time in A / in B. Orange: A takes {slower} times as long or longer; blue: B does; "
        "grey: less, or fewer than {few} cases on a side take it. Medians have no interval here."
    ),
    "caption.own_model": (
        "Red frame: cases left it out, or did it where the model does not expect it; the numbers are cases."
    ),
    # the journey, the blueprint, one case
    "caption.flow": (
        "Grey: on to the next stage, as planned. Amber, above (on a phone: at the right): past a stage. Red and "
        "dashed, below (at the left): back to an earlier one. Wide arrows are frequent; what is rare is in the table."
    ),
    "caption.promises": (
        "Shares of the visits with that verdict, with 95 % intervals. Customers: of those who answered. The axis need "
        "not begin at 0."
    ),
    "caption.stage_times": (
        "From the opening of a visit to its last event: dot for the median, band to the 90th percentile. Logarithmic."
    ),
    "caption.blueprint": (
        "Above the line of visibility is what customers see. An activity shows its events, the median time after the "
        "activity that mostly comes before it, and how often it is done twice. Dashed: a hole, something that nobody "
        "has named or the log does not hold."
    ),
    "caption.case": (
        "Above the dashed line: what the customer said, red where unhappy. Below: each stage's visit as a bar, thin "
        "while it waited, amber after its deadline; dots are events, a full flag is the target, an open one the "
        "promise. Shaded: silence, cut short."
    ),
    # a mismatch, the board, what customers say
    "caption.drivers": (
        "Square: can be changed. Open circle: given. Filled circle: not known. Adjusted for each other. Association, "
        "not proof of a cause."
    ),
    "caption.blame": (
        "Unhappy visits that have a driver. Rows: the stage that customers name. Columns: the stage of the driver."
    ),
    "caption.value_effort": (
        "Filled: an action. Open: a mismatch that nobody has taken up. Height: avoidable unhappy customers a month, of "
        "those who answered, with the 95 % interval: what it would bring if these visits went like the rest."
    ),
    "caption.coverage": "Whoever did not answer is not counted as happy. Bars: share of all visits of the stage.",
}
