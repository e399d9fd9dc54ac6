"""Tests mirror the package: `tests/run/test_collect.py` tests `grader/run/collect.py`."""
