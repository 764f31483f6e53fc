"""The right to be forgotten: one customer taken out of everything that a project keeps of its own.

Order: raw data sets, documents and their reports, the catalog, the kept tables; the table that says which cases are the
customer's goes last, so that a work that was broken off is finished by doing it again.
"""

from analyzer.erasure.forgetting import forget
from analyzer.erasure.subject import ErasureOutcome

__all__ = ["ErasureOutcome", "forget"]
