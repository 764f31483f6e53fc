"""What once ended in a fault of the program, or took memory and time without end: through the console, as people do."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.cli.test_refusals import STOPPED
from tests.conftest import ANALYZER, PATIENCE

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals and names of files as Linux has them")
HEAD = "case_id,activity,timestamp\n"
JOURNEY = "stages: [{name: Order, activities: [A]}]\n"


def align(folder: Path, log: str, *more: str) -> list[str]:
    (folder / "journey.yaml").write_text(JOURNEY)
    return [ANALYZER, "align", "--log", log, "--journey", "journey.yaml", "--out", "out", *more]


@dataclass(frozen=True)
class Used:
    """What a process used."""

    cpu_s: float
    peak_kb: int


# A process begins with the peak of memory of the one that it was copied from: a small one stands between.
WATCH = """
import json, os, subprocess, sys
running = subprocess.Popen(sys.argv[1:], stdout=2)
_, status, used = os.wait4(running.pid, 0)
print(json.dumps([os.waitstatus_to_exitcode(status), used.ru_utime + used.ru_stime, used.ru_maxrss]))
"""


def watched(command: list[str], folder: Path) -> tuple[int, str, Used]:
    """How a command ended, what it said, and what it used."""
    with (folder / "said").open("wb") as said:
        small = subprocess.run(
            [sys.executable, "-S", "-c", WATCH, *command], cwd=folder, stdout=subprocess.PIPE, stderr=said, check=True
        )
    code, cpu_s, peak_kb = json.loads(small.stdout)
    return code, (folder / "said").read_text(errors="replace"), Used(cpu_s, peak_kb)


def test_a_path_that_is_no_utf_8_is_refused(tmp_path: Path) -> None:
    name = os.fsdecode(b"l\xffg.csv")
    (tmp_path / name).write_text(HEAD + "1,A,2026-03-02 09:00:00\n1,A,2026-03-03 09:00:00\n")
    code, said, _ = watched(align(tmp_path, name), tmp_path)
    assert code == 2
    assert "Expected: the event log: a path in UTF-8" in said
    assert "l\\xffg.csv" in said


def test_one_line_of_two_hundred_megabytes_is_refused_in_the_memory_of_any_file(tmp_path: Path) -> None:
    """It was held whole several times over: 4.4 GB of memory for 1 GB."""
    with (tmp_path / "log.csv").open("wb") as file:
        file.write(HEAD.encode())
        for _ in range(200):
            file.write(b"y" * 1_000_000)
    code, said, used = watched(align(tmp_path, "log.csv"), tmp_path)
    assert code == 2
    assert "no row longer than 4 MB" in said
    assert used.peak_kb < 450_000
    assert not (tmp_path / "out").exists()


def test_names_of_twenty_thousand_letters_cost_no_more_than_short_ones(tmp_path: Path) -> None:
    """A figure measured all of them anew for each letter that it left out: 36 seconds."""
    names = ("A", "B" * 20_000, "C " * 8_000)
    rows = [
        f"{case},{name},2026-03-{1 + case % 20:02} 0{hour}:00:00"
        for case in range(60)
        for hour, name in enumerate(names)
    ]
    (tmp_path / "log.csv").write_text(HEAD + "\n".join(rows) + "\n")
    code, said, used = watched(align(tmp_path, "log.csv"), tmp_path)
    assert code == 0, said
    assert used.cpu_s < 15


def test_sixty_four_stages_are_a_journey(tmp_path: Path) -> None:
    """So many ended as a fault of the program once."""
    lines = [f"{case},S{no},2026-03-02 09:{no % 60:02}:{case:02}\n" for case in range(3) for no in range(64)]
    (tmp_path / "log.csv").write_text(HEAD + "".join(lines))
    command = align(tmp_path, "log.csv")
    stages = ", ".join(f"{{name: Stage {no}, activities: [S{no}]}}" for no in range(64))
    (tmp_path / "journey.yaml").write_text(f"stages: [{stages}]\n")
    code, said, _ = watched(command, tmp_path)
    assert code == 0, said
    assert len(json.loads((tmp_path / "out" / "alignment.json").read_text())["stages"]) == 64


@pytest.mark.parametrize("moment", ["at once", "under way"])
def test_ctrl_c_ends_it_without_a_word_too_many(inputs: Path, tmp_path: Path, root: Path, moment: str) -> None:
    arguments = ["align", "--project", str(inputs), "--out", str(tmp_path / "out")]
    running = subprocess.Popen(
        [sys.executable, "-c", STOPPED, *arguments], cwd=root, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    assert running.stdout is not None
    if moment == "under way":
        assert running.stdout.readline() == "under way\n"
    else:
        time.sleep(0.3)
    running.send_signal(signal.SIGINT)
    _, err = running.communicate(timeout=PATIENCE)
    assert running.returncode in (130, -signal.SIGINT)
    if moment == "under way":
        assert err.strip() == "Stopped."
    assert "fault of the program" not in err
    assert not (tmp_path / "out").exists()
