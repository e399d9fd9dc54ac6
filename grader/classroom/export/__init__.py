"""Grades in the forms of others: each function writes one and returns what to tell."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator, Mapping, Sequence

from grader.classroom.export.canvas import to_canvas
from grader.classroom.export.feedback import to_feedback
from grader.classroom.export.moodle import to_moodle
from grader.classroom.export.tables import to_checks, to_csv
from grader.classroom.policy import Policy, Standing
from grader.messages import Messages

Export = Callable[[Sequence[Standing], Policy, argparse.Namespace, Messages], Iterator[str]]
FORMATS: Mapping[str, Export] = {
    "csv": to_csv,
    "checks": to_checks,
    "canvas": to_canvas,
    "moodle": to_moodle,
    "feedback": to_feedback,
}
"""`gradescope` is no table of grades and is made elsewhere."""
