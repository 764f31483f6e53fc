"""English: what practitioners would do next about each kind of mismatch, and what it takes to see whether it helped."""

NEXT_STEPS = {
    "next.remove": "Take it away, first on a part",
    "next.remove.how": (
        "Stop {driver} for one region, team or customer group, and leave the others as they are for some weeks."
    ),
    "next.pilot": "Pilot a change on a part",
    "next.pilot.how": (
        "Change how {driver} is done for one region, team or customer group; the rest stays to compare with."
    ),
    "next.explain": "Explain it to customers before it happens",
    "next.explain.how": (
        "{driver} cannot be changed by you: tell customers when and why it comes, for one group first."
    ),
    "next.serve": "Serve these customers otherwise",
    "next.serve.how": "{driver} cannot be changed: find what they need and others do not; try it with one group first.",
    "next.ask": "Ask the people who were there",
    "next.ask.how": (
        "Nothing that the log knows explains it: open ten of these cases, and ask customers and the front line."
    ),
    "next.retarget": "Set another target",
    "next.retarget.how": (
        "Ask customers from when on they mind, and put the target there; spend the effort where they feel it."
    ),
    "next.repair": "Meet the target where customers feel it",
    "next.repair.how": (
        "Both sides agree that it fails: take the first driver, or the slowest step, and change it on a part first."
    ),
    "next.promise": "Promise what is measured, or measure what is promised",
    "next.promise.how": "Put the promise to customers and the internal target on the same clock.",
    "next.record": "Record what customers speak of",
    "next.record.how": "Name one event or check in the systems for {place}, so that the next run can judge it.",
    "next.place": "Give the work a stage and an owner",
    "next.place.how": "Put its activities into a stage of the journey, or stop the work that no stage needs.",
    "next.plan": "Change the plan or the way it is lived",
    "next.plan.how": "Look at ten of these cases: where most live it so for a good reason, the plan is wrong.",
    "next.own": "Name one owner",
    "next.own.how": "One person answers for the stage from the customer's side; put the name into the journey.",
    "next.later": "Ask later",
    "next.later.how": "Send the survey after the visit has ended; then look whether the score is another.",
    "next.proof": (
        "To prove it: an action with a start and a review date. The page then holds these visits against those that "
        "were left as they are, and says helped, no effect, worse or too early."
    ),
    "next.proof.rerun": "To prove it: the next run no longer lists it.",
    "next.title": "Next step",
    "board.rests": "What these numbers rest on",
    "board.source": "{name} · {period} · {cases}, {signals} signals",
    "board.drivers": (
        "What sets unhappy visits apart: how many times as likely (adjusted risk ratio) and share of the unhappy, with "
        "95 % intervals. It comes together with them; whether it causes them, only a change can show."
    ),
    "board.mosaic": "Visits we heard about by both verdicts: ours across, the customers' down; areas are shares.",
}
