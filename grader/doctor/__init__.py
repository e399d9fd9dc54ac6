"""`python -m grader doctor`: what this machine has, what it lacks, and the one thing to do."""

from grader.doctor.command import doctor

__all__ = ["doctor"]
