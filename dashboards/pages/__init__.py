"""Pages: functions from the document to a tree of components, one module an address."""
