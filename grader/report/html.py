"""One student's feedback as one page of HTML that needs nothing else: no script, no network."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from grader.messages import Messages
from grader.report.model import Report
from grader.report.view import (
    SYMBOLS,
    begun,
    circumstances,
    points,
    printed,
    state,
    summary,
    told,
)
from grader.report.words import message

TEMPLATES = Path(__file__).resolve().parent / "templates"


def to_html(
    report: Report, messages: Messages, title: str = "", remarks: Sequence[str] = ()
) -> str:
    """Return the page for one submission. `title` may be any text, a student's name too;
    `remarks` are sentences that stand first.

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
            symbols=SYMBOLS,
            points=points,
            printed=printed,
            state=lambda exercise: state(exercise, messages),
            note=lambda finding: message(finding, messages),
            told=lambda task, exercise: told(task, exercise.file, messages),
        )
    )
