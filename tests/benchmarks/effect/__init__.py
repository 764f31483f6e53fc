"""Simulated worlds in which an action helped, or did not: how often the verdict says so."""
