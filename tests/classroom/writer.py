"""Writes grades without end, and says each that is safe: to be killed at any moment."""

from __future__ import annotations

import sys
from pathlib import Path

from grader.classroom.discover import Found, Handed
from grader.classroom.gradebook import writing
from grader.classroom.model import Graded, Student
from grader.report.model import ExerciseReport, Finding, TaskReport


def graded(points: float, status: str = "pass") -> Graded:
    finding = Finding("values", status, "pass", points, 2.0, {"why": "because"})
    tasks = (TaskReport("1.1", "double", (finding,), 2.0),)
    titles = {"en": "Double", "ko": "두 배"}
    return Graded(ExerciseReport("01", "01_double_it", titles, "double_it.py", tasks, 0.5))


def found(student: str, text: str) -> Found:
    handed = Handed("01_double_it", "double_it.py", {"double_it.py": text.encode()}, None)
    return Found(Student(student), {"01_double_it": handed})


def main() -> None:
    with writing(Path(sys.argv[1])) as gradebook:
        command = gradebook.begin("check", {})
        for number in range(1_000_000):
            gradebook.hand_in(found(f"s{number % 7}", f"{sys.argv[2]} {number}"), command, {})
            newest = max(entry.id for entry in gradebook.entries({"01_double_it": "k"}))
            gradebook.record(newest, f"k{number}", command, graded(1.0))
            print(number, flush=True)


if __name__ == "__main__":
    main()
