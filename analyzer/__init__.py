"""Process Alignment Analyzer: where a company's view of its process and its customers' view contradict each other.

    import analyzer
    result = analyzer.align(log, journey, signals)   # paths, or tables of pandas, pyarrow, polars, DuckDB, Ibis

Read `analyzer/pipeline.py` first: the whole analysis in order, on one screen.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from analyzer.errors import AnalyzerError
    from analyzer.frames import AlignmentResult, align

__version__ = "0.2.0"
__all__ = ["AlignmentResult", "AnalyzerError", "__version__", "align"]

_FROM = {"align": "analyzer.frames", "AlignmentResult": "analyzer.frames", "AnalyzerError": "analyzer.errors"}


def __getattr__(name: str) -> Any:
    """What is loaded when it is first asked for, so that `import analyzer` costs nothing."""
    if name not in _FROM:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(_FROM[name]), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
