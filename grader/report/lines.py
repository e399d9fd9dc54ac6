"""The report as plain sentences, one to a line: for screen readers, and wherever tables get lost.

Nothing is told by a symbol, a colour or a place on the line.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from grader.messages import Messages
from grader.report.model import ExerciseReport, Report, TaskReport
from grader.report.progress import next_step, standing
from grader.report.view import Layers, Told, printed, state, told
from grader.report.words import message, walls


def to_lines(report: Report, messages: Messages) -> str:
    """Return the whole report, one sentence to a line."""
    return "\n".join(_Lines(messages).of(report)) + "\n"


class _Lines:
    """Writes in one language."""

    def __init__(self, messages: Messages) -> None:
        self._messages = messages

    def of(self, report: Report) -> Iterator[str]:
        if len(report.exercises) > 1:
            yield from map(self._head, report.exercises)
            yield self._text("total", **_points(report))
            yield standing(report, self._messages)
        yield from self.details(report.exercises)
        held = walls(report.environment, self._messages)
        yield from (held,) if held else ()
        if report.provisional:
            yield self._messages.text("ui", "provisional")
        yield next_step(report, self._messages)

    def details(self, exercises: Sequence[ExerciseReport]) -> Iterator[str]:
        for exercise in exercises:
            if len(exercises) == 1 or exercise.status not in ("todo", "pass"):
                yield from self._exercise(exercise)

    def _exercise(self, exercise: ExerciseReport) -> Iterator[str]:
        yield self._head(exercise)
        for note in exercise.notes:
            yield message(note, self._messages)
        for task in exercise.tasks:
            yield self._task(task)
            for one in told(task, exercise.file, self._messages):
                yield from self._told(one)
        lines, more = printed(exercise)
        if lines:
            yield self._messages.text("ui", "printed")
            yield from lines
        if more:
            yield self._messages.text("ui", "printed_more", {"count": more})

    def _head(self, exercise: ExerciseReport) -> str:
        _, words = state(exercise, self._messages)
        title = exercise.titles[self._messages.language]
        return self._text(
            "exercise", id=exercise.id, title=title, status=words, **_points(exercise)
        )

    def _task(self, task: TaskReport) -> str:
        status = self._messages.text("status", task.status)
        return self._text("task", id=task.id, name=task.name, status=status, **_points(task))

    def _told(self, one: Told) -> Iterator[str]:
        yield from one.text.splitlines()
        yield from one.original.splitlines()
        for asked in one.questions:
            yield self._text("question", question=asked)
        if one.layers is not None:
            yield from self._layers(one.layers)
        for place, source in one.places:
            file, _, line = place.rpartition(":")
            yield self._text("place", file=file, line=line, source=source)

    def _layers(self, layers: Layers) -> Iterator[str]:
        yield self._text("layers")
        for number, layer in enumerate(layers.rows):
            if layer.expected:
                continue
            after = layers.rows[number + 1 : number + 2]
            data = {"name": layer.name, "shape": layer.shape, "parameters": layer.parameters}
            yield self._text("departs" if layer.departs else "layer", **data)
            if after and after[0].expected:
                wanted = {"shape": after[0].shape, "parameters": after[0].parameters}
                yield self._text("expected", **wanted)

    def _text(self, key: str, **data: object) -> str:
        return self._messages.text("plain", key, data)


def _points(of: Report | ExerciseReport | TaskReport) -> dict[str, object]:
    return {"earned": f"{of.points:g}", "most": f"{of.max_points:g}"}
