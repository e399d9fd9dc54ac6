"""The process that grades for a notebook's kernel: `python -m grader.notebook.service`.

It reads one question a line from its input and answers in lines of JSON. So the kernel's own
process is left as it is, and a grader stays warm beside it. It ends when its input does.
"""

from __future__ import annotations

import contextlib
import json
import os
import sys
import tempfile
import threading
from collections.abc import Mapping
from pathlib import Path
from typing import Any, TextIO

from grader.commands import usual_sandbox
from grader.grade import Grader, Options, guarded_by
from grader.kit import Kit
from grader.report.model import Report
from grader.report.stored import to_plain


class Service:
    """Answers questions, one after the other, with one warm launcher for all."""

    def __init__(self, kit: Kit, out: TextIO) -> None:
        from grader.run.choose import choose_launcher

        self._kit, self._out = kit, out
        self._launcher = choose_launcher(usual_sandbox(), guarded_by(kit), spare=True)
        self._graders: dict[str, Grader] = {}

    def answer(self, question: Mapping[str, Any]) -> None:
        """Grade what is asked for and tell what was found, or why that failed."""
        try:
            told: dict[str, Any] = {"report": self._report(question)}
        except Exception as error:
            told = {"failed": f"{type(error).__name__}: {error}"}
        self._tell(told)

    def _report(self, question: Mapping[str, Any]) -> dict[str, Any]:
        selection = [(slug, task) for slug, task in question["selection"]]
        grader = self._grader(question["accuracy"])
        if "files" not in question:
            return plain(grader.grade(self._kit.exercises, selection, self._progress))
        with tempfile.TemporaryDirectory() as folder:
            for name, text in question["files"].items():
                path = Path(folder, selection[0][0], name)
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(text, "utf-8")
            return plain(grader.grade(Path(folder), selection, self._progress))

    def _grader(self, accuracy: str) -> Grader:
        if accuracy not in self._graders:
            options = Options(accuracy=accuracy, sandbox=usual_sandbox(), watching=True)
            self._graders[accuracy] = Grader(self._kit, options, self._launcher)
        return self._graders[accuracy]

    def _progress(self, slug: str, done: int, steps: int) -> None:
        self._tell({"progress": [slug, done, steps]})

    def _tell(self, told: Mapping[str, Any]) -> None:
        with contextlib.suppress(OSError, ValueError):
            self._out.write(json.dumps(told) + "\n")
            self._out.flush()

    def close(self) -> None:
        """End all that runs or was kept running."""
        for grader in self._graders.values():
            grader.give_up()  # else it would be asked again: its runner is lost below
        for grader in self._graders.values():
            grader.__exit__()
        self._launcher.close()


def plain(report: Report) -> dict[str, Any]:
    """Return a report as JSON values."""
    exercises = [to_plain(exercise) for exercise in report.exercises]
    return {"exercises": exercises, "environment": dict(report.environment)}


def main() -> None:
    """Answer until the input ends, in the middle of an answer, too."""
    out = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # nothing else that is printed is an answer
    with tempfile.TemporaryDirectory(
        prefix="grader-notebook-", ignore_cleanup_errors=True
    ) as folder:
        tempfile.tempdir = folder
        service = Service(Kit(), out)
        for line in sys.stdin:
            question = json.loads(line)
            threading.Thread(target=service.answer, args=(question,), daemon=True).start()
        service.close()
    os._exit(0)  # what still grades has nobody to tell


if __name__ == "__main__":
    main()
