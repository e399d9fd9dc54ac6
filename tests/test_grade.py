"""What goes wrong around the judging is reported as the grader's fault and costs nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from grader import grade
from grader.grade import Grader, Options


def test_a_fault_while_reading_is_an_error_and_the_next_exercise_is_graded(
    kit, launcher, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
):
    read = grade.read_submission

    def fails_once(folder, filename, *rest):
        if filename == "double_it.py":
            raise PermissionError("no entry")
        return read(folder, filename, *rest)

    monkeypatch.setattr(grade, "read_submission", fails_once)
    grader = Grader(kit, Options(accuracy="none", seed=1), launcher)
    report = grader.grade(kit.solutions, [(slug, None) for slug in kit.slugs])
    first, second = report.exercises
    assert (first.status, first.points, second.status) == ("error", 0, "pass")
    (why,) = {f.data["why"] for task in first.tasks for f in task.findings}
    assert why == "PermissionError: no entry"
    assert report.provisional
