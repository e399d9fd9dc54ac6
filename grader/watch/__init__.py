"""`python -m grader watch`: check an exercise again whenever it is saved, from a warm process."""

from grader.watch.session import watch

__all__ = ["watch"]
