"""Folders for the time of a piece of work: gone when it ends, and soon after it was killed."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

from analyzer.settings.scratch import scratch_folder

HOLD = """
import sys, time
from pathlib import Path
from analyzer.settings.scratch import scratch_folder
with scratch_folder("work-", Path(sys.argv[1])) as folder:
    (folder / "table").write_text("half")
    print(folder.name, flush=True)
    time.sleep(600)
"""


def begun(home: Path) -> tuple[subprocess.Popen[str], str]:
    process = subprocess.Popen([sys.executable, "-c", HOLD, str(home)], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    return process, process.stdout.readline().strip()


def seen(home: Path) -> set[str]:
    return {path.name for path in home.iterdir()}


def test_it_goes_with_its_work(tmp_path):
    with scratch_folder("work-", tmp_path) as folder:
        (folder / "table").write_text("x")
        assert seen(tmp_path) == {folder.name}
    assert seen(tmp_path) == set()


def test_what_was_killed_is_taken_away_by_the_next_and_what_is_at_work_is_not(tmp_path):
    (tmp_path / "work-of-another-kind").write_text("a file")
    killed, left = begun(tmp_path)
    living, held = begun(tmp_path)
    try:
        killed.send_signal(signal.SIGKILL)
        killed.communicate(timeout=60)
        assert {left, held} < seen(tmp_path)
        with scratch_folder("work-", tmp_path) as mine:
            assert seen(tmp_path) == {held, mine.name, "work-of-another-kind"}
            assert (tmp_path / held / "table").read_text() == "half"
    finally:
        living.kill()
        living.communicate(timeout=60)
