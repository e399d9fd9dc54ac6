"""The grader of the course kit: `python -m grader`."""

__version__ = "0.1.0"
