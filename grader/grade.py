"""The way of a submission: read as text, run where it must, judged, reported."""

from __future__ import annotations

import ast
import contextlib
import functools
import platform
import secrets
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING, Any

from grader.kit import Kit, UsageError
from grader.places import with_lines
from grader.prepared import Collected, Prepared, answered_by, calls_of, exercise_folder, numbers_of
from grader.reference import FrozenCase, FrozenTask, Reference
from grader.report.model import ExerciseReport, Finding, Report, TaskReport
from grader.submission import (
    Submission,
    read_submission,
)

if TYPE_CHECKING:
    from grader.author.fresh import FreshCases
    from grader.judge.context import Answered
    from grader.network import Network
    from grader.run.collect import Limits
    from grader.run.evidence import Evidence
    from grader.run.launch import Launcher
    from grader.run.sandbox import Guarded, Protections
    from grader.train.accuracy import Run, Training, Trains
    from grader.train.portrait import Portrait
    from grader.train.processes import Trainers

Progress = Callable[[str, int, int], None]
"""Called with what is being done (an exercise's slug), steps done and steps in all."""
Keep = Callable[["Collected"], None]
"""Called with each exercise after its code was run, from the thread that judges it."""


@dataclass(frozen=True)
class Options:
    """How a submission is judged."""

    accuracy: str = "standard"
    """`"none"`, `"standard"` (one seed, two more where it misses the bar) or `"full"` (all)."""
    seed: int = field(default_factory=lambda: secrets.randbits(31))
    """Fresh cases and inputs are drawn from it; the report records it."""
    data: str = ""
    """A public set to train on besides, where a recipe allows it."""
    workers: int = 2
    sandbox: str = "confined"
    """The strongest sandbox to try for, one of `grader.run.sandbox.TIERS`."""
    limits: Limits | None = None
    """What a submission may use; None for the usual."""
    watching: bool = False
    """Whether the same exercises will be judged again and again: a runner is kept waiting."""


class Grader:
    """Grades submissions with one kit; close it to end what it keeps running."""

    def __init__(self, kit: Kit, options: Options, launcher: Launcher | None = None) -> None:
        self._kit = kit
        self._options = options
        self._launcher = launcher
        self._trainers: Trainers | None = None
        self._fresh_cases: dict[str, FreshCases] = {}
        self._given_up = 0
        """How often all that was asked for was given up."""
        self._lock = threading.RLock()

    def __enter__(self) -> Grader:
        return self

    def __exit__(self, *_: object) -> None:
        for kept in (self._launcher, self._trainers):
            if kept is not None:
                kept.close()

    @property
    def _started(self) -> Launcher:
        with self._lock:
            if self._launcher is None:
                from grader.run.choose import choose_launcher

                self._launcher = choose_launcher(
                    self._options.sandbox,
                    guarded_by(self._kit),
                    spare=self._options.watching,
                )
            return self._launcher

    @property
    def protections(self) -> Protections:
        """What students' code is kept from; the walls are tried when this is first asked."""
        return self._started.protections

    @property
    def _at_hand(self) -> Trainers:
        with self._lock:
            if self._trainers is None:
                from grader.train.processes import Trainers

                self._trainers = Trainers()
            return self._trainers

    def stop_training(self) -> None:
        """End whatever is trained now; the exercise that asked for it comes out as not graded."""
        with self._lock:
            kept, self._trainers = self._trainers, None
        if kept is not None:
            kept.close()

    def give_up(self) -> None:
        """End whatever is run or trained now; who asked for it gets GivenUpError, or a report of
        what was not graded.
        """
        self._given_up += 1
        self.stop_training()

    def grade(
        self,
        folder: Path,
        selection: Sequence[tuple[str, str | None]],
        progress: Progress | None = None,
        keep: Keep | None = None,
    ) -> Report:
        """Judge the selected exercises of the submission in `folder`."""
        begun = time.monotonic()
        reports: list[ExerciseReport] = []
        with ThreadPoolExecutor(self._options.workers) as pool:
            waiting = [
                pool.submit(self.grade_exercise, folder, slug, task, progress, keep)
                for slug, task in selection
            ]
            reports = [future.result() for future in waiting]
        seconds = time.monotonic() - begun
        return Report(str(folder), tuple(reports), self._environment(), seconds)

    def grade_exercise(
        self,
        folder: Path,
        slug: str,
        only: str | None,
        progress: Progress | None = None,
        keep: Keep | None = None,
    ) -> ExerciseReport:
        """Judge one exercise, or one task of it. What goes wrong here is never charged.

        Raises GivenUpError where it was given up while it ran.
        """
        from grader.run.evidence import GivenUpError

        begun = time.monotonic()
        try:
            collected = self.collect(folder, slug, only)
            if keep is not None:
                keep(collected)
            return self.judge(collected, self._trains, progress)
        except GivenUpError:
            raise
        except Exception as error:
            return self.failed(slug, only, error, time.monotonic() - begun)

    def collect(self, folder: Path, slug: str, only: str | None = None) -> Collected:
        """Run one exercise of the submission in `folder` and keep all that judging needs."""
        begun = time.monotonic()
        reference = self._kit.load(slug, answers=False)
        submission = read_submission(
            exercise_folder(folder, reference),
            reference.file,
            reference.names,
            reference.stub,
            folder,
        )
        evidence = None
        prepared = self._prepared(submission, slug, only)
        if prepared.to_run():
            evidence = self._collect(prepared, folder)
        return Collected(slug, only, submission, evidence, time.monotonic() - begun)

    def judge(
        self, collected: Collected, trains: Trains, progress: Progress | None = None
    ) -> ExerciseReport:
        """Judge what a submission's code answered; `trains` provides what networks reach."""
        begun = time.monotonic()
        submission = collected.submission
        prepared = self._prepared(submission, collected.slug, collected.only)
        if collected.evidence is None:
            tasks = self._untouched(prepared)
        else:
            tasks = self._judge(prepared, collected.evidence, trains, progress)
        return ExerciseReport(
            prepared.reference.id,
            collected.slug,
            prepared.reference.titles,
            str(submission.path),
            tuple(with_lines(task, submission.text, prepared.tree) for task in tasks),
            collected.seconds + time.monotonic() - begun,
            tuple(_note(problem) for problem in submission.notes),
            collected.evidence.printed if collected.evidence is not None else "",
        )

    def failed(
        self, slug: str, only: str | None, error: Exception, seconds: float = 0.0
    ) -> ExerciseReport:
        """Return the report of an exercise that the grader itself failed at."""
        from grader.judge.judge import error_for_all

        reference = self._kit.load(slug, answers=False)
        why = f"{type(error).__name__}: {error}"
        tasks = tuple(error_for_all(task, why) for task in self._selected(reference, only))
        return ExerciseReport(reference.id, slug, reference.titles, reference.file, tasks, seconds)

    def _prepared(self, submission: Submission, slug: str, only: str | None) -> Prepared:
        """Hold a file beside its exercise; answers are read where there is something to run."""
        reference = self._kit.load(slug, answers=False)
        prepared = Prepared(reference, submission, self._selected(reference, only))
        if prepared.to_run():
            reference = self._with_asked_cases(self._kit.load(slug))
            prepared = replace(prepared, reference=reference, asked=self._selected(reference, only))
        return prepared

    def _selected(self, reference: Reference, only: str | None) -> tuple[FrozenTask, ...]:
        """Return the tasks that are asked, without those that ask for nothing but accuracy now."""
        from grader.judge.blanket import asked_checks

        effort = self._options.accuracy
        return tuple(
            task
            for task in reference.tasks
            if only in (None, task.id) and asked_checks(task, effort)
        )

    def _judge(
        self,
        prepared: Prepared,
        evidence: Evidence,
        trains: Trains,
        progress: Progress | None,
    ) -> tuple[TaskReport, ...]:
        from grader.judge.judge import Circumstances, judge_task

        circumstances = Circumstances(
            prepared.submission,
            prepared.tree,
            prepared.todo,
            seed=self._options.seed,
            accuracy=self._accuracy(prepared, trains, progress),
            effort=self._options.accuracy,
            other_data=self._options.data,
            names={task.id: task.name for task in prepared.reference.tasks},
        )
        cases = self._cases(prepared)
        reports: dict[str, TaskReport] = {}
        others: dict[str, Any] = {}
        for task in prepared.in_order():
            answered = answered_by(task, cases, evidence)
            failed = frozenset(i for i, report in reports.items() if report.status != "pass")
            known = replace(circumstances, failed=failed, others=others)
            reports[task.id] = judge_task(task, answered, known)
            others[task.id] = answered
        return tuple(reports[task.id] for task in prepared.asked)

    def _cases(self, prepared: Prepared) -> dict[str, tuple[FrozenCase, ...]]:
        """Return what was asked, by task, with the right answers."""
        fresh = self._fresh(prepared.reference.slug)
        answers = fresh.answers() if fresh else {}
        return {task.id: (*task.cases, *answers.get(task.id, ())) for task in prepared.to_run()}

    def answers(self, collected: Collected) -> dict[str, list[Answered]]:
        """Return what a submission's functions answered beside what is right, by task."""
        if collected.evidence is None:
            return {}
        prepared = self._prepared(collected.submission, collected.slug, collected.only)
        cases, evidence = self._cases(prepared), collected.evidence
        return {task.id: answered_by(task, cases, evidence) for task in prepared.to_run()}

    def networks(self, collected: Collected) -> dict[str, Network]:
        """Return the networks that functions built when they were first asked, by task."""
        if collected.evidence is None:
            return {}
        from grader.network import NetworkError, canonical, read_network
        from grader.run.worker.frames import BuiltModel

        prepared = self._prepared(collected.submission, collected.slug, collected.only)
        built = {}
        for task, numbers in numbers_of(self._cases(prepared)).items():
            value = collected.evidence.outcomes[numbers[0]].value if numbers else None
            if isinstance(value, BuiltModel):
                with contextlib.suppress(NetworkError):
                    built[task] = canonical(read_network(value.config))
        return built

    def _untouched(self, prepared: Prepared) -> tuple[TaskReport, ...]:
        """Report tasks that nothing is run for."""
        from grader.judge.blanket import blanket, blanket_report

        effort = self._options.accuracy
        reports = []
        for task in prepared.asked:
            why = blanket(task, prepared.submission, prepared.todo)
            assert why is not None
            reports.append(blanket_report(task, why, effort))
        return tuple(reports)

    def _collect(self, prepared: Prepared, root: Path) -> Evidence:
        """Ask the student's code; where the solution is at hand, ask it on fresh cases, too."""
        from grader.run.collect import collect

        given_up = self._given_up
        fresh = self._fresh(prepared.reference.slug)
        calls = calls_of(prepared.to_run(), fresh.unanswered if fresh else {})
        source, limits = prepared.source(root), self._options.limits
        return collect(source, calls, self._started, limits, lambda: self._given_up == given_up)

    def _with_asked_cases(self, reference: Reference) -> Reference:
        from grader.judge.blanket import with_asked_cases

        effort = self._options.accuracy
        tasks = tuple(with_asked_cases(task, effort) for task in reference.tasks)
        return replace(reference, tasks=tasks)

    def _fresh(self, slug: str) -> FreshCases | None:
        """Return the fresh cases of an exercise: drawn and answered once for all submissions."""
        folder = self._kit.solutions / slug
        with self._lock:
            if slug not in self._fresh_cases and folder.is_dir():
                from grader.author.fresh import FreshCases

                self._fresh_cases[slug] = FreshCases(folder, self._options.seed, self._started)
            return self._fresh_cases.get(slug)

    def _accuracy(self, prepared: Prepared, trains: Trains, progress: Progress | None) -> Any:
        if self._options.accuracy == "none":
            return None
        from grader.judge.accuracy import AccuracyJudge

        tell = functools.partial(progress, prepared.reference.slug) if progress else None
        return AccuracyJudge(
            self._kit,
            prepared.reference,
            trains=trains,
            full=self._options.accuracy == "full",
            progress=tell,
        )

    def _trains(self, training: Training, progress: Callable[[int, int], None] | None) -> Run:
        """Train, or recall what this copy of the kit has trained before."""
        from grader.train.accuracy import Memory, carry_out

        memory = Memory(self._kit.root / ".grader" / "accuracy")
        return carry_out(training, memory, progress, self._at_hand)

    def portrays(self, training: Training, progress: Callable[[int, int], None] | None) -> Portrait:
        """Train to be looked at, or recall what this copy of the kit has looked at before."""
        from grader.train.portrait import Portraits

        portraits = Portraits(self._kit.root / ".grader" / "portraits")
        return portraits.take(training, progress, self._at_hand)

    def _environment(self) -> dict[str, Any]:
        walls = self._launcher.protections if self._launcher is not None else None
        libraries = {name: _version(name) for name in ("keras", "tensorflow", "numpy")}
        return {
            "python": platform.python_version(),
            **libraries,
            "platform": platform.platform(),
            "threads": 1,
            "kit": _version_of_kit(),
            "seed": self._options.seed,
            "accuracy": self._options.accuracy,
            "sandbox": walls.tier if walls is not None else None,
            "protections": [] if walls is None else [(i.name, i.held) for i in walls.items],
        }


def guarded_by(kit: Kit) -> Guarded:
    """Return what no submission may get at: answers, the kit itself, what lies at home."""
    from grader.run.sandbox import Guarded, kept_at_home

    return Guarded(
        answers=(kit.solutions, kit.reference),
        private=(kit.root / "grader" / "judge", *kept_at_home()),
        places=(kit.root, kit.exercises, Path.home(), Path(ast.__file__).parent),
    )


def _version(name: str) -> str | None:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return None


def _version_of_kit() -> str:
    from grader import __version__

    return __version__


def _note(problem: Any) -> Finding:
    return Finding("note", "pass", problem.code, 0.0, 0.0, problem.data)


def find_submission(path: Path) -> Path:
    """Return the folder of a submission given as a folder or as one file.

    Raises UsageError where there is neither.
    """
    if path.is_dir():
        return path
    if path.is_file():
        return path.parent
    raise UsageError("usage.no_submission", path=str(path))
