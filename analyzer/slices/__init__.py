"""Slices: a run's tables kept on disk, and every view of the run again for a part of them: a period, a segment, a stage,
some kinds of signal; and single cases."""

from analyzer.slices.kept import FOLDER, Kept, has_tables, keep_tables, open_kept

__all__ = ["FOLDER", "Kept", "has_tables", "keep_tables", "open_kept"]
