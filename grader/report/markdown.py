"""One student's feedback as Markdown, for any page that shows GitHub's kind of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from grader.messages import Messages
from grader.report.escape import block, cell, code, inline
from grader.report.model import ExerciseReport, Report, TaskReport
from grader.report.view import (
    SYMBOLS,
    Layer,
    Layers,
    Told,
    begun,
    circumstances,
    points,
    printed,
    state,
    summary,
    told,
)
from grader.report.words import message


def to_markdown(
    report: Report, messages: Messages, title: str = "", remarks: Sequence[str] = ()
) -> str:
    """Return the feedback on one submission. `title` may be any text, a student's name too;
    `remarks` are sentences that stand first.
    """
    blocks = [*overview(report, messages, title, remarks), *exercises(report, messages)]
    return "\n\n".join(blocks) + "\n"


def overview(
    report: Report, messages: Messages, title: str = "", remarks: Sequence[str] = ()
) -> Iterator[str]:
    """Yield the blocks that stand first: points, what is provisional, each exercise in a line."""
    yield f"# {inline(title or messages.text('feedback', 'title'))}"
    yield f"**{inline(summary(report, messages))}**"
    if report.provisional:
        yield f"**{SYMBOLS['error']} {inline(messages.text('ui', 'provisional'))}**"
    yield from map(inline, remarks)
    head = [messages.text("ui", key) for key in ("exercise", "status", "points")]
    rows = [_row(exercise, messages) for exercise in report.exercises]
    if rows:
        yield _table([head, *rows], "--:")
    yield from map(inline, circumstances(report, messages))


def exercises(report: Report, messages: Messages) -> Iterator[str]:
    """Yield the blocks of each exercise that was begun, one text for each exercise."""
    for exercise in report.exercises:
        if begun(exercise) or len(report.exercises) == 1:
            yield "\n\n".join(_exercise(exercise, messages))


def _row(exercise: ExerciseReport, messages: Messages) -> list[str]:
    status, words = state(exercise, messages)
    title = f"{exercise.id} {cell(exercise.titles[messages.language])}"
    earned = points(exercise.points, exercise.max_points)
    return [title, f"{SYMBOLS[status]} {words}", earned]


def _table(rows: list[list[str]], last: str) -> str:
    """Return a table whose cells are Markdown already; `last` says how its last column stands."""
    rule = ["---"] * (len(rows[0]) - 1) + [last]
    return "\n".join(f"| {' | '.join(row)} |" for row in [rows[0], rule, *rows[1:]])


def _exercise(exercise: ExerciseReport, messages: Messages) -> Iterator[str]:
    title = inline(exercise.titles[messages.language])
    yield f"## {exercise.id} · {title} · {points(exercise.points, exercise.max_points)}"
    if exercise.notes:
        yield "\n".join(f"- {inline(message(note, messages))}" for note in exercise.notes)
    for task in exercise.tasks:
        yield from _task(task, exercise.file, messages)
    lines, more = printed(exercise)
    if lines:
        rest = [messages.text("ui", "printed_more", {"count": more})] if more else []
        yield inline(messages.text("feedback", "printed"))
        yield block("\n".join(lines + rest))


def _task(task: TaskReport, file: str, messages: Messages) -> Iterator[str]:
    status = messages.text("status", task.status)
    earned = points(task.points, task.max_points)
    yield f"### {SYMBOLS[task.status]} {task.id} {code(task.name)} · {status} · {earned}"
    for one in told(task, file, messages):
        yield from _told(one, messages)


def _told(one: Told, messages: Messages) -> Iterator[str]:
    yield inline(one.text)
    if one.original:
        yield block(one.original)
    for asked in one.questions:
        yield f"> **{inline(asked)}**"
    if one.layers is not None:
        yield _layers(one.layers, messages)
    if one.places:
        yield "\n".join(
            f"- {' '.join(code(text) for text in place if text)}" for place in one.places
        )


def _layers(layers: Layers, messages: Messages) -> str:
    rows = [[messages.text("ui", key) for key in ("yours", "shape", "parameters")]]
    if layers.above:
        rows.append([messages.text("ui", "rows_above", {"count": layers.above}), "", ""])
    rows += [_layer(layer) for layer in layers.rows]
    if layers.below:
        rows.append([messages.text("ui", "rows_below", {"count": layers.below}), "", ""])
    return _table(rows, "--:")


def _layer(layer: Layer) -> list[str]:
    cells = [cell(layer.name), cell(layer.shape), cell(layer.parameters)]
    if layer.departs:
        return [f"**{SYMBOLS['fail']} {cells[0]}**", *(f"**{one}**" for one in cells[1:])]
    return [f"*{one}*" for one in cells] if layer.expected else cells
