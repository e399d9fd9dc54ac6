"""Where a finding belongs, as a reader of a notebook sees it: `In [7], line 3`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from grader.messages import Messages
from grader.report.model import ExerciseReport, Finding, TaskReport


def in_cells(
    exercise: ExerciseReport, origins: Sequence[tuple[int, int]], messages: Messages
) -> ExerciseReport:
    """Return a report whose places are cells; `origins` gives each line's cell and line in it."""

    def place(line: int | None) -> str:
        cell, own = origins[line - 1] if line and line <= len(origins) else (0, 0)
        return messages.text("notebook", "place", {"cell": cell, "line": own}) if cell else ""

    def moved(finding: Finding) -> Finding:
        steps = finding.data.get("trace") or [[finding.line, finding.data.get("source", "")]]
        named = [[place(line), source] for line, source in steps]
        named = [step for step in named if step[0]]
        line = finding.line if named else None
        return replace(finding, line=line, data={**finding.data, "trace": named})

    def of_task(task: TaskReport) -> TaskReport:
        return replace(task, findings=tuple(map(moved, task.findings)))

    return replace(exercise, tasks=tuple(map(of_task, exercise.tasks)))
