"""Cases drawn afresh for one run, answered by the solution: hard-coded answers miss them."""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

from grader.author.build import answer_cases, draw_cases, how_to_call
from grader.author.exercise import read_authored
from grader.reference import FrozenCase
from grader.run.launch import Launcher

Cases = dict[str, tuple[FrozenCase, ...]]
"""By task id."""


class FreshCases:
    """The fresh cases of one exercise. The solution answers them in a runner of its own, which
    starts at once and works beside the students'.
    """

    def __init__(self, folder: Path, seed: int, launcher: Launcher) -> None:
        authored = read_authored(folder)
        drawn = {
            task.id: draw_cases(task, seed, task.fresh)
            for task in authored.exercise.tasks
            if task.draws
        }
        names = {task.id: task.name for task in authored.exercise.tasks}
        self.unanswered: Cases = {
            task_id: tuple(
                FrozenCase(
                    case.arguments,
                    case.group,
                    how_to_call(case.arguments, authored.parameters(names[task_id]), index),
                    None,
                )
                for index, case in enumerate(cases)
            )
            for task_id, cases in drawn.items()
        }
        pool = ThreadPoolExecutor(1)
        self._answers: Future[Cases] = pool.submit(answer_cases, authored, drawn, launcher)
        pool.shutdown(wait=False)

    def answers(self) -> Cases:
        """Wait for the solution and return the cases with its answers."""
        return self._answers.result()
