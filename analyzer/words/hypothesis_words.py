"""What the data answered to a hypothesis, in a sentence."""

from __future__ import annotations

from analyzer.tables.hypothesis import Hypothesis
from analyzer.words import wording
from analyzer.words.language import say


def answer_words(one: Hypothesis) -> str:
    """The answer with its numbers, its data and its day; or that there is none yet."""
    answer = one.answer
    if answer is None:
        return say("hypothesis.open")
    data = say("hypothesis.data", day=wording.local_day(answer["last"]), run=answer["run"])
    counted = say("hypothesis.counted", bad=wording.count(answer["bad"]), n=wording.count(answer["visits"]))
    driver = answer["driver"]
    if answer["word"] != "supported" or driver is None:
        key = f"hypothesis.{answer['word']}"
        return f"{say(key, counted=counted)} {data}"
    ratio, whole = driver["risk_ratio"], answer["whole"]
    said = say(
        "hypothesis.supported", times=wording.times(ratio["value"]), limits=wording.ratio_limits(ratio), counted=counted
    )
    everywhere = say("hypothesis.whole", times=wording.times(whole["value"])) if whole else say("hypothesis.here")
    return f"{said} {everywhere} {data}"


def about_words(one: Hypothesis) -> str:
    """What it speaks of: suspect, stage, part."""
    suspect = one.suspect.get("activity") or f"{one.suspect.get('attribute')} = {one.suspect.get('value')}"
    part = ", ".join(f"{name} = {' or '.join(values)}" for name, values in (one.part or {}).items())
    return " · ".join(piece for piece in (suspect, one.stage, part) if piece)
