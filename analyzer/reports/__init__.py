"""Reports: the three files that a run leaves behind, all drawn from the one document.

`write(document, folder)` writes alignment.json (machine), report.html (people; one file, opens offline) and
mismatches.csv (spreadsheets). The same document gives the same bytes.
"""

from analyzer.reports.files import FILES, write

__all__ = ["FILES", "write"]
