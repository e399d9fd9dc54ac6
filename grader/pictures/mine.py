"""All pictures of one exercise, and a word for every task that has none."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from grader import spec
from grader.judge.context import Answered
from grader.judge.show import show_shape
from grader.judge.sides import Sides
from grader.messages import Messages
from grader.network import total, walk
from grader.pictures.arrays import Drawn, draw_answers
from grader.pictures.own import (
    NETWORKS,
    Built,
    LayerTable,
    Own,
    built_of,
    failed_findings,
    read_pairs,
    table_of,
)
from grader.pictures.picture import Ink, Picture, to_png
from grader.reference import FrozenTask
from grader.report.model import TaskReport

if TYPE_CHECKING:
    from grader.pictures.sitter import Sitter


@dataclass(frozen=True)
class Remark:
    """Why there is no picture of a task, or one picture less."""

    task: str
    text: str


@dataclass(frozen=True)
class TaskWork:
    """What a page shows of one task besides its findings."""

    pictures: tuple[Picture, ...] = ()
    table: LayerTable | None = None


def work_of(own: Own, messages: Messages, sitter: Sitter) -> dict[str, TaskWork]:
    """Return pictures and layer tables by task."""
    found: dict[str, TaskWork] = {}
    drawn = [one for one in pictures_of(own, messages, sitter) if isinstance(one, Picture)]
    for task, report in own.reported():
        built = built_of(task, own.answers.get(task.id, ()), report)
        pictures = tuple(picture for picture in drawn if picture.task == task.id)
        if pictures or built is not None:
            found[task.id] = TaskWork(pictures, None if built is None else table_of(built))
    return found


def pictures_of(own: Own, messages: Messages, sitter: Sitter) -> Iterator[Picture | Remark]:
    """Draw what there is of a student's own, task by task.

    `sitter` provides networks that were trained to be looked at.
    """
    ink = Ink(messages)
    for task, report in own.reported():
        try:
            yield from _named(task, _of_task(task, report, own.answers, ink, messages, sitter))
        except Exception as error:  # numbers that nobody thought of cost a picture, not the report
            data = {"task": task.id, "name": task.name, "why": f"{type(error).__name__}: {error}"}
            yield Remark(task.id, messages.text("picture", "failed", data))


def _named(
    task: FrozenTask, drawn: Iterator[tuple[str, Drawn] | Remark]
) -> Iterator[Picture | Remark]:
    """Turn figures into pictures, each with a name of its own."""
    names: list[str] = []
    for one in drawn:
        if isinstance(one, Remark):
            yield one
            continue
        part, what = one
        names.append(part)
        count = names.count(part)
        name = f"{task.id}-{part}-{count}" if count > 1 else f"{task.id}-{part}"
        yield Picture(task.id, name, what.title, what.told, to_png(what.figure))


def _of_task(
    task: FrozenTask,
    report: TaskReport,
    answers: Mapping[str, Sequence[Answered]],
    ink: Ink,
    messages: Messages,
    sitter: Sitter,
) -> Iterator[tuple[str, Drawn] | Remark]:
    def remark(key: str) -> Remark:
        data = {"task": task.id, "name": task.name}
        return Remark(task.id, messages.text("picture", key, data))

    if report.status == "todo":
        yield remark("todo")
        return
    answered = answers.get(task.id, ())
    if task.want == "function" or not _pictured(task):
        yield remark("plain_answer")
        return
    if not any(one.outcome.answered for one in answered):
        yield remark("stopped")
        return
    drawn = list(_drawn(task, report, answered, ink))
    yield from drawn
    trained = list(sitter.trained(task, report, answers, ink, messages))
    yield from (one if isinstance(one, tuple) else Remark(task.id, one) for one in trained)
    if not drawn and not trained:
        yield remark("unlike")


def _pictured(task: FrozenTask) -> bool:
    """Whether answers to a task can be drawn at all: networks can, and arrays."""
    kinds = (spec.Arrays, spec.Signs, spec.Outputs, spec.Accuracy, *NETWORKS)
    return any(isinstance(check, kinds) for check in task.checks)


def _drawn(
    task: FrozenTask, report: TaskReport, answered: Sequence[Answered], ink: Ink
) -> Iterator[tuple[str, Drawn]]:
    """Yield what is drawn of the answers as they came, nothing trained."""
    failed = failed_findings(report)
    if any(isinstance(check, (spec.Arrays, spec.Signs)) for check in task.checks):
        drawn = draw_answers(task.name, task.checks, answered, failed, ink)
        if drawn is not None:
            yield task.name, drawn
    outputs = [check for check in task.checks if isinstance(check, spec.Outputs)]
    for check in outputs[:1]:
        from grader.pictures.filters import draw_filters

        pairs = [
            pair
            for pair in read_pairs(task, answered)
            if check.group in ("", pair.answered.case.group)
        ]
        drawn = draw_filters(task.name, check, pairs, ink)
        if drawn is not None:
            yield "answers", drawn
    built = built_of(task, answered, report)
    if built is not None and (not outputs or built.departure is not None):
        yield "volumes", draw_volumes(built, ink)


def draw_volumes(built: Built, ink: Ink) -> Drawn:
    """Draw a network as boxes, beside the expected one where it departs."""
    from grader.pictures import volumes

    if built.departure is None or built.row is None:
        columns = volumes.columns_of(built.found)
    else:
        columns = volumes.compared(built.departure, built.row)
    told = _told(built, ink)
    title = ink.text("volumes_of", call=built.call)
    return Drawn(volumes.draw(columns, title, ink), title, told)


def _told(built: Built, ink: Ink) -> str:
    facts = walk(built.found)
    data: dict[str, object] = {
        "layers": sum(layer.kind != "Input" for layer in built.found.layers),
        "parameters": f"{total(facts)[0]:,}",
    }
    if built.departure is None or built.row is None:
        return ink.text("volumes_free" if built.free else "volumes_same", **data)
    sides = Sides(built.departure, built.written)
    row = built.row
    missing = row.found_index is None
    side = sides.facts_expected(row) if missing else sides.facts_found(row)
    layer = sides.text(sides.layer_expected(row) if missing else sides.layer_found(row))
    data.update(layer=layer, shape=show_shape(side.shape))
    return ink.text("volumes_missing" if missing else "volumes_differ", **data)
