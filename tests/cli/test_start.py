"""What the command line loads before it knows that there is work: little, so that help and mistakes are there at once.

Modules are counted, not seconds: a count is the same on every machine.
"""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

WANTED = {"analyzer", "click"}  # all that may be loaded beyond Python's own library
MOST = 250  # modules, Python's own included; numpy alone has about as many

LOADED = """
import json, sys
before = set(sys.modules)
from analyzer.cli.main import run
code = run(sys.argv[1:])
print(json.dumps([code, sorted(set(sys.modules) - before)]))
"""


def _loaded(*arguments: str) -> tuple[int, list[str]]:
    ended = subprocess.run([sys.executable, "-c", LOADED, *arguments], capture_output=True, text=True, check=True)
    code, modules = json.loads(ended.stdout.splitlines()[-1])
    return code, modules


def _packages(modules: list[str]) -> set[str]:
    """The packages of some modules, without those of Python's own library."""
    tops = {name.partition(".")[0] for name in modules}
    return {top for top in tops if top not in sys.stdlib_module_names and not top.startswith("_")}


@pytest.mark.parametrize(
    "arguments",
    [
        ["--help"],
        ["--version"],
        ["align", "--help"],
        ["serve", "--help"],
        ["worker", "--help"],
        ["init", "--help"],
        ["runs", "--help"],
        ["user", "--help"],
    ],
)
def test_help_loads_nothing_that_works_on_data(arguments):
    code, modules = _loaded(*arguments)
    assert code == 0
    assert _packages(modules) == WANTED
    assert len(modules) < MOST


@pytest.mark.parametrize(
    "arguments",
    [["algin"], ["align", "--lgo", "x"], ["align", "--log", "no.csv", "--journey", "no.yaml", "--out", "out"]],
)
def test_a_mistake_in_the_arguments_is_said_before_anything_is_loaded(arguments):
    code, modules = _loaded(*arguments)
    assert code == 2
    assert _packages(modules) == WANTED
