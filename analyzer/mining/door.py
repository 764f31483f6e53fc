"""How pm4py is let in: late, without its banner, and without the half of it that is never used.

`PM4PY_ENABLE_INTERNAL_IMPORTS=False` is pm4py's own switch: its packages then do not import every module beneath them
(matplotlib and polars among them), which halves what the import costs in time and memory. What is needed is imported by
its full name.
"""

from __future__ import annotations

import os
import sys

_SWITCHES = {
    "PM4PY_ENABLE_INTERNAL_IMPORTS": "False",
    "PM4PY_SHOW_PROGRESS_BAR": "False",
    "PM4PY_SHOW_INTERNAL_WARNINGS": "False",
}


def open_door() -> None:
    """Import pm4py quietly and lightly; call it before the first `import pm4py.…` of a function."""
    if "pm4py" in sys.modules:
        return
    sys._pm4py_welcome_shown = True  # type: ignore[attr-defined]
    before = {name: os.environ.get(name) for name in _SWITCHES}
    os.environ.update(_SWITCHES)
    try:
        import pm4py  # noqa: F401
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value
