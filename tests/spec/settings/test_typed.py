"""Content read as a type by several threads at once, each the first to use that type."""

from __future__ import annotations

import subprocess
import sys

import msgspec
import pytest

from analyzer.settings.typed import as_type

AT_ONCE = """
import threading, time
from typing import TypedDict
from analyzer.settings.typed import as_type

learning = threading.Event()

def slowly():
    learning.set()
    time.sleep(0.5)
    return int

class Inner(TypedDict):
    a: "slowly()"

class Outer(TypedDict):
    inner: Inner
    z: int

content = {"inner": {"a": 1}, "z": 2}
first = threading.Thread(target=as_type, args=(content, Outer, True))
first.start()
learning.wait(10)
assert as_type(content, Outer, strict=True) == content
first.join()
"""


def test_a_type_that_another_thread_is_learning_is_waited_for() -> None:
    """Without a turn for each the process dies of a segmentation fault: return code -11."""
    run = subprocess.run([sys.executable, "-c", AT_ONCE], capture_output=True, text=True, timeout=60)
    assert (run.returncode, run.stderr) == (0, "")


def test_texts_stand_for_numbers_only_where_it_is_allowed() -> None:
    assert as_type({"n": "3"}, dict[str, int], strict=False) == {"n": 3}
    with pytest.raises(msgspec.ValidationError, match=r"Expected `int`, got `str` - at `\$\[...\]`"):
        as_type({"n": "3"}, dict[str, int], strict=True)
