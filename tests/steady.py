"""Hypothesis, the same examples every time and no time limit: a slow machine fails nothing."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

__all__ = ["given", "st"]

settings.register_profile("steady", derandomize=True, deadline=None, max_examples=50)
settings.load_profile("steady")
