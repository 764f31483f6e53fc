"""How long the page of nights takes over a year of them: `python -m tests.benchmarks.nights.page [--nights N]`

Fills a catalog with so many nights, each with the whole document of a project, in one of seven something that is said,
and two people to be told of each. Then a fresh process makes the page, makes it again, and makes its older part: the
seconds of each, of its processor and of the clock, with the JSON that the browser is given. Imports are made before.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from plotly.utils import PlotlyJSONEncoder

from analyzer.catalog import AskedDelivery, ask_deliveries, keep_run, open_catalog
from analyzer.reports import write
from analyzer.settings import load_project
from dashboards.components.address import read_address
from dashboards.components.asked import Asked
from dashboards.pages import nights as desk
from dashboards.providers import Projects
from dashboards.providers.visitor import Visitor
from tests.real_document import example

FIRST = datetime(2025, 1, 1, 2, tzinfo=UTC)
SAID = ("new", "worse", "better", "resolved")
EVERY = 7  # in one night of so many something is said
PEOPLE = ("anna@example.org", "ben@example.org")


def main() -> None:
    """Fill a catalog and look at it from a process that has not seen it."""
    parser = argparse.ArgumentParser(description="The page of nights over a year of them.")
    parser.add_argument("--nights", type=int, default=400)
    parser.add_argument("--look", type=Path, help="the project file of a catalog that was filled")
    given = parser.parse_args()
    if given.look is not None:
        look(given.look)
        return
    with tempfile.TemporaryDirectory() as home:
        project = Path(home) / "project.yaml"
        project.write_text("name: A year\nlog: log.csv\njourney: journey.yaml\n", encoding="utf-8")
        begun = time.perf_counter()
        fill(project, given.nights)
        print(f"{given.nights} nights kept in {time.perf_counter() - begun:.0f} s", flush=True)
        subprocess.run([sys.executable, "-m", __spec__.name, "--look", str(project)], check=True)


def fill(project: Path, nights: int) -> None:
    """Keep so many nights in a project's catalog."""
    document = example()
    ids = [one["id"] for one in document["mismatches"]]
    settings = load_project(project)
    with open_catalog(settings) as catalog, tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        write(document, folder)
        for number in range(nights):
            at = FIRST + timedelta(days=number)
            document["run"] |= {"started": at.isoformat(), "finished": (at + timedelta(minutes=5)).isoformat()}
            said = {SAID[number // EVERY % len(SAID)]: [ids[number % len(ids)]]} if number % EVERY == 0 else {}
            content = {"since": f"night {number - 1}" if number else None, **said, "unchanged": ids, "details": {}}
            (folder / "changes.json").write_text(json.dumps(content), encoding="utf-8")
            run = keep_run(catalog, document, folder, origin="nightly")
            with catalog.writing() as connection:
                ask_deliveries(connection, catalog, [AskedDelivery(run, "email", who, who, {}) for who in PEOPLE])


def look(project: Path) -> None:
    """Make the page and say what it took."""
    projects = Projects([project])
    provider = projects.all[0]
    visitor = Visitor("Vera", "analyst")
    for name, search in (("first", ""), ("again", ""), ("older", "older=300")):
        begun, cpu = time.perf_counter(), time.process_time()
        page = desk.page(Asked(provider, read_address("/nights", search), visitor, projects))
        sent = json.dumps(page, cls=PlotlyJSONEncoder)
        spent = f"{time.process_time() - cpu:.2f} CPU s, {time.perf_counter() - begun:.2f} s"
        print(f"{name}: {spent}, {len(sent) / 1e3:,.0f} kB", flush=True)
    projects.close()


if __name__ == "__main__":
    main()
