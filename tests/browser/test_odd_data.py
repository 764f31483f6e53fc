"""Odd data on every page: next to none of it, names that are markup or run from right to left, very long ones, many
stages. Each page on which it shows stands, shows what is written as it is written, runs none of it, and does not stick
out."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from urllib.parse import quote, urlencode

import pytest
import yaml
from playwright.sync_api import Page, expect

from analyzer.jobs.analyse import analyse_project
from tests.browser.conftest import at_rest, go_to, serving
from tests.conftest import ANALYZER
from tests.kept_project import newest

EVIL = "<b>x</b><script>window.bad=1</script>"
IMAGE = "<img src=x onerror=window.bad=1>"
ARABIC = "استلام الطلب (٣)"
HEBREW = 'משלוח: "מהיר"'
QUOTED = "O'Brien's \"=best\" & co."
LONG = "Anlieferungsbestätigungsverfahren" * 6 + "ab"  # 200 letters without a space
COOK = "Cook 👩\u200d🍳 & serve"
ODD_CASE = "7/a\"b'c%2F <i>"
PAGES = (
    "/",
    "/?view=table",
    "/process",
    "/journey",
    "/voice",
    "/blueprint",
    "/cases",
    "/improvement",
    "/improvement?action=new",
    "/nights",
    "/cards",
    "/risk",
    "/compliance",
    "/hypotheses",
    "/review",
    "/data",
    "/data/columns",
    "/data/journey",
    "/data/runs",
    "/audit",
    "/method",
)
# Where the odd thing of a project shows; every page is opened over the odd names.
VOICED = ("/", "/?view=table", "/journey", "/voice", "/blueprint", "/cases", "/improvement", "/risk", "/hypotheses")
STAGED = ("/", "/?view=table", "/process", "/journey", "/voice", "/blueprint", "/cards", "/risk", "/data/journey")
SCANT = tuple(page for page in PAGES if page not in ("/improvement?action=new", "/audit", "/method", "/data/runs"))
SHOWN_ON = {"one_event": SCANT, "one_signal": VOICED, "odd_names": PAGES, "many_stages": STAGED}
START = datetime(2026, 1, 5, 8)


@dataclass
class Odd:
    """A project that is served among others, the pages and cases to look at, and one mismatch of each kind in it."""

    url: str
    name: str
    pages: Sequence[str]
    cases: Sequence[str]
    mismatches: Sequence[str]

    def at(self, address: str) -> str:
        """A page of this project."""
        return f"{address}{'&' if '?' in address else '?'}{urlencode({'project': self.name})}"


def write(folder: Path, stages: list, events: list[dict], signals: list[dict] | None, **more: object) -> Path:
    """A project of plain files."""
    folder.mkdir()
    table(folder / "log.csv", events)
    file = {"name": folder.name, "log": "log.csv", "journey": "journey.yaml", **more}
    if signals is not None:
        table(folder / "signals.csv", signals)
        file["signals"] = ["signals.csv"]
    dump = {"allow_unicode": True, "sort_keys": False}
    (folder / "journey.yaml").write_text(yaml.safe_dump({"journey": folder.name, "stages": stages}, **dump), "utf-8")
    (folder / "project.yaml").write_text(yaml.safe_dump(file, **dump), "utf-8")
    return folder / "project.yaml"


def table(file: Path, rows: list[dict]) -> None:
    with file.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)


def event(case: str, activity: str, hours: float, **more: str) -> dict:
    at = START + timedelta(hours=hours)
    return {"case_id": case, "activity": activity, "timestamp": at.isoformat(), **more}


def signal(case: str, stage: str, hours: float, score: int, comment: str = "") -> dict:
    at = (START + timedelta(hours=hours)).isoformat()
    return {"case_id": case, "timestamp": at, "kind": "csat", "score": score, "stage": stage, "comment": comment}


def one_event(folder: Path) -> tuple[Path, list[str]]:
    stages = [{"name": "Delivery", "activities": ["Deliver"]}]
    return write(folder / "one event", stages, [event("1", "Deliver", 0)], None), ["1"]


def one_signal(folder: Path) -> tuple[Path, list[str]]:
    stages = [{"name": "Delivery", "activities": ["Deliver"]}, {"name": "Never lived", "activities": []}]
    events = [event("1", "Deliver", 0), event("1", "Sign", 2)]
    return write(folder / "one signal", stages, events, [signal("1", "Delivery", 3, 1, "late")]), ["1"]


def odd_names(folder: Path) -> tuple[Path, list[str]]:
    """Forty cases in which every third is slow and its customer unhappy; everything in them is named oddly."""
    stages = [
        {"name": ARABIC, "owner": HEBREW, "activities": [QUOTED, EVIL], "goal": IMAGE},
        {"name": EVIL, "owner": IMAGE, "activities": [COOK, LONG], "touchpoints": [HEBREW], "target": {"within": "2h"}},
        {"name": LONG, "activities": [HEBREW, IMAGE, {"name": ARABIC, "team": EVIL, "partner": QUOTED}]},
    ]
    order = (QUOTED, EVIL, COOK, LONG, HEBREW, ARABIC)
    events, signals = [], []
    for number in range(40):
        case, bad, first = (ODD_CASE if number == 0 else f"{number}/{EVIL}"), number % 3 == 0, number * 20
        names = {"customer_id": (ARABIC, QUOTED, IMAGE)[number % 3], "resource": (HEBREW, EVIL)[number % 2]}
        names["team"] = (ARABIC, LONG)[number % 2]
        names[f"region {EVIL}"] = (ARABIC, IMAGE, LONG, COOK)[number % 4]
        for step, activity in enumerate((*order, *((IMAGE,) if bad else ()))):
            events.append(event(case, activity, first + step * (3 if bad else 0.3), **names))
        comment = f"{ARABIC} {EVIL} {QUOTED}" if bad else f"{HEBREW} ok"
        signals += [signal(case, stage, first + 22, 1 if bad else 5, comment) for stage in (EVIL, LONG)]
    return write(folder / f"odd 'names' {ARABIC} &amp; more", stages, events, signals, case_noun="طلب"), [
        ODD_CASE,
        f"3/{EVIL}",
    ]


def many_stages(folder: Path) -> tuple[Path, list[str]]:
    names = [f"Stage {number} of the fifteen in this journey" for number in range(1, 16)]
    stages = [{"name": name, "activities": [f"Work of {name}"]} for name in names]
    events, signals = [], []
    for case in range(30):
        for step, name in enumerate(names):
            events.append(event(f"c{case}", f"Work of {name}", case * 30 + step))
            signals.append(signal(f"c{case}", name, case * 30 + step + 0.5, 1 + (case + step) % 5))
    return write(folder / "many stages", stages, events, signals), ["c1"]


MADE = (one_event, one_signal, odd_names, many_stages)


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Odd]]:
    """All odd projects, analysed as a server does it, at one server."""
    folder, made = tmp_path_factory.mktemp("odd"), {}
    for make in MADE:
        project, cases = make(folder)
        analyse_project(project, {}, lambda step, share: None)
        found = json.loads((newest(project.parent) / "alignment.json").read_text(encoding="utf-8"))
        kinds = {one["kind"]: one["id"] for one in reversed(found["mismatches"])}
        made[make.__name__] = Odd("", found["name"], SHOWN_ON[make.__name__], cases, list(kinds.values()))
    with serving([ANALYZER, "serve", "--project", str(folder)]) as url:
        yield {name: replace(one, url=url) for name, one in made.items()}


@pytest.fixture(params=[make.__name__ for make in MADE])
def odd(request: pytest.FixtureRequest, house: dict[str, Odd]) -> Odd:
    return house[request.param]


def stands(page: Page, odd: Odd, address: str) -> None:
    """A page is complete, ran nothing of the data, and nothing sticks out of it, wide or narrow."""
    page.set_viewport_size({"width": 1440, "height": 844})
    go_to(page, odd.at(address))
    expect(page.locator("#page h1").first).to_be_visible()
    assert page.evaluate("window.bad") is None
    assert page.locator("#page script, #page b, #page i, #navigation b").count() == 0
    for width in (1440, 390):
        if width != 1440:
            page.set_viewport_size({"width": width, "height": 844})
            at_rest(page)
        wide = page.evaluate("document.documentElement.scrollWidth")
        assert wide <= width, (address, wide, sticking_out(page, width))


def sticking_out(page: Page, width: int) -> list[str]:
    """What is too wide, for the message."""
    script = """width => [...document.querySelectorAll('body *')]
        .filter(one => one.getBoundingClientRect().right > width + 1)
        .slice(0, 6).map(one => one.outerHTML.slice(0, 160))"""
    found: list[str] = page.evaluate(script, width)
    return found


def test_every_page_stands(odd: Odd, watch):
    page = watch().open(odd.url + odd.at("/projects"))
    at_rest(page)
    for path in odd.pages:
        stands(page, odd, path)
    for case in odd.cases:
        stands(page, odd, f"/case/{quote(case, safe='')}")
        expect(page.locator("#page")).to_contain_text(case)
    for mismatch in odd.mismatches:
        stands(page, odd, f"/mismatch/{quote(mismatch, safe='')}")
