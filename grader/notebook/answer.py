"""The answer of `check`: a page in a notebook's cell, text elsewhere."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console

from grader.messages import Messages
from grader.report import view
from grader.report.model import ExerciseReport
from grader.report.terminal import Terminal, unpadded
from grader.report.view import SYMBOLS, points, printed, told
from grader.report.words import message

WIDTH = 100
TEMPLATES = Path(view.__file__).with_name("templates")


class Stopped(KeyboardInterrupt):
    """Somebody has stopped a check: the cells after it are not run either."""

    def _render_traceback_(self) -> list[str]:
        """Return all that IPython shall show of it."""
        return [str(self)]


@dataclass(frozen=True, repr=False)
class Answer:
    """What was found, and what is to be said besides."""

    exercises: Sequence[ExerciseReport]
    messages: Messages
    remarks: Sequence[str] = ()

    def __repr__(self) -> str:
        file = io.StringIO()
        console = Console(
            file=file, width=WIDTH, highlight=False, force_jupyter=False, force_terminal=False
        )
        for remark in self.remarks:
            console.print(remark, markup=False, soft_wrap=True)
        Terminal(console, self.messages).details(self.exercises)
        return unpadded(file.getvalue().strip("\n"))

    def _repr_html_(self) -> str | None:
        """Return the page; None where the package for it is missing, then the text is shown."""
        try:
            from grader.report.pages import environment
        except ModuleNotFoundError:
            return None

        return (
            environment(TEMPLATES)
            .get_template("cell.html")
            .render(
                language=self.messages.language,
                exercises=self.exercises,
                remarks=self.remarks,
                whole=lambda exercise: len(exercise.tasks) > 1,
                text=lambda section, key, **data: self.messages.text(section, key, data),
                symbols=SYMBOLS,
                points=points,
                printed=printed,
                note=lambda finding: message(finding, self.messages),
                told=lambda task, exercise: told(task, exercise.file, self.messages),
            )
        )
