"""A project of four orders, small enough to reckon by hand, analysed and kept as a server does.

Local times of Chicago, which is six hours behind UTC. Delivery by hand, from Confirm order to Hand over within 24 h:

| case | region | confirmed to handed over | our verdict | said of Delivery | customer |
|------|--------|--------------------------|-------------|------------------|----------|
| a1   | North  | 23 h                     | good        | NPS 2            | bad      |
| a2   | North  | 33.5 h                   | bad         | CSAT 5           | good     |
| b1   | South  | 10.5 h                   | good        | complaint, NPS 10| bad      |
| ODD  | none   | 48 h 50 min              | bad         | CSAT 1           | bad      |

Order, within 2 h, is bad for a2 (4 h) alone; nobody speaks of it.
"""

from __future__ import annotations

import csv
from pathlib import Path

from analyzer.jobs.analyse import analyse_project

ODD = 'c/1 "<b>" 🙂 %2F'  # a case may be called anything
RTL = "שלום"
PROJECT = """
name: Four orders
log: log.csv
journey: journey.yaml
signals: [{path: signals.csv}]
timezone: America/Chicago
case_noun: order
"""
JOURNEY = """
journey: Ordering
stages:
  - {name: Order, activities: [Place order, Confirm order], target: {within: 2h}}
  - name: Delivery
    activities: [Load truck, Hand over]
    target: {from: Confirm order, to: Hand over, within: 24h}
    promise: {from: Place order, to: Hand over, within: 20h}
"""
LOG = f"""
case_id|customer_id|region|note|team|activity|timestamp
a1|K1|North|plain|Sales|Place order|2026-01-05 09:00
a1|K1|North|plain|Sales|Confirm order|2026-01-05 10:00
a1|K1|North|plain|Depot|Load truck|2026-01-05 12:00
a1|K1|North|plain|Depot|Hand over|2026-01-06 09:00
a2|K1|North|{RTL}|Sales|Place order|2026-01-30 09:00
a2|K1|North|{RTL}|Sales|Confirm order|2026-01-30 13:00
a2|K1|North|{RTL}|Depot|Load truck|2026-01-31 10:00
a2|K1|North|{RTL}|Depot|Hand over|2026-01-31 22:30
b1|K2|South|<i>:"'|Sales|Place order|2026-02-10 09:00
b1|K2|South|<i>:"'|Sales|Confirm order|2026-02-10 09:30
b1|K2|South|<i>:"'|Depot|Load truck|2026-02-10 10:00
b1|K2|South|<i>:"'|Night depot|Hand over|2026-02-10 20:00
{ODD}|K3||🙂|Sales|Place order|2026-03-02 09:00
{ODD}|K3||🙂|Sales|Confirm order|2026-03-02 09:10
{ODD}|K3||🙂|Depot|Load truck|2026-03-02 09:30
{ODD}|K3||🙂|Sales|Call|2026-03-02 11:00
{ODD}|K3||🙂|Depot|Hand over|2026-03-04 10:00
"""
SIGNALS = f"""
case_id|timestamp|kind|score|stage|comment
a1|2026-01-07 10:00|nps|2|Delivery|Seal broken, write to ann@example.com
a2|2026-02-02 10:00|csat|5|Delivery|All well
b1|2026-02-11 10:00|complaint||Delivery|<script>alert(1)</script>
b1|2026-02-12 10:00|nps|10|Delivery|
{ODD}|2026-03-05 10:00|csat|1|Delivery|Far too late
"""


def small_project(folder: Path) -> Path:
    """Write the project's files; the project file."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in (("project.yaml", PROJECT), ("journey.yaml", JOURNEY)):
        (folder / name).write_text(text, encoding="utf-8")
    for name, text in (("log.csv", LOG), ("signals.csv", SIGNALS)):
        rows = [line.split("|") for line in text.strip().splitlines()]
        with (folder / name).open("w", encoding="utf-8", newline="") as stream:
            csv.writer(stream).writerows(rows)
    return folder / "project.yaml"


def kept_run(folder: Path) -> Path:
    """The project analysed and kept; the folder of the run."""
    project = small_project(folder)
    analyse_project(project, {}, lambda step, share: None)
    return newest(folder)


def newest(folder: Path) -> Path:
    """The folder of a project's newest run."""
    return max((folder / ".alignment" / "runs").iterdir(), key=lambda one: one.name)
