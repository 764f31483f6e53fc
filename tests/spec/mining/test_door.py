"""pm4py comes in late, quietly, and without the parts that are never used."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path


def run(program: str, root: Path) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(root)}
    return subprocess.run(
        [sys.executable, "-c", program], env=environment, capture_output=True, text=True, timeout=120, check=True
    )


def test_the_room_can_be_entered_without_pm4py(root: Path) -> None:
    done = run(
        "import sys, analyzer.mining; print([m for m in ('pm4py', 'scipy', 'networkx') if m in sys.modules])", root
    )
    assert done.stdout.strip() == "[]"


def test_a_model_is_made_without_banner_and_without_plotting_libraries(root: Path) -> None:
    program = (
        "import os, sys\n"
        "from analyzer.mining import process_tree\n"
        "process_tree({('a', 'b'): 2})\n"
        "unwanted = ('matplotlib', 'polars', 'openai', 'sklearn')\n"
        "print('pm4py' in sys.modules, [name for name in unwanted if name in sys.modules])\n"
        "print([name for name in os.environ if name.startswith('PM4PY_')])\n"
    )
    done = run(program, root)
    assert done.stdout.splitlines() == ["True []", "[]"]
    assert done.stderr == ""


def test_the_solver_of_linear_programs_comes_in_when_it_is_asked(root: Path) -> None:
    """The least of −x − 2y where x + y ≤ 4 and x ≤ 3 is −8, at (0, 4)."""
    program = (
        "import sys\n"
        "from analyzer.mining import process_tree\n"
        "process_tree({('a', 'b'): 2})\n"
        "print('scipy.optimize' in sys.modules)\n"
        "import numpy as np\n"
        "from pm4py.util.lp import solver\n"
        "rows, most = np.array([[1.0, 1.0], [1.0, 0.0]]), np.array([4.0, 3.0])\n"
        "found = solver.apply([-1.0, -2.0], rows, most, None, None, variant='scipy')\n"
        "print(solver.get_prim_obj_from_sol(found, variant='scipy'))\n"
    )
    assert run(program, root).stdout.splitlines() == ["False", "-8"]
