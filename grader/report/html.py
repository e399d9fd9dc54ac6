"""One student's feedback as one page of HTML that needs nothing else: no script, no network."""

from __future__ import annotations

import re
from pathlib import Path

from grader.messages import Messages
from grader.report.escape import plain
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
_CODE = re.compile(r"`([^`\n]+)`")


def to_html(report: Report, messages: Messages, title: str = "") -> str:
    """Return the page for one submission. `title` may be any text, a student's name too.

    Needs the package jinja2.
    """
    from jinja2 import Environment, FileSystemLoader, StrictUndefined
    from markupsafe import Markup, escape

    def words(text: str) -> Markup:
        """Show pieces in backticks as code, everything else as the characters that it is."""
        pieces = (escape(piece) for piece in _CODE.split(plain(text)))
        made = [Markup("<code>%s</code>") % p if i % 2 else p for i, p in enumerate(pieces)]
        return Markup("").join(made)

    def text(section: str, key: str, **data: object) -> str:
        return messages.text(section, key, data)

    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(words=words, plain=plain)
    return environment.get_template("feedback.html").render(
        report=report,
        language=messages.language,
        title=title or text("feedback", "title"),
        exercises=[e for e in report.exercises if begun(e) or len(report.exercises) == 1],
        summary=summary(report, messages),
        circumstances=list(circumstances(report, messages)),
        text=text,
        symbols=SYMBOLS,
        points=points,
        printed=printed,
        state=lambda exercise: state(exercise, messages),
        note=lambda finding: message(finding, messages),
        told=lambda task, exercise: told(task, exercise.file, messages),
    )
