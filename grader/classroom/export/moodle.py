"""Moodle: the grading worksheet of an assignment is filled in; all other cells stay as they are.

Moodle matches headers against its own language, and passes over rows whose date of the last grade
is older than what it has: nothing but the grade and the feedback may change.
"""

from __future__ import annotations

import argparse
import html
import re
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from grader.classroom.export.filled import (
    Filling,
    Template,
    number_of,
    read_template,
    student_of,
    written,
)
from grader.classroom.export.tables import write_bytes
from grader.classroom.policy import Policy, Standing
from grader.classroom.visible import report_for
from grader.kit import UsageError
from grader.messages import Messages
from grader.report.escape import plain
from grader.report.model import Report
from grader.report.words import message, sentence

GRADE = ("Grade", "성적", "점수")
MOST = ("Maximum Grade", "Maximum grade", "최고 성적", "최대 성적", "최고점")
IDENTIFIER = ("Identifier", "식별자", "ID")
WHO = {
    "name": ("Full name", "이름", "성명", "전체 이름"),
    "email": ("Email address", "이메일 주소", "이메일"),
    "key": ("ID number", "학번", "ID 번호"),
}
CHANGEABLE = ("Grade can be changed", "성적을 변경할 수 있음")
FEEDBACK = ("Feedback comments", "피드백 의견", "피드백 댓글")
NO = ("no", "아니오", "아니요")


def to_moodle(
    standings: Sequence[Standing], policy: Policy, options: argparse.Namespace, messages: Messages
) -> Iterator[str]:
    """Fill in grades, scaled to the maximum grade, and a line of feedback for each exercise."""
    template = read_template(options)
    grade, most = template.column(GRADE, options.column), template.column(MOST)
    template.column(IDENTIFIER)
    feedback, changeable = _maybe(template, FEEDBACK), _maybe(template, CHANGEABLE)
    who = {name: at for name, titles in WHO.items() if (at := _maybe(template, titles)) is not None}
    who["moodle"] = template.column(IDENTIFIER)
    filling = Filling(standings, options)
    for row in template.rows[1:]:
        if len(row) <= max(grade, most):
            continue
        student = student_of([_number(cell, at, who) for at, cell in enumerate(row)], who)
        if _is_no(row, changeable):
            filling.fixed.append(student.shown)
            continue
        share = filling.share(student)
        standing = filling.standing(student)
        if share is None or standing is None:
            continue
        row[grade] = _grade(share, row[most])
        if feedback is not None and feedback < len(row):
            report = report_for(standing, policy, time.time(), published=options.published)
            row[feedback] = _feedback(report, messages)
    out = write_bytes(options.out or Path("moodle.csv"), template.data())
    yield messages.text("class", "written", {"path": str(out)})
    yield from filling.told(template.rows[0][grade], messages)


def _maybe(template: Template, names: Sequence[str]) -> int | None:
    try:
        return template.column(names)
    except UsageError:
        return None


def _is_no(row: Sequence[str], column: int | None) -> bool:
    return column is not None and column < len(row) and row[column].strip().casefold() in NO


def _number(cell: str, at: int, who: dict[str, int]) -> str:
    """Return the number at the end of `Participant 123`, in any language."""
    ends = re.search(r"\d+$", cell.strip()) if at == who["moodle"] else None
    return ends[0] if ends is not None else cell


def _grade(share: float, most: str) -> str:
    """Return a grade as the maximum is written. Raises UsageError for a scale of words."""
    number = number_of(most)
    if number is None:
        raise UsageError("usage.moodle_scale", found=most)
    return written(share * number, most)


def _feedback(report: Report, messages: Messages) -> str:
    """Return HTML with a line for each exercise: points, notes, and the first that is wrong."""
    lines = []
    for exercise in report.exercises:
        parts = [f"{exercise.id}: {exercise.points:g} / {exercise.max_points:g}"]
        parts += [message(note, messages) for note in exercise.notes]
        findings = [one for task in exercise.tasks for one in task.findings]
        wrong = next((one for one in findings if one.status in ("fail", "limit")), None)
        if wrong is not None:
            parts.append(sentence(wrong, messages))
        told = " · ".join(plain(part) for part in parts)
        lines.append(html.escape(told).replace("\n", "<br>"))
    return "<br>".join(lines)
