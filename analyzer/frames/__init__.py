"""The analysis from Python: tables and files in, one result out that a notebook shows.

`analyzer.align` is this room's `align`; `import analyzer` loads it when it is first asked for.
"""

from analyzer.frames.aligning import align
from analyzer.frames.result import AlignmentResult

__all__ = ["AlignmentResult", "align"]
