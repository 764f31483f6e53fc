"""Process Alignment Analyzer: where a company's view of its process and its customers' view contradict each other.

Read `analyzer/pipeline.py` first: the whole analysis in order, on one screen.
"""

__version__ = "0.1.0"
