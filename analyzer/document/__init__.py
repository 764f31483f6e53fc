"""The outcome of an analysis, typed: what alignment.json holds, and all that report, terminal and pages are drawn from.

`parts/` has the types, `build.document` makes one, `read.read_document` reads one and refuses what is none,
`schema.schema` is the JSON Schema of them (docs/alignment.schema.json).
"""

from analyzer.document.build import DocumentInputs, document
from analyzer.document.parts.whole import FORMAT, AlignmentDocument
from analyzer.document.read import checked, read_document

__all__ = ["FORMAT", "AlignmentDocument", "DocumentInputs", "checked", "document", "read_document"]
