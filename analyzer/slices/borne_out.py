"""Notes that the data came to support: since when the place that a note names is a driver."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from analyzer.catalog import Catalog, Run, latest, runs
from analyzer.document import read_document
from analyzer.improvement import NotePlaces
from analyzer.journey import load_journey
from analyzer.tables.field_note import BorneOut, FieldNote

AT_ONCE = 200  # runs that are looked at
ACTIVITY_KEYS = ("activity", "from", "to")  # of a driver, that name an activity


def borne_out(catalog: Catalog, notes: Sequence[FieldNote], run: Run | None) -> dict[str, BorneOut]:
    """Note → the supported driver of the newest run (`run`) that says the same, and since when.

    A driver says the same where it names the note's activity, and the note's stage is that in which the cause lies or
    that of the mismatch. Notes without stage or activity say too little. The day is that of the last event that the
    first run of the unbroken line back from now had read: the moment of looking, in the project's zone. Of the newest
    200 runs; an older one is dated by the oldest of them. Raises OSError where a kept document cannot be read.
    """
    wanted = [note for note in notes if note.line.stage and note.line.activity]
    if run is None or not wanted or not (run.folder / "alignment.json").is_file():
        return {}
    kept = [one for one in runs(catalog, AT_ONCE) if (one.folder / "alignment.json").is_file()]
    zone, found = ZoneInfo(catalog.settings.timezone), {}
    for note in wanted:
        assert note.line.stage is not None
        assert note.line.activity is not None
        place = (note.line.stage, note.line.activity)
        mismatch = _places(run.folder).get(place)
        if mismatch is None:
            continue
        since = run
        for older in kept:
            if older.number < run.number:
                if place not in _places(older.folder):
                    break
                since = older
        on = (since.last_at or since.started_at).astimezone(zone).date()
        taken = note.added_at.astimezone(zone).date()
        found[note.id] = BorneOut(mismatch, on, note.line.said_on < on, taken if taken > on else None)
    return found


@lru_cache(maxsize=512)
def _places(folder: Path) -> Mapping[tuple[str, str], str]:
    """(stage, activity) → the first mismatch with such a driver; a kept run never changes."""
    content: dict[str, Any] = json.loads((folder / "alignment.json").read_text(encoding="utf-8"))
    found: dict[tuple[str, str], str] = {}
    for mismatch in content["mismatches"]:
        for driver in mismatch["drivers"]:
            for stage in (driver.get("stage"), mismatch.get("stage")):
                for key in ACTIVITY_KEYS:
                    if stage and driver.get(key):
                        found.setdefault((stage, driver[key]), mismatch["id"])
    return found


def places_of(catalog: Catalog) -> NotePlaces:
    """What a note of this project may speak of: the stages and activities of its journey, the activities and the
    mismatches of its newest run. Raises SettingsError where the journey cannot be read."""
    settings = catalog.settings
    journey = load_journey(settings.resolve(settings.journey))
    run = latest(catalog)
    content = read_document(run.folder / "alignment.json") if run else None
    activities: dict[str, str | None] = {one.name: stage.name for stage in journey.stages for one in stage.activities}
    for row in content["process"]["activities"] if content else []:
        activities.setdefault(row["activity"], None)
    mismatches = [mismatch["id"] for mismatch in content["mismatches"]] if content else []
    return NotePlaces([stage.name for stage in journey.stages], activities, mismatches)
