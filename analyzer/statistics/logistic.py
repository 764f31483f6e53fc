"""Logistic regression on aggregated cells, and the likelihood-ratio test of an added term."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
MOST_STEPS = 100
SETTLED = 1e-10  # a step in the log-likelihood below this, relative to its size, ends the iteration
LARGEST_STEP = 5.0  # in any coefficient; longer steps overshoot on sparse cells


@dataclass(frozen=True)
class LogisticFit:
    """Coefficients (log odds ratios), their covariance, the (penalised) log-likelihood, and whether it settled.

    `settled` is False where cells separate the outcomes: coefficients then run away and only the likelihood is of use.
    """

    coefficients: Floats
    covariance: Floats
    log_likelihood: float
    settled: bool

    @property
    def standard_errors(self) -> Floats:
        """Square roots of the covariance's diagonal."""
        return np.sqrt(np.diag(self.covariance))


def fit_logistic(design: ArrayLike, bad: ArrayLike, good: ArrayLike, firth: bool = False) -> LogisticFit:
    """Logistic regression of bad against good by iteratively reweighted least squares.

    Grain: `design` (cells, terms) holds one row a pattern, with its own column of ones where an intercept is wanted;
    `bad` and `good` (cells,) count the visits of each pattern (weights allowed). Unit: log odds ratios.
    Formula: maximises Σ bad·ln p + good·ln(1−p), logit p = Xβ, by Newton steps, halved where they do not improve.
    With `firth`, ½·ln|X'WX| is added (Jeffreys' prior), which keeps coefficients finite when a cell is empty.
    Raises ValueError for shapes that do not fit, negative counts, no visits, or columns that depend on each other.
    Not to be trusted for clustered visits, nor unless `settled`.
    Source: McCullagh & Nelder (1989), Generalized Linear Models, ch. 4; Firth (1993), Biometrika 80:27; Heinze &
    Schemper (2002), Stat. Med. 21:2409.
    """
    x, y, n = _cells(design, bad, good)
    beta = np.zeros(x.shape[1])
    likelihood = _likelihood(x, y, n, beta, firth)
    settled = False
    for _ in range(MOST_STEPS):
        step = _step(x, y, n, beta, firth)
        step *= min(1.0, LARGEST_STEP / max(float(np.abs(step).max()), LARGEST_STEP))
        reached = _likelihood(x, y, n, beta + step, firth)
        while reached < likelihood and float(np.abs(step).max()) > 1e-12:
            step /= 2
            reached = _likelihood(x, y, n, beta + step, firth)
        gained = reached - likelihood
        if gained >= 0:
            beta, likelihood = beta + step, reached
        if abs(gained) <= SETTLED * (abs(likelihood) + 1):
            settled = float(np.abs(step).max()) < 1e-3
            break
    return LogisticFit(beta, np.asarray(np.linalg.pinv(_information(x, n, beta)), float), likelihood, settled)


@dataclass(frozen=True)
class LikelihoodRatio:
    """Twice the gain in log-likelihood, its degrees of freedom, and the p-value of the χ² distribution."""

    statistic: float
    degrees: int
    p: float


def likelihood_ratio_test(
    design: ArrayLike, added: ArrayLike, bad: ArrayLike, good: ArrayLike, firth: bool = False
) -> LikelihoodRatio:
    """Does a term say more about who is bad than the terms already in the model?

    Grain: `design` (cells, terms) as in `fit_logistic`, `added` (cells,) or (cells, more terms).
    Formula: 2·(l(with) − l(without)) against χ² with the number of added terms as degrees of freedom. With `firth` both
    are penalised by the information of the larger model, the added coefficients held at 0 in the smaller.
    An added term that the others already hold gives statistic 0 and p = 1. Raises ValueError as `fit_logistic`.
    Not to be trusted with fewer than about five bad visits a term, nor for clustered visits.
    Source: Wilks (1938), Ann. Math. Stat. 9:60; Heinze & Schemper (2002), Stat. Med. 21:2409.
    """
    x = np.asarray(design, float)
    more = np.asarray(added, float).reshape(len(x), -1)
    both = np.hstack([x, more])
    seen = np.asarray(bad, float).ravel() + np.asarray(good, float).ravel() > 0
    degrees = int(np.linalg.matrix_rank(both[seen]) - np.linalg.matrix_rank(x[seen]))
    if degrees == 0:
        return LikelihoodRatio(0.0, 0, 1.0)
    if degrees < more.shape[1]:
        raise ValueError("The added terms depend on each other.")
    from scipy.special import chdtrc

    larger = fit_logistic(both, bad, good, firth)
    smaller = _held(both, x.shape[1], bad, good) if firth else fit_logistic(x, bad, good).log_likelihood
    statistic = max(2 * (larger.log_likelihood - smaller), 0.0)
    return LikelihoodRatio(statistic, degrees, float(chdtrc(degrees, statistic)))


def _held(x: Floats, free: int, bad: ArrayLike, good: ArrayLike) -> float:
    """The penalised log-likelihood with the columns from `free` on held at 0 (the penalty still counts them)."""
    x, y, n = _cells(x, bad, good)
    from scipy.optimize import minimize

    def loss(beta: Floats) -> float:
        return -_likelihood(x, y, n, np.concatenate([beta, np.zeros(x.shape[1] - free)]), True)

    start = fit_logistic(x[:, :free], bad, good, firth=True).coefficients
    return -float(minimize(loss, start, method="BFGS", options={"gtol": 1e-8}).fun)


def _cells(design: ArrayLike, bad: ArrayLike, good: ArrayLike) -> tuple[Floats, Floats, Floats]:
    x, y, z = np.asarray(design, float), np.asarray(bad, float).ravel(), np.asarray(good, float).ravel()
    if x.ndim != 2 or len(x) != len(y) or y.shape != z.shape or bool(np.any((y < 0) | (z < 0))):
        raise ValueError("A logistic regression needs a design (cells × terms) and two counts a cell, none negative.")
    seen = y + z > 0
    x, y, n = x[seen], y[seen], (y + z)[seen]
    if len(x) == 0 or np.linalg.matrix_rank(x) < x.shape[1]:
        raise ValueError("The terms of a logistic regression depend on each other in the visits given.")
    return x, y, n


def _likelihood(x: Floats, y: Floats, n: Floats, beta: Floats, firth: bool) -> float:
    eta = x @ beta
    value = float((y * eta - n * np.logaddexp(0, eta)).sum())
    if firth:
        sign, logarithm = np.linalg.slogdet(_information(x, n, beta))
        value = value + 0.5 * float(logarithm) if sign > 0 else -math.inf
    return value


def _step(x: Floats, y: Floats, n: Floats, beta: Floats, firth: bool) -> Floats:
    risk = _risk(x, beta)
    inverse = np.linalg.pinv(_information(x, n, beta))
    residual = y - n * risk
    if firth:
        leverage = n * risk * (1 - risk) * np.einsum("ij,jk,ik->i", x, inverse, x)
        residual = residual + leverage * (0.5 - risk)
    return np.asarray(inverse @ (x.T @ residual))


def _information(x: Floats, n: Floats, beta: Floats) -> Floats:
    risk = _risk(x, beta)
    return np.asarray((x * (n * risk * (1 - risk))[:, None]).T @ x)


def _risk(x: Floats, beta: Floats) -> Floats:
    return np.asarray(1 / (1 + np.exp(-np.clip(x @ beta, -500, 500))))
