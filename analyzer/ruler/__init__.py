"""The ruler: what is fitted to the data before anything is judged. Calibrate it, keep it, compare two of them."""

from analyzer.ruler.calibrate import calibrate
from analyzer.ruler.compare import Difference, compare_rulers
from analyzer.ruler.keep import kept_ruler, read_ruler, ruler_file, ruler_text, write_ruler

__all__ = [
    "Difference",
    "calibrate",
    "compare_rulers",
    "kept_ruler",
    "read_ruler",
    "ruler_file",
    "ruler_text",
    "write_ruler",
]
