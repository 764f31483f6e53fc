"""A small project with a kept run: three cases that one can read, and what becomes of them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from analyzer.cli.main import run

LOG = """\
order_id,activity,timestamp,resource,team,cost,customer_id,region,weight
A-1,Place order,2026-01-05T08:00:00,ann,Sales,1.5,C1,North,3
A-1,"Check, twice",2026-01-05T09:00:00,bob,Credit,2,C1,North,3
A-1,Ship,2026-01-06T08:00:00,cem,Stock,4.25,C1,North,4
A-2,Place order,2026-01-05T10:00:00,ann,Sales,1.5,C2,=South,7
A-2,Ship,2026-01-09T10:00:00,cem,Stock,4.25,C2,=South,7
A-3,Place order,2026-01-07T10:00:00,ann,Sales,1.5,C1,North,9
A-3,Ship,2026-01-07T12:00:00,cem,,4.25,C1,North,9
A-3,Ship,2026-01-07T12:00:00,dan,Stock,4.25,C1,North,9
"""
SIGNALS = """\
order_id,timestamp,kind,score,stage,comment
A-1,2026-01-08T00:00:00,csat,1,Delivery,Far too late
A-1,2026-01-08T01:00:00,csat,5,Ordering,
A-3,2026-01-09T00:00:00,csat,5,Delivery,Fine
"""
JOURNEY = """\
stages:
  - {name: Ordering, owner: Sales, activities: [Place order, "Check, twice"]}
  - {name: Delivery, owner: Stock, activities: [Ship], target: {within: 48h, from: Place order, to: Ship}}
"""
PROJECT = """\
name: Shop & Co
log: {path: log.csv, columns: {case_id: order_id}}
journey: journey.yaml
signals: [{path: signals.csv, columns: {case_id: order_id}}]
timezone: Europe/Berlin
case_noun: order
"""
ALL = (("log.csv", LOG), ("signals.csv", SIGNALS), ("journey.yaml", JOURNEY), ("project.yaml", PROJECT))


def lay_down(folder: Path) -> Path:
    """The project in a folder; its file."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in ALL:
        (folder / name).write_text(text, encoding="utf-8")
    return folder / "project.yaml"


@pytest.fixture(scope="session")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project with one kept run; to be read, not written."""
    file = lay_down(tmp_path_factory.mktemp("shop"))
    assert run(["align", "--project", str(file), "--out", str(file.parent / "out")]) == 0
    return file


@pytest.fixture
def export(shop: Path, tmp_path: Path) -> Callable[..., Path]:
    """Export to a file of that name; gives its path."""

    def call(what: str, name: str, *filters: str) -> Path:
        out = tmp_path / name
        given = [part for one in filters for part in ("--filter", one)]
        assert run(["export", what, "--project", str(shop), "--out", str(out), *given]) == 0
        return out

    return call
