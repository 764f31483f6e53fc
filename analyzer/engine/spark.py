"""Spark: tables that are kept as Parquet in the scratch folder of this machine."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import ibis
from ibis.expr.types import Table

from analyzer.engine.store import Holds, in_microseconds


class Spark:
    """The tables of one run in the session of the environment, or a local one."""

    def __init__(self, folder: Path, schema: str | None) -> None:
        self.backend = ibis.pyspark.connect()
        self._folder = folder

    def expect(self, events: int, columns: int) -> None:
        """The session has a memory of its own."""

    def create(self, name: str, expression: Table, holds: Holds) -> Table:
        path = self._folder / name
        self.backend.to_parquet(expression, str(path))
        return in_microseconds(self.backend.read_parquet(str(path)))

    def only(self, kept: Table, columns: Sequence[str]) -> Table:
        return kept.select(*columns)

    def append(self, kept: Table, more: Table, name: str) -> Table:
        return ibis.union(kept, self.create(name, more, {}))

    def take(self, name: str, data: Any, schema: Any) -> Table:
        return self.create(name, ibis.memtable(data, schema=schema), {})

    def read_parquet(self, name: str, path: Path) -> Table:
        return in_microseconds(self.backend.read_parquet(str(path)))

    def fetch(self, expression: Table, most: int) -> Any:
        return self.backend.to_pyarrow(expression)

    def write(self, expression: Table, path: Path) -> None:
        import pyarrow.parquet

        batches = self.backend.to_pyarrow_batches(expression)
        with pyarrow.parquet.ParquetWriter(path, batches.schema) as writer:
            for batch in batches:
                writer.write_batch(batch)

    def close(self) -> None:
        self.backend.disconnect()
