"""What `make engines` says that a run took."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.benchmarks.engines.costs import run_counted

BUSY = "import time\nwhile time.process_time() < 0.6: pass"


def test_processor_time_of_a_child_that_nobody_waits_for_is_counted() -> None:
    """As Java is of Spark: 0.6 s each here, less the last look at either, which may be 0.2 s old and later if busy."""
    begin = f"import subprocess, sys\nsubprocess.Popen([sys.executable, '-c', {BUSY!r}])"
    started = f"{begin}\n{BUSY}\ntime.sleep(1)"
    cost = run_counted([sys.executable, "-c", started])
    assert cost.processor_s > 0.7
    assert cost.clock_s > 1.0
    with pytest.raises(subprocess.CalledProcessError):
        run_counted([sys.executable, "-c", "raise SystemExit(3)"])
