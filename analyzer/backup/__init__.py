"""A project whole in one file, and back: the catalog's rows and the files beside it.

The file is a .tar.gz with `project/…` (files, as they lie beside the project file), `catalog/<table>.jsonl` and, last,
`manifest.json` with the size and SHA-256 of everything before it.
"""

from analyzer.backup.making import back_up
from analyzer.backup.restoring import restore

__all__ = ["back_up", "restore"]
