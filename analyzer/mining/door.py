"""How pm4py is let in: late, without its banner, and without the half of it that is never used.

`PM4PY_ENABLE_INTERNAL_IMPORTS=False` is pm4py's own switch: its packages then do not import every module beneath them
(matplotlib and polars among them), which halves what the import costs in time and memory. What is needed is imported by
its full name. Its solver of linear programs, which none of our searches asks, brings scipy.optimize, which costs twice
as much as all the rest: it is imported when it is first asked.
"""

from __future__ import annotations

import importlib
import os
import sys
from collections.abc import Callable
from types import ModuleType
from typing import Any

_SWITCHES = {
    "PM4PY_ENABLE_INTERNAL_IMPORTS": "False",
    "PM4PY_SHOW_PROGRESS_BAR": "False",
    "PM4PY_SHOW_INTERNAL_WARNINGS": "False",
}
_SOLVER = "pm4py.util.lp.variants.scipy_solver"


def open_door() -> None:
    """Import pm4py quietly and lightly; call it before the first `import pm4py.…` of a function."""
    if "pm4py" in sys.modules:
        return
    sys._pm4py_welcome_shown = True  # type: ignore[attr-defined]
    before = {name: os.environ.get(name) for name in _SWITCHES}
    os.environ.update(_SWITCHES)
    sys.modules[_SOLVER] = _later(_SOLVER, "apply", "get_prim_obj_from_sol", "get_points_from_sol")
    try:
        import pm4py  # noqa: F401
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value


def _later(name: str, *functions: str) -> ModuleType:
    """A module of these functions that stands for the one of that name until one of them is called."""
    stand_in = ModuleType(name)

    def call(function: str) -> Callable[..., Any]:
        def called(*given: Any, **named: Any) -> Any:
            if sys.modules.get(name) is stand_in:
                del sys.modules[name]
            return getattr(importlib.import_module(name), function)(*given, **named)

        return called

    for function in functions:
        setattr(stand_in, function, call(function))
    return stand_in
