"""Facts into words, for terminal, report, pages and digest alike: the same number is written in one way everywhere.

`findings` says mismatches and drivers, `sentences` the whole document, `wording` numbers and names. What is said stands
in `languages`, one file a language; nothing reads a sentence.
"""

from analyzer.words.findings import labelled, told, told_stages

__all__ = ["labelled", "told", "told_stages"]
