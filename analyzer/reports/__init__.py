"""Reports: the three files that a run leaves behind, drawn from the one document.

`write(document, folder)` writes alignment.json (machine), report.html (people; one file, opens offline) and
mismatches.csv (spreadsheets). The same document gives the same bytes. Of a project the report also tells what is done
to improve, as its catalog knows it.
"""

from analyzer.reports.files import FILES, write

__all__ = ["FILES", "write"]
