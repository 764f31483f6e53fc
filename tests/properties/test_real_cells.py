"""One altered cell of a real log changes its own case and nothing else, whichever role the cell plays.

Held still are the ruler and the moment of looking, as the nights hold them. The logs are slices of those beside the
project, as they are: changing attributes, missing markers, equal times, open cases.
"""

from __future__ import annotations

import csv
import gzip
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from xml.etree import ElementTree

import pytest
import yaml

from analyzer.engine import open_engine
from analyzer.settings import LogSource, Settings, SignalSource
from tests.properties.test_ruler_always import rows, under, without
from tests.spec.small import Run, write_csv

CASES = 240
Row = dict[str, str]
# Of each log: the columns of the case, the activity, the time and who did it; one that is the same in all rows of a
# case; and one with a deadline, where it has one.
COLUMNS = {
    "helpdesk": ("case:concept:name", "concept:name", "time:timestamp", "org:resource", "service_level", None),
    "bpic2012": ("case:concept:name", "concept:name", "time:timestamp", "org:resource", "case:AMOUNT_REQ", None),
    "receipt": ("case:concept:name", "concept:name", "time:timestamp", "org:resource", "case:channel", "case:deadline"),
    "olist": ("order_id", "activity", "timestamp", None, "payment_type", "estimated_delivery"),
}


@dataclass
class Sliced:
    """A slice of a log as a file's rows, the rooms over it, and the rows of every table that judging makes."""

    name: str
    lines: list[Row]
    run: Run
    before: dict


@pytest.fixture(scope="module")
def engine():
    with open_engine() as opened:
        yield opened


@pytest.fixture(scope="module", params=sorted(COLUMNS))
def sliced(request, engine, shared_data: Path, tmp_path_factory) -> Sliced:
    name, folder = request.param, tmp_path_factory.mktemp(request.param)
    lines = _of_csv(shared_data / "olist" / "log.csv") if name == "olist" else _of_xes(shared_data / f"{name}.xes.gz")
    run = Run.of(engine, _project(name, lines, folder))
    return Sliced(name, lines, run, rows(run))


def _of_csv(path: Path) -> list[Row]:
    with path.open(encoding="utf-8", newline="") as stream:
        read = list(csv.DictReader(stream))
    kept = set(list(dict.fromkeys(row["order_id"] for row in read))[:CASES])
    return [row for row in read if row["order_id"] in kept]


def _of_xes(path: Path) -> list[Row]:
    """The events of the first traces, a row each, with the attributes of their trace."""
    found: list[Row] = []
    with gzip.open(path) as stream:
        traces = 0
        for _, node in ElementTree.iterparse(stream):
            if not node.tag.endswith("trace"):
                continue
            own = {f"case:{key}": value for key, value in _values(node).items()}
            found += [own | _values(child) for child in node if child.tag.endswith("event")]
            traces += 1
            node.clear()
            if traces == CASES:
                break
    names = dict.fromkeys(name for row in found for name in row)
    return [{name: row.get(name, "") for name in names} for row in found]


def _values(node: ElementTree.Element) -> Row:
    return {child.attrib["key"]: child.attrib["value"] for child in node if "value" in child.attrib}


def _project(name: str, lines: list[Row], folder: Path) -> Settings:
    """A journey in three parts, with the deadline as the target of one of them where there is one, and an answer a case
    a day after its last event, every fourth of them unhappy."""
    case, activity, at, _, _, deadline = COLUMNS[name]
    names = sorted({row[activity] for row in lines})
    stages = [{"name": f"Part {i}", "activities": names[i::3], "target": {"within": "9d"}} for i in range(3)]
    if deadline is not None:
        stages[0]["target"] = {"by": deadline.removeprefix("case:")}
    (folder / "journey.yaml").write_text(yaml.safe_dump({"stages": stages}), encoding="utf-8")
    last: dict[str, datetime] = {}
    stage_of = {one: f"Part {names.index(one) % 3}" for one in names}
    lived: dict[str, str] = {}
    for row in lines:
        when = datetime.fromisoformat(row[at]).replace(tzinfo=None)
        last[row[case]] = max(when, last.get(row[case], when))
        lived[row[case]] = stage_of[row[activity]]
    said = [
        {"case_id": one, "timestamp": f"{when + timedelta(days=1):%Y-%m-%d %H:%M:%S}", "kind": "csat"}
        | {"score": 1 if number % 4 == 0 else 5, "stage": lived[one]}
        for number, (one, when) in enumerate(sorted(last.items()))
    ]
    source = SignalSource(path=str(write_csv(folder / "signals.csv", said)), silence="unknown")
    log = LogSource(path=str(write_csv(folder / "log.csv", lines)), columns={"case_id": case})
    return Settings(log=log, journey=str(folder / "journey.yaml"), signals=(source,))


def _alterations(sliced: Sliced) -> dict[str, tuple[str, Callable[[str], str]]]:
    """What is altered → its column, and the new cell from the old one."""
    _, activity, at, who, constant, deadline = COLUMNS[sliced.name]
    activities = sorted({row[activity] for row in sliced.lines})
    values = sorted({row[constant] for row in sliced.lines} - {""})

    def other(known: list[str]) -> Callable[[str], str]:
        return lambda old: next(one for one in known if one != old)

    def moved(days: float) -> Callable[[str], str]:
        return lambda old: (datetime.fromisoformat(old) + timedelta(days=days)).isoformat(" ")

    found = {
        "another value": (constant, other(values)),
        "no value": (constant, lambda old: ""),
        "a value of another kind": (constant, lambda old: "see remarks"),
        "another activity": (activity, other(activities)),
        "an activity nobody else has": (activity, lambda old: "Look again"),
        "an earlier time": (at, moved(-3.5)),
        "a later time": (at, moved(0.5)),
    }
    if who is not None:
        found |= {"another person": (who, lambda old: "Somebody else"), "nobody": (who, lambda old: "")}
    if deadline is not None:
        found["another deadline"] = (deadline, moved(-20))
    if sliced.name == "bpic2012":  # there the start of work is an event of its own
        found["another start"] = (at, moved(-0.01))
    return found


def _altered(sliced: Sliced) -> tuple[list[Row], set[str]]:
    """The rows with one cell altered in a case for each alteration, and these cases."""
    case = COLUMNS[sliced.name][0]
    lines = [dict(row) for row in sliced.lines]
    touched: set[str] = set()
    wanted = _alterations(sliced)
    for place, (what, (column, new)) in enumerate(wanted.items()):
        row = next(
            row
            for row in lines[len(lines) * place // len(wanted) :]
            if row[case] not in touched
            and row[column]
            and (what != "another start" or row["lifecycle:transition"] == "START")
        )
        altered = new(row[column])
        assert altered != row[column], what
        row[column] = altered
        touched.add(row[case])
    assert len(touched) == len(wanted)
    return lines, touched


def test_altered_cells_change_their_own_cases_and_nothing_else(engine, sliced, tmp_path):
    lines, touched = _altered(sliced)
    run = sliced.run
    log = replace(run.settings.log, path=str(write_csv(tmp_path / "log.csv", lines)))
    altered = under(Run.of(engine, replace(run.settings, log=log)), run.ruler, run.given.now)
    after = rows(altered)
    for name, counted in sliced.before.items():
        assert without(counted, touched) == without(after[name], touched), name
    assert all(sliced.before[name] != after[name] for name in ("visits", "traits"))
    fresh = Run.of(engine, altered.settings).log  # whatever was fitted before: no cell turns a column into another kind
    assert {a.name: a.type for a in fresh.attributes} == {a.name: a.type for a in run.log.attributes}
