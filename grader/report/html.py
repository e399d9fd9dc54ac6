"""One student's feedback as one page of HTML that needs nothing else: no script, no network."""

from __future__ import annotations

import base64
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from grader.messages import Messages
from grader.report.model import ExerciseReport, Report, TaskReport
from grader.report.view import (
    SYMBOLS,
    Told,
    begun,
    circumstances,
    every_layer,
    points,
    printed,
    state,
    summary,
    told,
)
from grader.report.words import message

if TYPE_CHECKING:
    from grader.pictures.mine import TaskWork

TEMPLATES = Path(__file__).resolve().parent / "templates"


def to_html(
    report: Report,
    messages: Messages,
    title: str = "",
    remarks: Sequence[str] = (),
    work: Mapping[str, TaskWork] | None = None,
) -> str:
    """Return the page for one submission. `title` may be any text, a student's name too;
    `remarks` are sentences that stand first, `work` is what there is to see of the tasks, by id.

    Needs the package jinja2.
    """
    from grader.report.pages import environment

    def text(section: str, key: str, **data: object) -> str:
        return messages.text(section, key, data)

    return (
        environment(TEMPLATES)
        .get_template("feedback.html")
        .render(
            report=report,
            language=messages.language,
            title=title or text("feedback", "title"),
            exercises=[e for e in report.exercises if begun(e) or len(report.exercises) == 1],
            summary=summary(report, messages),
            remarks=remarks,
            circumstances=list(circumstances(report, messages)),
            text=text,
            work=work or {},
            layers=lambda table: every_layer(table, messages),
            address=lambda png: f"data:image/png;base64,{base64.b64encode(png).decode()}",
            symbols=SYMBOLS,
            points=points,
            printed=printed,
            state=lambda exercise: state(exercise, messages),
            note=lambda finding: message(finding, messages),
            told=lambda task, exercise: _told(task, exercise, messages, (work or {}).get(task.id)),
        )
    )


def _told(
    task: TaskReport, exercise: ExerciseReport, messages: Messages, work: TaskWork | None
) -> Iterator[Told]:
    """Yield what there is to say, without the layers that stand in a table of all layers."""
    whole = work.table.call if work is not None and work.table is not None else None
    for one in told(task, exercise.file, messages):
        yield replace(one, layers=None) if whole and one.call == whole else one
