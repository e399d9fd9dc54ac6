"""The report as the result that GitHub Classroom's reporter reads from a step of a workflow."""

from __future__ import annotations

import base64
import json
import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import PurePath
from typing import Any

from grader.messages import Messages
from grader.report.escape import JOINT, plain
from grader.report.model import ExerciseReport, Report, TaskReport, withheld
from grader.report.words import sentence

MESSAGE = 1_000
"""Characters of a test's message."""
MOST_TESTS = 400


def classroom_result(report: Report, messages: Messages) -> str | None:
    """Return GitHub Classroom's `result`, in base64; None where nothing could be graded."""
    data = classroom_data(report, messages)
    if data is None:
        return None
    return base64.b64encode(json.dumps(data, ensure_ascii=False).encode()).decode("ascii")


def classroom_data(report: Report, messages: Messages) -> dict[str, Any] | None:
    """Return Classroom's result as plain data; None where there is nothing to be a grade.

    Classroom adds scores up in one place and counts passed tests in another. So each test stands
    for one and the same share of a point, and a task has as many as it has points: both ways
    lead to the same total. What could not be graded is in neither the points nor the maximum.
    """
    shares = [share for e in report.exercises for t in e.tasks if (share := _share(e, t)).most]
    if withheld(report) or not shares:
        return None
    unit = _unit(shares)
    complete = all(share.earned >= share.most for share in shares)
    return {
        "version": 1,
        "status": "error" if report.provisional else "pass" if complete else "fail",
        "max_score": _number(sum((share.most for share in shares), Fraction(0))),
        "tests": [test for share in shares for test in _tests(share, unit, messages)],
    }


@dataclass(frozen=True)
class _Share:
    """What of one task was graded."""

    exercise: ExerciseReport
    task: TaskReport
    earned: Fraction
    most: Fraction


def _share(exercise: ExerciseReport, task: TaskReport) -> _Share:
    graded = [finding for finding in task.findings if finding.status != "error"]
    earned = sum((_exact(finding.points) for finding in graded), Fraction(0))
    most = sum((_exact(finding.max_points) for finding in graded), Fraction(0))
    return _Share(exercise, task, min(earned, most), most)


def _exact(points: float) -> Fraction:
    return Fraction(points).limit_denominator(1000)


def _unit(shares: list[_Share]) -> Fraction | None:
    """Return the largest share of a point that all points are multiples of; None where that
    would make too many tests.
    """
    exact = [points for share in shares for points in (share.earned, share.most)]
    scale = math.lcm(*(one.denominator for one in exact))
    unit = Fraction(math.gcd(*(int(one * scale) for one in exact)), scale)
    tests = sum(share.most for share in shares) / unit
    return unit if tests <= MOST_TESTS else None


def _tests(share: _Share, unit: Fraction | None, messages: Messages) -> Iterator[dict[str, Any]]:
    """Yield the tests of a task: one for each unit of its points, or one for all of them."""
    size = unit or share.most
    parts, passed = int(share.most / size), int(share.earned / size)
    first = _first_sentence(share.task, messages)
    for part in range(parts):
        right = part < passed
        score = share.earned if unit is None else size if right else Fraction(0)
        number = f" {part + 1}/{parts}" if parts > 1 else ""
        yield {
            "name": f"{share.task.id} {share.task.name}{number}",
            "status": "pass" if right else "fail",
            "score": _number(score),
            "message": first if part == passed else "",
            "test_code": "",
            "filename": _uncommanded(PurePath(share.exercise.file).name),
            "line_no": 0,
            "duration": 0,
        }


def _first_sentence(task: TaskReport, messages: Messages) -> str:
    causes = [f for f in task.findings if f.status != "pass" and f.code != "blocked.same_cause"]
    return _uncommanded(sentence(causes[0], messages)) if causes else ""


def _uncommanded(text: str) -> str:
    """Return one line that no reader of a log takes for a command: the reporter prints it."""
    line = " ".join(plain(text, MESSAGE).split())
    return re.sub(r"(?<=[:#])(?=[:#\[])", JOINT, line)


def _number(points: Fraction) -> int | float:
    return points.numerator if points.denominator == 1 else float(points)
