"""The types of alignment.json, a module a part. mypy reads them, the published schema is made from them
(docs/alignment.schema.json), and the reader refuses what does not fit them.

`…Section` is a key of the whole, `…Row` an entry of a list or a value that stands in several places. Where a measure
has no data, it is None.
"""
