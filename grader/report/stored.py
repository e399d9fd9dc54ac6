"""Reports kept as data: written by this kit, read again by it, in whatever language is asked."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Any

from grader.report.model import ExerciseReport, Finding, TaskReport


def to_plain(report: ExerciseReport) -> dict[str, Any]:
    """Return a report as JSON values, without a word of any language."""
    return dataclasses.asdict(report)


def from_plain(data: Mapping[str, Any]) -> ExerciseReport:
    """Return the report that `to_plain` wrote."""
    return ExerciseReport(
        **{
            **data,
            "tasks": tuple(_task(task) for task in data["tasks"]),
            "notes": tuple(Finding(**note) for note in data["notes"]),
        }
    )


def _task(data: Mapping[str, Any]) -> TaskReport:
    return TaskReport(**{**data, "findings": tuple(Finding(**one) for one in data["findings"])})
