"""The logs whose drafts are measured, and a draft of each from the log alone."""

from __future__ import annotations

import tempfile
from pathlib import Path

from analyzer.engine import open_engine
from analyzer.ingest import Draft, draft
from analyzer.settings import from_arguments
from tests.benchmarks.drafts.tables import TABLES, as_events

SHARED = {
    "helpdesk": "helpdesk.xes.gz",
    "receipt": "receipt.xes.gz",
    "bpic2012": "bpic2012.xes.gz",
    "olist": "olist/log.csv",
}
NAMES = (*SHARED, *TABLES)


def drafted(name: str, shared: Path) -> Draft:
    """The draft of a log as `analyzer init` makes it, without signals, so that nobody's names of stages help."""
    with tempfile.TemporaryDirectory(prefix="drafts-") as folder:
        made = Path(folder) / f"{name}.csv"
        log = shared / SHARED[name] if name in SHARED else as_events(TABLES[name](), made)
        with open_engine() as engine:
            return draft(engine, from_arguments(str(log), "none.yaml", []))
