"""The truth benchmark: event logs, journeys and signals of which it is known what is in them.

`make.py` writes one data set with planted mismatches and drivers (or with nothing planted) and returns its `Truth`;
the runner analyses each and scores what was listed against what is true. `python -m tests.benchmarks.truth --help`.

The generator knows nothing of the analyser: it uses numpy and pandas only, and draws every set from (sort, number).
"""
