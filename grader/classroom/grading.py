"""Grading a class: what was found goes into the gradebook, what has no grade to the workers."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from grader.author.calibrate import extras_of, network_of
from grader.classroom import cluster, work
from grader.classroom.discover import Asked, Found, discover
from grader.classroom.fingerprint import keys_of, kit_digest
from grader.classroom.gradebook import Entry, Gradebook
from grader.classroom.model import ClassRecord, ExerciseInfo, Graded, Student, Trouble
from grader.classroom.roster import Roster, read_table
from grader.classroom.schedule import Hands, Job, Schedule
from grader.classroom.work import Item, KitDiffers, Settings, Unprotected
from grader.grade import Grader, Options
from grader.judge.blanket import asked_checks
from grader.kit import Kit, LackingError, UsageError
from grader.spec import Accuracy
from grader.train.accuracy import Run, Training, training_of

if TYPE_CHECKING:
    from distributed import Client


@dataclass(frozen=True)
class Plan:
    """How a class is to be graded."""

    slugs: tuple[str, ...]
    accuracy: str = "standard"
    sandbox: str = "isolated"
    unprotected: bool = False
    workers: int = 0
    """On this machine; 0 for one a core."""
    scheduler: str = ""
    """Address of workers that are there already."""
    hands: Hands = field(default_factory=Hands)


@dataclass(frozen=True)
class Change:
    """A grade that another one takes the place of."""

    student: str
    slug: str
    before: Graded
    after: Graded


@dataclass(frozen=True)
class Failure:
    """What could not be graded, through no fault of the student's."""

    student: str
    slug: str
    why: str


@dataclass
class Tally:
    """What a command has done so far."""

    students: int = 0
    attempts: int = 0
    """Exercises that were handed in."""
    known: int = 0
    """Of them, those whose grade was there."""
    waiting: int = 0
    """Those to grade: same files are graded once."""
    done: int = 0
    failures: list[Failure] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)


Progress = Callable[[Tally], None]
Times = Mapping[tuple[str, str], float]
"""When a student handed in an exercise (or, under "", any), in seconds since 1970."""


def exercises_of(kit: Kit, accuracy: str = "standard") -> tuple[ExerciseInfo, ...]:
    """Return what pages and tables need to know of the exercises; points are of what is asked
    with an effort.
    """
    infos = []
    for slug in kit.slugs:
        reference = kit.load(slug, answers=False)
        tasks = tuple(
            (task.id, task.name, sum(check.points for check in asked_checks(task, accuracy)))
            for task in reference.tasks
        )
        points = sum(task[2] for task in tasks)
        infos.append(ExerciseInfo(reference.id, slug, reference.titles, points, tasks))
    return tuple(infos)


def record_of(kit: Kit, gradebook: Gradebook, *, history: bool = False) -> ClassRecord:
    """Return the whole class as the gradebook has it."""
    students = tuple(gradebook.students(history=history))
    return ClassRecord(exercises_of(kit, gradebook.accuracy), students, gradebook.losses())


def find(
    kit: Kit, path: Path, gradebook: Gradebook, command: int, roster: Roster, times: Times | None
) -> Iterator[Found]:
    """Enter all that lies in a folder or a zip into the gradebook, student by student.

    `times` None takes the files' own.
    """
    asked = [
        Asked(slug, frozenset(kit.load(slug, answers=False).names) - {"main"}) for slug in kit.slugs
    ]
    for found in discover(path, asked, roster.recognise):
        if not roster.knows(found.student):
            found = replace(found, troubles=(*found.troubles, Trouble("not_on_roster", {})))
        told = {slug: _handed_in(found, slug, times) for slug in found.handed}
        gradebook.hand_in(found, command, told)
        yield found


def _handed_in(found: Found, slug: str, times: Times | None) -> float | None:
    if times is None:
        return found.handed_in or found.handed[slug].modified
    known = [times.get((found.student.key, which)) for which in (slug, "")]
    return next((one for one in known if one is not None), found.handed_in)


def read_times(path: Path, recognise: Callable[[Student], Student], kit: Kit) -> Times:
    """Read when what was handed in: columns student, exercise (may be missing) and time.

    Raises UsageError that names the line, what was found and what was expected.
    """
    rows = list(read_table(path))
    header = [cell.casefold() for cell in rows[0][1]] if rows else []
    if not {"student", "time"} <= set(header):
        found = ", ".join(header)
        raise UsageError("usage.times_header", path=str(path), found=found)
    times = {}
    for line, row in rows[1:]:
        cells = dict(zip(header, row))
        student = recognise(Student(cells.get("student", ""))).key
        exercise = cells.get("exercise", "")
        slug = kit.select([exercise])[0][0] if exercise else ""
        try:
            moment = datetime.fromisoformat(cells.get("time", "").replace("Z", "+00:00"))
            times[student, slug] = moment.timestamp()
        except (OverflowError, OSError, ValueError) as error:  # no time, or one of the year 1
            found = cells.get("time", "")
            raise UsageError("usage.times", path=str(path), line=line, found=found) from error
    return times


def grade_class(
    kit: Kit,
    gradebook: Gradebook,
    command: int,
    plan: Plan,
    tally: Tally,
    progress: Progress,
    *,
    seen: int | None = None,
    students: Sequence[str] = (),
) -> None:
    """Grade every attempt that has no grade of this kit; `seen` and `students` limit them.

    Raises LackingError where the workers cannot be trusted with students' code.
    """
    keys = keys_of(kit, plan.slugs, plan.accuracy, gradebook.seed)
    grading = _Grading(kit, gradebook, command, plan, keys, tally, progress)
    grading.look_up(list(gradebook.entries(keys, seen=seen, students=students)))
    if grading.waiting:
        grading.grade()


class _Grading:
    """One command's work on one gradebook."""

    def __init__(
        self,
        kit: Kit,
        gradebook: Gradebook,
        command: int,
        plan: Plan,
        keys: Mapping[str, str],
        tally: Tally,
        progress: Progress,
    ) -> None:
        self._kit = kit
        self._gradebook = gradebook
        self._command = command
        self._plan = plan
        self._keys = keys
        self._tally = tally
        self._progress = progress
        self.waiting: list[list[Entry]] = []
        """Attempts to grade; those with the same files together."""

    def look_up(self, entries: Sequence[Entry]) -> None:
        """Sort out what has a grade, and give what others were given for the same files."""
        groups: dict[tuple[str, str], list[Entry]] = {}
        self._tally.attempts = len(entries)
        for entry in entries:
            if entry.graded:
                self._tally.known += 1
                continue
            groups.setdefault((entry.slug, entry.digest), []).append(entry)
        for group in groups.values():
            same = self._gradebook.same(self._key(group[0]))
            if same is None:
                self.waiting.append(group)
                continue
            self._tally.known += len(group)
            for entry in group:
                self._record(entry, same)
        self._tally.waiting = len(self.waiting)

    def grade(self) -> None:
        """Have the workers grade what waits."""
        settings = Settings(
            str(self._kit.root),
            kit_digest(self._kit),
            self._plan.accuracy,
            self._gradebook.seed,
            self._plan.sandbox,
            self._plan.unprotected,
        )
        with self._client() as client:
            _insist(client, settings)
            schedule = Schedule(client, settings, self._load, self._tell, self._plan.hands)
            wanted = list(self._trainings())
            for _, training in wanted:
                schedule.training(training)
            schedule.run(self._jobs())
            for task, training in wanted:
                run = schedule.runs.get(training.key)
                if isinstance(run, Run):
                    self._gradebook.keep_losses(task, run.losses)

    def _client(self) -> AbstractContextManager[Client]:
        if self._plan.scheduler:
            return cluster.existing(self._plan.scheduler)
        most = self._plan.workers or cluster.usual_workers()
        return cluster.local(min(most, len(self.waiting)))

    def _jobs(self) -> Iterator[Job]:
        trains = {slug: any(self._accuracy_checks(slug)) for slug in self._plan.slugs}
        for number, group in enumerate(self.waiting):
            yield Job(number, trains[group[0].slug])

    def _accuracy_checks(self, slug: str) -> Iterator[tuple[str, Accuracy]]:
        """Yield the checks of an exercise that train, with their tasks."""
        for task in self._kit.load(slug, answers=False).tasks:
            for check in asked_checks(task, self._plan.accuracy):
                if isinstance(check, Accuracy) and self._plan.accuracy != "none":
                    yield task.id, check

    def _trainings(self) -> Iterator[tuple[str, Training]]:
        """Yield the trainings of the kit's own networks, by task, for the exercises that wait."""
        for slug in sorted({group[0].slug for group in self.waiting}):
            checks = list(self._accuracy_checks(slug))
            tasks = {task.id: task for task in self._kit.load(slug).tasks} if checks else {}
            for task_id, check in checks:
                task = tasks[task_id]
                extras = extras_of(self._kit, slug, task, check)
                network = network_of(task, check.group)
                yield task_id, training_of(network, check.recipe, check.recipe.seeds[0], extras)

    def _load(self, number: int) -> Item:
        first = self.waiting[number][0]
        return Item(first.slug, self._gradebook.files(first.digest))

    def _tell(self, number: int, outcome: Graded | Exception) -> None:
        group = self.waiting[number]
        if isinstance(outcome, Exception):
            options = Options(accuracy=self._plan.accuracy)
            outcome = Graded(Grader(self._kit, options).failed(group[0].slug, None, outcome))
        for entry in group:
            self._record(entry, outcome)
            if outcome.report.status == "error":
                failure = Failure(entry.student, entry.slug, _why(outcome))
                self._tally.failures.append(failure)
        self._tally.done += 1
        self._progress(self._tally)

    def _record(self, entry: Entry, graded: Graded) -> None:
        before = self._gradebook.current(entry.id)
        self._gradebook.record(entry.id, self._key(entry), self._command, graded)
        if before is not None and graded.report.status != "error" and _differ(before, graded):
            self._tally.changes.append(Change(entry.student, entry.slug, before, graded))

    def _key(self, entry: Entry) -> str:
        return self._keys[entry.slug] + entry.digest


def _why(graded: Graded) -> str:
    """Return what the grader says of its own failure, in one line."""
    findings = [one for task in graded.report.tasks for one in task.findings]
    whys = (str(one.data.get("why", "")) for one in findings if one.status == "error")
    return " ".join(next(whys, "").split())[:200]


def _differ(before: Graded, after: Graded) -> bool:
    return before.report.points != after.report.points or findings_of(before) != findings_of(after)


def findings_of(graded: Graded) -> dict[tuple[str, str, str], tuple[str, str | None, float]]:
    """Return what each check came to: status, mistake and points by task, check and group."""
    return {
        (task.id, one.check, one.group): (one.status, one.mistake, one.points)
        for task in graded.report.tasks
        for one in task.findings
    }


def _insist(client: Client, settings: Settings) -> None:
    """Start what the workers keep. Raises LackingError where one of them must not be used."""
    try:
        client.run(work.prepare, settings)
    except Unprotected as error:
        raise LackingError("usage.class_unprotected", missing=str(error)) from error
    except (KitDiffers, ModuleNotFoundError) as error:
        raise LackingError("usage.class_kit", why=str(error)) from error
