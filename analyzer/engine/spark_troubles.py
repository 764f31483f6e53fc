"""What Java raises under Spark where the run cannot go on and the program has no fault: files that cannot be read,
memory or disk that has run out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager

from analyzer.errors import AnalyzerError, LogError, SettingsError

_UNREAD = re.compile(r"\[(?:FAILED|CANNOT)_READ_FILE[^\]]*\][^\n]*? file:? (?P<file>[^\n]+?)[.](?:\s|$)", re.MULTILINE)
_CAUSE = re.compile(r"^Caused by: ([^\n]+)", re.MULTILINE)
_MEMORY = re.compile(r"java[.]lang[.]OutOfMemoryError[^\n]*|Total size of serialized results[^\n]*maxResultSize[^\n]*")
_DISK = re.compile(r"No space left on device|Disk quota exceeded")
_SETTINGS = "spark-defaults.conf, in the folder SPARK_CONF_DIR"


@contextmanager
def told_of_troubles() -> Iterator[None]:
    """Raise LogError for a file that Spark cannot read, and SettingsError where memory or disk has run out; what else
    Java raises stays as it is."""
    from py4j.protocol import Py4JJavaError
    from pyspark.errors import PySparkException

    try:
        yield
    except (Py4JJavaError, PySparkException) as error:
        told = trouble(str(error))
        if told is None:
            raise
        raise told from None


def trouble(said: str) -> AnalyzerError | None:
    """The error for people behind what Java says, with all its causes; None where it may be the program's own."""
    unread, causes = _UNREAD.search(said), _CAUSE.findall(said)
    last = causes[-1].partition(": ")[2] or causes[-1] if causes else ""
    if unread is not None:
        return LogError(
            expected="files that Spark can read to their end",
            found=f"one that cannot be read: {last}" if last else "one that cannot be read",
            where=unread["file"],
            do="copy or export it again, and start the analysis again",
        )
    memory = _MEMORY.search(said)
    if memory is not None:
        return _no_room(
            "memory", memory[0], f"give it more: spark.driver.memory and spark.driver.maxResultSize in {_SETTINGS}"
        )
    disk = _DISK.search(said)
    if disk is not None:
        return _no_room("room on its disk", disk[0], "make room in the folder of temporary files (TMPDIR)")
    return None


def _no_room(what: str, found: str, do: str) -> SettingsError:
    return SettingsError(expected=f"{what} enough for Spark", found=found, where="engine in the project file", do=do)
