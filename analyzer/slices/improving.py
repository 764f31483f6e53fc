"""What is done to improve, as a run that is about to be kept knows it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import cast
from zoneinfo import ZoneInfo

from analyzer.catalog import Catalog, find_kata, list_actions, list_hypotheses, list_notes, run_to_be
from analyzer.document import AlignmentDocument
from analyzer.improvement import ImprovingSummary, cards
from analyzer.reports.machine import document_json
from analyzer.slices.borne_out import borne_out
from analyzer.slices.effects import verdicts
from analyzer.slices.registers import compliance_of, risk_register
from analyzer.slices.reviews import review_of

DOCUMENT = "alignment.json"


def improving_of(catalog: Catalog, document: AlignmentDocument, tables: Path) -> ImprovingSummary:
    """The summary of a run that is not kept yet; `tables`: the folder of its tables (`tables_folder`), beside which the
    document is put. Days are those of the data: the same run over the same catalog gives the same. Raises InputError
    where a kept document cannot be read."""
    folder = tables.parent
    (folder / DOCUMENT).write_text(document_json(document), encoding="utf-8")
    run = run_to_be(catalog, document, folder)
    zone = ZoneInfo(catalog.settings.timezone)
    today = (run.last_at or run.started_at).astimezone(zone).date()
    actions, notes = list_actions(catalog), list_notes(catalog)
    known = verdicts(catalog, actions, run)
    price, true = compliance_of(catalog, document), borne_out(catalog, notes, run)
    month, titles = review_of(catalog, None, run, today)
    before, older = review_of(catalog, f"{today.replace(day=1) - timedelta(days=1):%Y-%m}", run, today)
    return ImprovingSummary(
        today=today,
        cards=cards(actions, document["mismatches"], today, known, zone, catalog.settings.worth),
        katas={one.id: find_kata(catalog, one.id) for one in actions},
        risks=risk_register(catalog, run, document),
        prices=price.prices,
        free=[cast("Mapping[str, str]", row) for row in price.free],
        came_true=[(note, true[note.id]) for note in notes if note.id in true and true[note.id].first],
        hypotheses=list_hypotheses(catalog),
        month=month,
        last_month=before,
        titles={**older, **titles},
        owners=sorted({stage["owner"] for stage in document["stages"] if stage["owner"] and stage["visits"]}),
    )
