"""XES, an event log in XML: one reader for logs whose attributes hold no others, which are most, and one for all."""
