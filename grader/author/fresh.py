"""Cases drawn afresh for one run, answered by the solution: hard-coded answers miss them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from grader.author.build import answer_cases, draw_cases, how_to_call
from grader.author.exercise import read_authored
from grader.reference import FrozenCase
from grader.run.launch import Launcher


class FreshCases:
    """Fresh cases of some tasks, to be asked of student and solution in processes of their own."""

    def __init__(
        self, folder: Path, tasks: Sequence[str], seed: int, launcher: Launcher
    ) -> None:
        self._authored = read_authored(folder)
        self._launcher = launcher
        self._cases = {
            task.id: draw_cases(task, seed, task.fresh)
            for task in self._authored.exercise.tasks
            if task.id in tasks and task.draws
        }

    @property
    def unanswered(self) -> dict[str, tuple[FrozenCase, ...]]:
        """The cases by task id, with no answer yet."""
        names = {task.id: task.name for task in self._authored.exercise.tasks}
        return {
            task_id: tuple(
                FrozenCase(
                    case.arguments,
                    case.group,
                    how_to_call(case.arguments, self._authored.parameters(names[task_id]), index),
                    None,
                )
                for index, case in enumerate(cases)
            )
            for task_id, cases in self._cases.items()
        }

    def answer(self) -> dict[str, tuple[FrozenCase, ...]]:
        """Run the solution on them; returns the cases by task id with its answers."""
        if not self._cases:
            return {}
        return answer_cases(self._authored, self._cases, self._launcher)
