"""Object-centric logs (OCEL): files → five plain tables → one row an event of a case, once an object type is the case.

`object_log` holds the tables, `sqlite_log`, `xml_log` and `json_log` fill them piece by piece, `flattened` makes cases
of them, `object_types` says what each type would give.
"""
