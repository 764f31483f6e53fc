"""A command's process ends without taking libraries apart: what was said and what was to be done at the end is done."""

from __future__ import annotations

import subprocess
import sys

LAST = """
import atexit, sys
from analyzer.cli.endings import end_at_once
class Kept:
    def __del__(self):
        print("taken apart")
kept = Kept()
ends = end_at_once()
atexit.register(print, "done at the end")
print("said")
"""


def ended(code: str) -> tuple[int, list[str]]:
    found = subprocess.run([sys.executable, "-c", LAST + code], capture_output=True, text=True, timeout=60)
    return found.returncode, found.stdout.splitlines()


def test_what_is_to_be_done_at_the_end_is_done_and_nothing_is_taken_apart():
    assert ended("ends(3); sys.exit(3)") == (3, ["said", "done at the end"])


def test_without_an_exit_code_it_ends_as_every_process():
    assert ended("sys.exit(2)") == (2, ["said", "done at the end", "taken apart"])


def test_nobody_takes_its_last_words():
    assert ended("ends(0); sys.stdout.close(); sys.exit(0)")[0] == 0
