"""The steps of a long work, by name: what is said of them stands in the room of words."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

Step = Literal["reading", "calibrating", "judging", "measuring", "discovering", "writing", "tables", "waiting"]
Progress = Callable[[Step], None]  # is told what is being done
