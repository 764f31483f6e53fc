"""What Java says of files, memory and disk, as errors for people. Shortened from what Spark 4.0 wrote."""

from __future__ import annotations

import pytest

from analyzer.engine.spark_troubles import trouble
from analyzer.errors import LogError, SettingsError

UNREAD = """An error occurred while calling o65.getResult.
: org.apache.spark.SparkException: Exception thrown in awaitResult:
\tat org.apache.spark.util.SparkThreadUtils$.awaitResult(SparkThreadUtils.scala:53)
Caused by: org.apache.spark.SparkException: [FAILED_READ_FILE.NO_HINT] Encountered error while reading file \
file:///data/rows/part-1.parquet.  SQLSTATE: KD001
Caused by: java.io.IOException: could not decode the dictionary for [case_id] optional binary case_id (STRING)
\tat org.apache.spark.sql.execution.datasources.parquet.VectorizedColumnReader.<init>(VectorizedColumnReader.java:131)
Caused by: java.io.IOException: FAILED_TO_UNCOMPRESS(5)
"""


def test_a_damaged_file_is_named() -> None:
    told = trouble(UNREAD)
    assert isinstance(told, LogError)
    assert (told.where, told.exit_code) == ("file:///data/rows/part-1.parquet", 2)
    assert told.found == "one that cannot be read: FAILED_TO_UNCOMPRESS(5)"
    assert "copy or export it again" in told.do


def test_a_file_that_has_gone_meanwhile_is_named() -> None:
    told = trouble(
        "[FAILED_READ_FILE.FILE_NOT_EXIST] Encountered error while reading file file:///data/part-1.parquet. File does"
        " not exist. It is possible the underlying files have been updated.\n"
        "Caused by: java.io.FileNotFoundException: File file:/data/part-1.parquet does not exist"
    )
    assert told is not None
    assert (told.where, told.found[-14:]) == ("file:///data/part-1.parquet", "does not exist")


@pytest.mark.parametrize(
    ("said", "what"),
    [
        ("Caused by: java.lang.OutOfMemoryError: Java heap space", "memory"),
        (
            "Job aborted: Total size of serialized results of 9 tasks (1.1 GiB) is bigger than"
            " spark.driver.maxResultSize (1024.0 MiB)",
            "memory",
        ),
        ("Caused by: java.io.IOException: No space left on device", "room on its disk"),
    ],
)
def test_what_has_run_out_is_said(said: str, what: str) -> None:
    told = trouble(said)
    assert isinstance(told, SettingsError)
    assert told.expected == f"{what} enough for Spark"


def test_what_may_be_a_fault_of_the_program_stays_one() -> None:
    assert trouble("[CAST_INVALID_INPUT] The value 'x' of the type STRING cannot be cast. SQLSTATE: 22018") is None
