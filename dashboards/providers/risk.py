"""The risk register and the price of compliance, for their pages."""

from __future__ import annotations

from analyzer.improvement import Risk
from analyzer.slices.with_catalog import Compliance, compliance_of, risk_register
from dashboards.providers.runs import Provider

__all__ = ["Compliance", "Risk"]


def register(provider: Provider) -> list[Risk]:
    """The risks of the newest run; none where there is no run."""
    return risk_register(provider.catalog(), provider.newest_run(), provider.document())


def compliance(provider: Provider) -> Compliance:
    """What is required, with its price where the newest run shows one."""
    return compliance_of(provider.catalog(), provider.document())
