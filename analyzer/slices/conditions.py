"""Conditions on whole cases, as every mining tool has them: what happened in a case, in which order, how long it took.

    ?has=Call&lacks=Refund&starts=Place order&ends=Hand over&follows=Place order>Call&later=Call>Refund
    &repeats=Call&path=Place order>Call>Hand over&took=1d..3d&verdict=good_bad
    &follows=Place order>Call<2h&later=Call>Refund<1d..3d&number=amount:100..500&cause=activity;activity=Call
    &breaks=must_follow:Place order>Call<2h&handover=team:Sales>Depot

Where a value names several activities, write `%` in a name as `%25`, `>` as `%3E` and `<` as `%3C`. After `<` stands
within which time the second activity comes: 2h (at most), 1d..3d or >1d..3d (without the first end).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote

from analyzer.engine import Table, ibis
from analyzer.errors import ArgumentError
from analyzer.inside_out.variants import signs_of
from analyzer.settings import nearest, suggestion
from analyzer.settings.rule import read_rule
from analyzer.settings.spans import Span, read_span
from analyzer.slices.causes import read_cause
from analyzer.slices.handed_over import handover_text, read_handover
from analyzer.slices.within import lies_within

CONDITION_KEYS = (
    "has", "lacks", "starts", "ends", "follows", "later", "repeats", "path", "took", "number", "cause", "breaks",
    "handover", "verdict",
)  # fmt: skip
ANSWERED_ELSEWHERE = ("verdict", "number", "cause", "breaks", "handover")
PAIRED = ("follows", "later")  # their value is two activities; that of a path any number
ALTERNATIVES = (
    "starts",
    "ends",
    "path",
    "verdict",
)  # of several of one kind one must hold; of the others all
VERDICTS = ("good_good", "good_bad", "bad_good", "bad_bad")  # of company and customer
WHERE = "the address of the page"
MOST_NAMED = 40  # activities that a refusal lists


@dataclass(frozen=True)
class Condition:
    """One condition: its key and value in an address, the activities that the value names, the range of a duration (of
    `took`, and of a pair where it has one) or of a number, and of `number` the attribute."""

    key: str
    text: str
    activities: tuple[str, ...] = ()
    span: Span | None = None
    attribute: str | None = None

    @property
    def of_events(self) -> bool:
        """Whether the times of events answer it: a pair within a time."""
        return self.key in PAIRED and self.span is not None


def in_order(*activities: str) -> str:
    """Activities as one value of an address."""
    return ">".join(name.replace("%", "%25").replace(">", "%3E").replace("<", "%3C") for name in activities)


def activities_of(key: str, text: str) -> tuple[str, ...]:
    """The activities that the value of a key names: one, or those between the signs > of a pair or a path."""
    if key not in (*PAIRED, "path"):
        return (text.strip(),)
    if key in PAIRED:
        text = _with_time(text)[0]
    return tuple(unquote(name).strip() for name in text.split(">"))


def read_condition(key: str, text: str) -> Condition:
    """A condition from its key and value.

    Raises ArgumentError for a pair that is none, a duration that is none or a range that ends before it begins, a
    verdict that does not exist. Whether the run has the activities `check_conditions` says.
    """
    text = text.strip()
    if key in PAIRED or key == "path":
        names = activities_of(key, text)
        if not all(names) or (key in PAIRED and len(names) != 2):
            many = "two activities" if key in PAIRED else "activities"
            raise _refused(f"{many} with > between them", key, text, f"write it like {key}=Place order>Call")
        within = _with_time(text)[1] if key in PAIRED else ""
        span = _span(key, within if ".." in within else f"..{within}", text) if within else None
        return Condition(key, in_order(*names) + (f"<{within}" if within else ""), names, span)
    if key == "verdict":
        if text not in VERDICTS:
            raise _refused("a verdict of the company and one of the customer", key, text, suggestion(text, VERDICTS))
        return Condition(key, text)
    if key == "took":
        return Condition("took", text, (), _span("took", text, text))
    if key == "number":
        return _number(text)
    if key == "cause":
        read_cause(text)
        return Condition("cause", text)
    if key == "breaks":
        return _breaks(text)
    if key == "handover":
        return Condition("handover", handover_text(*read_handover(text)))
    return Condition(key, text, (text,))


def check_conditions(conditions: Iterable[Condition], activities: Sequence[str]) -> None:
    """Raise ArgumentError, with the nearest name, for an activity that the run does not have."""
    known = set(activities)
    for condition in conditions:
        for activity in condition.activities:
            if activity not in known:
                few = len(activities) <= MOST_NAMED or nearest(activity, activities) is not None
                do = suggestion(activity, activities) if few else "write one of those on the page Process"
                raise _refused("an activity of the log", condition.key, condition.text, do)


def where_they_hold(cases: Table, conditions: Sequence[Condition], activities: Sequence[str]) -> Table:
    """The cases for which all conditions hold that a case's sequence and duration answer; the others, `verdict`,
    `number`, `cause`, `handover` and pairs within a time, are answered by visits, attributes and events.

    Grain: a case. `cases` has case_id, `signs` (its activities in order, a sign for each) and `took_s`. `follows`: the
    second activity is the very next event after the first, at least once. `later`: at any place after it. `repeats`:
    at least twice. `path`: these activities in this order, and no other. Events at the same time stand in the log's
    order, so whoever recorded only days should not ask what follows directly.
    """
    signs = signs_of(activities)
    conditions = [one for one in conditions if one.key not in ANSWERED_ELSEWHERE and not one.of_events]
    for key in dict.fromkeys(condition.key for condition in conditions):
        tests = [_test(cases, one, signs) for one in conditions if one.key == key]
        if key in ALTERNATIVES:
            any_of = tests[0]
            for test in tests[1:]:
                any_of = any_of | test
            tests = [any_of]
        cases = cases.filter(*tests)
    return cases


def with_verdicts(visits: Table, conditions: Sequence[Condition]) -> Table | None:
    """The cases (case_id) of the visits on which company and customer say what is asked for; None where it is not."""
    cells = [one.text.split("_") for one in conditions if one.key == "verdict"]
    if not cells:
        return None
    wanted = ibis.literal(False)
    for company, customer in cells:
        wanted = wanted | ((visits.company == company) & (visits.customer == customer))
    return visits.filter(wanted).select("case_id").distinct()


def _test(cases: Table, condition: Condition, signs: dict[str, str]) -> Any:
    if condition.span is not None:
        return lies_within(cases.took_s, condition.span)
    marks = [signs[activity] for activity in condition.activities]
    tests: dict[str, Callable[[], Any]] = {
        "has": lambda: cases.signs.contains(marks[0]),
        "lacks": lambda: ~cases.signs.contains(marks[0]),
        "starts": lambda: cases.signs.startswith(marks[0]),
        "ends": lambda: cases.signs.endswith(marks[0]),
        "follows": lambda: cases.signs.contains("".join(marks)),
        "later": lambda: cases.signs.like(f"%{marks[0]}%{marks[1]}%"),
        "path": lambda: cases.signs == "".join(marks),
        "repeats": lambda: cases.signs.like(f"%{marks[0]}%{marks[0]}%"),
    }
    return tests[condition.key]()


def _with_time(text: str) -> tuple[str, str]:
    """The pair of a value, and what stands behind the sign < after it; empty where nothing does."""
    pair, _, within = text.partition("<")
    return pair.strip(), within.strip()


def _number(text: str) -> Condition:
    attribute, colon, bounds = text.rpartition(":")
    if not colon or not attribute.strip():
        raise _refused("an attribute and a range", "number", text, "write it like number=amount:100..500")
    try:
        return Condition("number", text, (), read_span(bounds, of_time=False), unquote(attribute).strip())
    except ValueError as error:
        do = f"write it like number=amount:100..500, 100.. or ..500 ({error})"
        raise _refused("a smallest and a largest number", "number", text, do) from None


def _breaks(text: str) -> Condition:
    try:
        rule = read_rule(text)
    except ValueError as error:
        raise _refused("a rule", "breaks", text, str(error)) from None
    return Condition("breaks", rule.text, (rule.first, rule.second))


def _span(key: str, bounds: str, text: str) -> Span:
    """A range of durations; `text` is the whole value."""
    like = "took=1d..3d, 1d.. or ..3d" if key == "took" else f"{key}=Place order>Call<2h, or <1d..3d"
    try:
        return read_span(bounds)
    except ValueError as error:
        do = {
            "not a range": f"write it like {like}",
            "the end comes before the beginning": "exchange the two durations",
            "working time": "leave out the word working: durations here are by the clock",
        }.get(str(error), f"write it like {like}; {error}")
        raise _refused("a shortest and a longest duration", key, text, do) from None


def _refused(expected: str, key: str, text: str, do: str) -> ArgumentError:
    return ArgumentError(expected=expected, found=f"{key}={text}", where=WHERE, do=do)
