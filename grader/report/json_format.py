"""The report as JSON, schema 1."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from grader.messages import Messages
from grader.report.model import ExerciseReport, Finding, Report, TaskReport
from grader.report.words import sentence


def to_json(report: Report, messages: Messages) -> str:
    """Return the report as one JSON document."""
    return json.dumps(as_data(report, messages), ensure_ascii=False, indent=2) + "\n"


def as_data(report: Report, messages: Messages) -> dict[str, Any]:
    """Return the report as plain data."""
    return {
        "schema": 1,
        "lang": messages.language,
        "submission": report.submission,
        "points": report.points,
        "max_points": report.max_points,
        "provisional": report.provisional,
        "seconds": round(report.seconds, 3),
        "environment": _environment(report.environment, messages),
        "exercises": [_exercise(exercise, messages) for exercise in report.exercises],
    }


def _environment(environment: Mapping[str, Any], messages: Messages) -> dict[str, Any]:
    """Return the environment, with what was in force while the code ran in plain words."""
    protections = [
        {"id": name, "held": held, "message": messages.text("protection", name)}
        for name, held in environment.get("protections", ())
    ]
    return {**environment, "protections": protections}


def _exercise(exercise: ExerciseReport, messages: Messages) -> dict[str, Any]:
    return {
        "id": exercise.id,
        "slug": exercise.slug,
        "title": exercise.titles[messages.language],
        "file": exercise.file,
        "status": exercise.status,
        "points": exercise.points,
        "max_points": exercise.max_points,
        "seconds": round(exercise.seconds, 3),
        "notes": [_finding(note, messages) for note in exercise.notes],
        "printed": exercise.printed,
        "tasks": [_task(task, messages) for task in exercise.tasks],
    }


def _task(task: TaskReport, messages: Messages) -> dict[str, Any]:
    return {
        "id": task.id,
        "name": task.name,
        "status": task.status,
        "points": task.points,
        "max_points": task.max_points,
        "findings": [_finding(finding, messages) for finding in task.findings],
    }


def _finding(finding: Finding, messages: Messages) -> dict[str, Any]:
    return {
        "check": finding.check,
        "group": finding.group,
        "status": finding.status,
        "code": finding.code,
        "mistake": finding.mistake,
        "also": finding.also,
        "points": finding.points,
        "max_points": finding.max_points,
        "line": finding.line,
        "message": sentence(finding, messages),
        "data": dict(finding.data),
    }
