"""The customers: one row each, with what stays the same over all of a customer's orders."""

import numpy as np
import pandas as pd

from . import plan
from .chance import Draws


def draw_customers() -> pd.DataFrame:
    """One row a customer; `weight` says how often it orders, `temper` how easily it is unhappy."""
    draws, n = Draws("customers"), plan.CUSTOMERS
    segment = draws.choose(n, list(plan.SEGMENTS), list(plan.SEGMENTS.values()))
    region = draws.choose(n, list(plan.REGIONS), list(plan.REGIONS.values()))
    strict_share = np.array([plan.STRICT.get(name, plan.STRICT_ELSEWHERE) for name in region])
    strict = draws.happens(strict_share, n)
    group_share = np.array([plan.GROUP_CONTRACT.get(name, plan.GROUP_CONTRACT_ELSEWHERE) for name in segment])
    terms_strict = draws.choose(n, plan.TERMS, plan.TERMS_STRICT)
    terms_standard = draws.choose(n, plan.TERMS, plan.TERMS_STANDARD)
    return pd.DataFrame(
        {
            "customer_id": [f"C{number:04d}" for number in range(1, n + 1)],
            "weight": draws.spread(n, [(0, 0.3), (0.5, 1.0), (0.9, 2.2), (1, 4.0)]),
            "segment": segment,
            "region": region,
            "prepayment_policy": np.where(strict, "strict", "standard"),
            "payment_terms": np.where(strict, terms_strict, terms_standard),
            "contract": np.where(draws.happens(group_share, n), "Group", "Single"),
            "due_hour": draws.choose(n, ("10", "11", "12"), (0.25, 0.5, 0.25)).astype(int),
            "temper": draws.between(n, 1 - plan.TEMPER, 1 + plan.TEMPER),
        }
    )
