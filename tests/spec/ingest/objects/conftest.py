"""An object-centric file in, its tables out."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from analyzer.ingest import read_log
from tests.spec.ingest.conftest import settings_for
from tests.spec.ingest.objects.small_objects import FORMATS


@pytest.fixture
def objects(engine, tmp_path):
    """`objects("log.sqlite", "Order", "Item")`: the small log in that format, with the case and further types."""

    def read(file: str | Path, case: str | None, *others: str, **arguments):
        path = file if isinstance(file, Path) else FORMATS[file](tmp_path / file)
        given = settings_for(path, **arguments)
        return read_log(engine, replace(given, log=replace(given.log, case=case, others=others)))

    return read
