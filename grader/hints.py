"""The next hint for a task: first one that fits the mistake just made, then the general ones."""

from __future__ import annotations

import argparse
import contextlib
import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from grader.grade import Grader, Options, find_submission, guarded_by
from grader.judge.blanket import left_out_untrained
from grader.kit import Kit, UsageError
from grader.messages import Messages
from grader.reference import FrozenTask
from grader.report.model import Finding, TaskReport
from grader.report.words import explanation, message, questions

if TYPE_CHECKING:
    from grader.train.accuracy import Run, Training, Trains

LEVELS = 3
MOST_FITTING = 2
"""The last level is almost the line: nobody gets it before a more general one."""


@dataclass(frozen=True)
class Hint:
    """What a learner is told."""

    title: str
    lines: tuple[str, ...]
    more: str
    """What to do for the next one."""


def hint(options: argparse.Namespace, kit: Kit, messages: Messages) -> int:
    """Print one hint of a task, the one that fits what the student's file says now."""
    from grader.commands import settings_of

    slug, task_id = kit.select([options.task])[0]
    if task_id is None:
        raise UsageError("usage.needs_task")
    task = next(task for task in kit.load(slug, answers=False).tasks if task.id == task_id)
    memory = HintMemory.of(kit)
    if options.level is not None:
        told = general_hint(task, options.level, memory, messages)
    else:
        folder = find_submission(options.submission or kit.exercises)
        report = found_in(kit, settings_of(options), folder, slug, task)
        told = next_hint(task, report, memory, messages)
    print("\n".join((told.title, *told.lines, told.more)))
    return 0


def found_in(
    kit: Kit, settings: Options, folder: Path, slug: str, task: FrozenTask
) -> TaskReport | None:
    """Return what is known of a task without training anything: remembered accuracies count.

    None where the grader could not find out; a hint is given all the same.
    """
    from grader.run.choose import choose_launcher

    found = None
    launcher = choose_launcher(settings.sandbox, guarded_by(kit))
    quick = Grader(kit, replace(settings, accuracy="none"), launcher)
    with contextlib.suppress(Exception), quick, Grader(kit, settings, launcher) as usual:
        found = next(iter(quick.grade_exercise(folder, slug, task.id).tasks), None)
        right = found is None or found.status == "pass"
        if right and left_out_untrained(task, settings.accuracy):
            trained = usual.judge(usual.collect(folder, slug, task.id), _recalling(kit)).tasks[0]
            findings = tuple(one for one in trained.findings if one.status != "error")
            found = replace(trained, findings=findings) if findings else found
    return found


def _recalling(kit: Kit) -> Trains:
    """Return what knows only the accuracies that were measured before."""
    from grader.train.accuracy import Memory, TrainingError

    memory = Memory(kit.root / ".grader" / "accuracy")

    def recall(training: Training, progress: object) -> Run:
        run = memory.get(training.key)
        if run is None:
            raise TrainingError("not trained before")
        return run

    return recall


def next_hint(
    task: FrozenTask, report: TaskReport | None, memory: HintMemory, messages: Messages
) -> Hint:
    """Return the next hint and remember it: for a mistake not hinted at yet, else the next level.

    A task that waits for another one is helped by that one's hints.
    """
    wrong = _first(report, ("fail", "limit"))
    waiting = _first(report, ("blocked",))
    if wrong is None and waiting is not None and waiting.code in ("blocked.helper", "blocked.todo"):
        data = {"task": waiting.data["task"]}
        lines = (message(waiting, messages),)
        return Hint(_title(task, messages), lines, messages.text("hint", "for_helper", data))
    about = _about(wrong, messages)
    if about and about != memory.about(task.id):
        assert wrong is not None
        return _fitting_hint(task, wrong, about, memory, messages)
    if report is not None and report.status == "pass":
        lines = (messages.text("hint", "right_already"),)
        return Hint(
            _title(task, messages), lines, messages.text("hint", "from_one", {"task": task.id})
        )
    return general_hint(task, memory.next_level(task.id), memory, messages)


def _about(wrong: Finding | None, messages: Messages) -> str | None:
    """Return what a fitting hint would be about: a mistake, or a kind of error that has a rule."""
    if wrong is None:
        return None
    if wrong.mistake:
        return wrong.mistake
    return wrong.code if messages.has("rule_of_error", wrong.code) else None


def general_hint(task: FrozenTask, level: int, memory: HintMemory, messages: Messages) -> Hint:
    """Return the hint of a level, from 1, a question, to 3, almost the line; and remember it."""
    memory.remember(task.id, level=level)
    data: dict[str, object] = {"task": task.id, "name": task.name}
    data |= {"level": level, "levels": LEVELS}
    more = messages.text("hint", "last" if level >= LEVELS else "more", data)
    return Hint(
        messages.text("hint", "title", data), (task.hints[messages.language][level - 1],), more
    )


def _fitting_hint(
    task: FrozenTask, wrong: Finding, about: str, memory: HintMemory, messages: Messages
) -> Hint:
    """Say what the mistake asks, and then the rule that it breaks."""
    level = 0
    if wrong.mistake is None:
        explained = explanation(wrong, messages)
        lines = [explained] if explained else []
        lines += [message(wrong, messages), messages.text("rule_of_error", about)]
    else:
        lines = questions(wrong, messages)
        mistakes = [one for one in (about, wrong.also) if one and messages.has("rule", one)]
        lines += [messages.text("rule", one) for one in mistakes]
        if not mistakes:
            level = min(wrong.hint or 1, MOST_FITTING)
            lines.append(task.hints[messages.language][level - 1])
    memory.remember(task.id, fitted=level, about=about)
    more = messages.text("hint", "more", {"task": task.id})
    return Hint(_title(task, messages, "title_fitting"), tuple(lines), more)


def _title(task: FrozenTask, messages: Messages, key: str = "title_plain") -> str:
    return messages.text("hint", key, {"task": task.id, "name": task.name})


def _first(report: TaskReport | None, statuses: Collection[str]) -> Finding | None:
    findings = report.findings if report is not None else ()
    return next((finding for finding in findings if finding.status in statuses), None)


class HintMemory:
    """Which hints of each task were shown: only to know the next."""

    def __init__(self, path: Path) -> None:
        self._path = path

    @classmethod
    def of(cls, kit: Kit) -> HintMemory:
        """Return the memory of one copy of the kit."""
        return cls(kit.root / ".grader" / "hints.json")

    def next_level(self, task: str) -> int:
        """Return the general level to show next: not one that a fitting hint has shown already."""
        known = self._of(task)
        level = _level(known.get("level")) + 1
        if level == known.get("fitted"):
            level += 1
        return min(level, LEVELS)

    def has_more(self, task: str) -> bool:
        """Whether the last level was not shown yet."""
        return _level(self._of(task).get("level")) < LEVELS

    def about(self, task: str) -> str | None:
        """Return the mistake that the last fitting hint was about."""
        found = self._of(task).get("about")
        return found if isinstance(found, str) else None

    def remember(self, task: str, **shown: object) -> None:
        """Note what was shown. A folder that cannot be written costs the memory, not the hint."""
        known = {**self._of(task), **shown}
        with contextlib.suppress(OSError):
            self._path.parent.mkdir(parents=True, exist_ok=True)
            self._path.write_text(json.dumps({**self._all(), task: known}), "utf-8")

    def forget(self, tasks: Collection[str]) -> None:
        """Begin again with the hints of some tasks."""
        kept = {task: known for task, known in self._all().items() if task not in tasks}
        with contextlib.suppress(OSError):
            if self._path.is_file():
                self._path.write_text(json.dumps(kept), "utf-8")

    def _of(self, task: str) -> Mapping[str, Any]:
        found = self._all().get(task)
        return found if isinstance(found, dict) else {}

    def _all(self) -> dict[str, Any]:
        try:
            found = json.loads(self._path.read_text("utf-8"))
        except (OSError, ValueError):
            return {}
        return found if isinstance(found, dict) else {}


def _level(found: object) -> int:
    return found if type(found) is int and 0 <= found <= LEVELS else 0
