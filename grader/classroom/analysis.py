"""What a class understood, as numbers: pure functions from its grades to frozen records.

What counts here is each student's attempt that the rules of the course count. A task was *tried*
where at least one of its checks came to a verdict (`pass`, `fail` or `limit`): neither what was
never begun, nor what waits for another task, nor what the grader failed at says anything about the
task.
"""

from __future__ import annotations

import math
import statistics
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from grader.classroom.model import Attempt, ClassRecord, ExerciseInfo, Graded
from grader.classroom.policy import HOUR, Grade, Policy, Standing
from grader.report.model import Finding, TaskReport, gravest

VERDICTS = ("pass", "fail", "limit")
LEAST_FOR_DISCRIMINATION = 10
"""Below so many students a correlation says more of chance than of a task."""
OPEN_NETWORKS, OPEN_SHARE = 4, 0.25
"""A task is open where those who pass it built so many networks, and one for each four of them."""
BINS = 10


@dataclass(frozen=True)
class Spread:
    """How some numbers lie. Never of none."""

    count: int
    mean: float
    low: float
    """A quarter of the numbers lies below it."""
    median: float
    high: float
    """A quarter of the numbers lies above it."""
    least: float
    most: float


@dataclass(frozen=True)
class Overview:
    """The class in five numbers; students who handed in nothing have no total."""

    students: int
    handed_in: int
    """Students who handed in at least one exercise that counts."""
    provisional: tuple[str, ...]
    """Keys of students whose total is not final, because the grader failed at something."""
    percent: Spread | None
    """Of the totals, from 0 to 100, of those who handed in something."""


@dataclass(frozen=True)
class Distribution:
    """How many totals lie between 0 and 10 percent, 10 and 20, ...; 100 belongs to the last."""

    final: tuple[int, ...]
    provisional: tuple[int, ...]


@dataclass(frozen=True)
class CheckFigures:
    """What came of one check of one task."""

    check: str
    group: str
    statuses: Mapping[str, int]


@dataclass(frozen=True)
class TaskFigures:
    """What came of one task, over those who handed the exercise in."""

    id: str
    name: str
    handed_in: int
    statuses: Mapping[str, int]
    checks: tuple[CheckFigures, ...]


@dataclass(frozen=True)
class ExerciseFigures:
    """What came of one exercise."""

    id: str
    students: int
    """Without those who are excused."""
    handed_in: int
    late: int
    statuses: Mapping[str, int]
    share: float | None
    """Of the points, from 0 to 1, that those who handed it in earned before lateness."""
    tasks: tuple[TaskFigures, ...]


@dataclass(frozen=True)
class MistakeFigures:
    """One mistake of the catalogue in one task."""

    mistake: str
    task: str
    name: str
    """Of the function."""
    students: tuple[str, ...]
    """Keys of those who make it in the attempt that counts."""
    earlier: tuple[str, ...]
    """Keys of those who made it in another attempt, and no more in the one that counts."""
    tried: int

    @property
    def share(self) -> float:
        """Of those who tried the task, from 0 to 1."""
        return len(self.students) / self.tried if self.tried else 0.0


@dataclass(frozen=True)
class Item:
    """One task as an item of a test, after classical test theory."""

    task: str
    name: str
    tried: int
    difficulty: float
    """The p-value: the share of the points earned by those who tried; 1 is easy."""
    discrimination: float | None
    """Corrected item-total correlation: this task against the share of the points earned in all
    other tasks that the same student tried. None of too few, or where nothing varies."""


@dataclass(frozen=True)
class Effort:
    """How long grading one exercise took."""

    exercise: str
    seconds: Spread
    total: float


@dataclass(frozen=True)
class HandingIn:
    """When one exercise was handed in, against its due date."""

    exercise: str
    hours: tuple[float, ...]
    """After the due date, below 0 before it; in order."""
    spread: Spread
    late: int
    """By the rules, with each student's own extra time."""


@dataclass(frozen=True)
class SharedNetwork:
    """Networks of one task that are the same in canonical form, whoever submitted them."""

    task: str
    name: str
    students: tuple[str, ...]
    layers: int
    parameters: int
    passing: bool
    mistakes: tuple[str, ...]
    """What the catalogue calls wrong with it, in everyone's findings: who makes the same known
    mistake builds the same network."""
    built: int
    """How many students built a network for this task."""
    different: int
    """How many different networks these are."""


@dataclass(frozen=True)
class Curve:
    """The loss after each epoch of one training."""

    losses: tuple[float, ...]
    students: int
    """How many share it: the same network is trained once."""
    passed: bool


@dataclass(frozen=True)
class TaskCurves:
    """All training curves of one task."""

    task: str
    name: str
    curves: tuple[Curve, ...]
    reference: tuple[float, ...]
    """Empty where none is known."""


@dataclass(frozen=True)
class Reached:
    """What one student's free design costs and reaches."""

    student: str
    parameters: int
    accuracy: float
    runs: tuple[float, ...]
    tier: int
    """0 below the first bar."""


@dataclass(frozen=True)
class Contest:
    """A task with several bars of accuracy, where the design is free: the capstone."""

    task: str
    name: str
    bars: tuple[float, ...]
    reached: tuple[Reached, ...]


@dataclass(frozen=True)
class Analysis:
    """All that a class page shows, as numbers."""

    overview: Overview
    distribution: Distribution
    exercises: tuple[ExerciseFigures, ...]
    mistakes: tuple[MistakeFigures, ...]
    items: tuple[Item, ...]
    efforts: tuple[Effort, ...]
    handing_in: tuple[HandingIn, ...]
    networks: tuple[SharedNetwork, ...]
    curves: tuple[TaskCurves, ...]
    contests: tuple[Contest, ...]


def analyse(record: ClassRecord, standings: Sequence[Standing], policy: Policy) -> Analysis:
    """Return all figures of a class. `standings` are those of this record under these rules."""
    work = _work(record, standings)
    return Analysis(
        overview_of(standings),
        distribution_of(standings),
        tuple(_exercise(one) for one in work),
        tuple(_mistakes(work)),
        _items(work),
        tuple(_efforts(work)),
        tuple(_handing_in(work, policy)),
        tuple(_networks(work)),
        tuple(_curves(work, record.reference_losses)),
        tuple(_contests(work)),
    )


# What each student handed in, exercise by exercise.


@dataclass(frozen=True)
class _Handed:
    """The attempt of one student at one exercise that counts."""

    key: str
    grade: Grade
    attempt: Attempt
    others: tuple[Attempt, ...]

    @property
    def graded(self) -> Graded | None:
        return _graded(self.attempt)

    def task(self, id: str) -> TaskReport | None:
        return _task(self.graded, id)


@dataclass(frozen=True)
class _Exercise:
    info: ExerciseInfo
    students: int
    handed: tuple[_Handed, ...]

    def tasks(self) -> Iterator[tuple[str, str, list[tuple[_Handed, TaskReport]]]]:
        """Yield each task's id and function with those who handed it in."""
        for id, name, _ in self.info.tasks:
            reports = ((one, one.task(id)) for one in self.handed)
            yield id, name, [(one, report) for one, report in reports if report is not None]


def _work(record: ClassRecord, standings: Sequence[Standing]) -> list[_Exercise]:
    found = []
    for info in record.exercises:
        grades = [(s, g) for s in standings for g in s.grades if g.exercise == info.id]
        asked = [(s, g) for s, g in grades if g.status != "excused"]
        handed = tuple(_handed(s, g, info) for s, g in asked if g.attempt is not None)
        if grades:
            found.append(_Exercise(info, len(asked), handed))
    return found


def _handed(standing: Standing, grade: Grade, info: ExerciseInfo) -> _Handed:
    assert grade.attempt is not None
    attempts = standing.record.attempts.get(info.slug, ())
    others = tuple(one for one in attempts if one is not grade.attempt)
    return _Handed(standing.record.student.key, grade, grade.attempt, others)


def _graded(attempt: Attempt) -> Graded | None:
    return attempt.current.graded if attempt.current is not None else None


def _task(graded: Graded | None, id: str) -> TaskReport | None:
    tasks = graded.report.tasks if graded is not None else ()
    return next((task for task in tasks if task.id == id), None)


def _checks(task: TaskReport) -> Iterator[Finding]:
    return (finding for finding in task.findings if finding.check != "remark")


def _tried(task: TaskReport) -> bool:
    return any(finding.status in VERDICTS for finding in _checks(task))


# The class as a whole.


def spread(values: Iterable[float]) -> Spread | None:
    """Return how some numbers lie; None of none. Quartiles are those of the numbers themselves."""
    found = sorted(values)
    if not found:
        return None
    if len(found) > 1:
        low, median, high = statistics.quantiles(found, n=4, method="inclusive")
    else:
        low = median = high = found[0]
    mean = statistics.fmean(found)
    return Spread(len(found), mean, low, median, high, found[0], found[-1])


def overview_of(standings: Sequence[Standing]) -> Overview:
    """Return the class in a few numbers."""
    taking_part = [one for one in standings if _takes_part(one)]
    return Overview(
        len(standings),
        len(taking_part),
        tuple(one.record.student.key for one in standings if one.provisional),
        spread(one.percent for one in taking_part),
    )


def distribution_of(standings: Sequence[Standing]) -> Distribution:
    """Return how the totals of those lie who handed in something."""
    counts = {True: [0] * BINS, False: [0] * BINS}
    for one in filter(_takes_part, standings):
        place = int(round(one.percent, 9) * BINS // 100)
        counts[one.provisional][min(max(place, 0), BINS - 1)] += 1
    return Distribution(tuple(counts[False]), tuple(counts[True]))


def _takes_part(standing: Standing) -> bool:
    return any(grade.attempt is not None for grade in standing.grades)


def _exercise(work: _Exercise) -> ExerciseFigures:
    shares = [
        one.grade.earned / one.grade.max_points
        for one in work.handed
        if one.grade.max_points and not one.grade.provisional
    ]
    return ExerciseFigures(
        work.info.id,
        work.students,
        len(work.handed),
        sum(one.grade.late_seconds > 0 for one in work.handed),
        Counter(one.grade.status for one in work.handed),
        statistics.fmean(shares) if shares else None,
        tuple(_task_figures(*one) for one in work.tasks()),
    )


def _task_figures(id: str, name: str, handed: list[tuple[_Handed, TaskReport]]) -> TaskFigures:
    checks: dict[tuple[str, str], Counter[str]] = {}
    for _, report in handed:
        by_check: dict[tuple[str, str], list[str]] = {}
        for finding in _checks(report):
            by_check.setdefault((finding.check, finding.group), []).append(finding.status)
        for check, statuses in by_check.items():
            checks.setdefault(check, Counter())[gravest(statuses)] += 1
    return TaskFigures(
        id,
        name,
        len(handed),
        Counter(report.status for _, report in handed),
        tuple(CheckFigures(*check, statuses) for check, statuses in checks.items()),
    )


# Mistakes.


def _mistakes(work: Sequence[_Exercise]) -> list[MistakeFigures]:
    """Return the mistakes of the class: those that most students make come first."""
    found = [
        one for exercise in work for task in exercise.tasks() for one in _mistakes_of_task(*task)
    ]
    return sorted(found, key=lambda one: (-len(one.students), -one.share, -len(one.earlier)))


def _mistakes_of_task(
    id: str, name: str, handed: list[tuple[_Handed, TaskReport]]
) -> Iterator[MistakeFigures]:
    now: dict[str, list[str]] = {}
    before: dict[str, list[str]] = {}
    for one, report in handed:
        made = named(report)
        tasks = (_task(_graded(attempt), id) for attempt in one.others)
        overcome = {name for task in tasks if task is not None for name in named(task)}
        for mistake in made:
            now.setdefault(mistake, []).append(one.key)
        for mistake in sorted(overcome.difference(made)):
            before.setdefault(mistake, []).append(one.key)
    tried = sum(_tried(report) for _, report in handed)
    for mistake in {**now, **before}:
        students, earlier = now.get(mistake, ()), before.get(mistake, ())
        yield MistakeFigures(mistake, id, name, tuple(students), tuple(earlier), tried)


def named(task: TaskReport) -> tuple[str, ...]:
    """Return the mistakes of the catalogue that a tried task's findings name, each once."""
    found = [name for finding in _checks(task) for name in (finding.mistake, finding.also) if name]
    return tuple(dict.fromkeys(found)) if _tried(task) else ()


# Items of a test.


def _items(work: Sequence[_Exercise]) -> tuple[Item, ...]:
    scores: dict[str, dict[str, tuple[float, float]]] = {}
    names: dict[str, str] = {}
    for exercise in work:
        for id, name, handed in exercise.tasks():
            names[id] = name
            for one, report in handed:
                if _tried(report) and report.max_points:
                    earned = (report.points, report.max_points)
                    scores.setdefault(one.key, {})[id] = earned
    return tuple(item for id, name in names.items() for item in _item(id, name, scores))


def _item(
    id: str, name: str, scores: Mapping[str, Mapping[str, tuple[float, float]]]
) -> Iterator[Item]:
    tried = [tasks for tasks in scores.values() if id in tasks]
    shares = [points / most for points, most in (tasks[id] for tasks in tried)]
    pairs = []
    for share, tasks in zip(shares, tried):
        rest = [score for task, score in tasks.items() if task != id]
        if rest:
            pairs.append((share, sum(p for p, _ in rest) / sum(m for _, m in rest)))
    if shares:
        yield Item(id, name, len(shares), statistics.fmean(shares), correlation(pairs))


def correlation(
    pairs: Sequence[tuple[float, float]], least: int = LEAST_FOR_DISCRIMINATION
) -> float | None:
    """Return Pearson's correlation; None of fewer than `least` pairs or where one side is flat."""
    if len(pairs) < max(least, 2):
        return None
    sides = list(zip(*pairs))
    if any(max(side) - min(side) < 1e-9 for side in sides):
        return None
    return statistics.correlation(*sides)


# Time.


def _efforts(work: Sequence[_Exercise]) -> Iterator[Effort]:
    for exercise in work:
        graded = [one.graded for one in exercise.handed]
        seconds = [one.report.seconds for one in graded if one is not None]
        lying = spread(seconds)
        if lying is not None:
            yield Effort(exercise.info.id, lying, math.fsum(seconds))


def _handing_in(work: Sequence[_Exercise], policy: Policy) -> Iterator[HandingIn]:
    """Yield when exercises were handed in that have a due date, as far as a time is known."""
    for exercise in work:
        due = policy.due_of(exercise.info.id)
        if due is None:
            continue
        times = [one.attempt.handed_in for one in exercise.handed]
        hours = tuple(sorted((time - due) / HOUR for time in times if time is not None))
        lying = spread(hours)
        if lying is not None:
            late = sum(one.grade.late_seconds > 0 for one in exercise.handed)
            yield HandingIn(exercise.info.id, hours, lying, late)


# Networks that recur.


@dataclass(frozen=True)
class _Own:
    """What one student's function builds, over all cases that it was asked."""

    key: str
    digests: tuple[str, ...]
    layers: int
    parameters: int
    passing: bool
    mistakes: tuple[str, ...]


def _networks(work: Sequence[_Exercise]) -> list[SharedNetwork]:
    """Return the networks that two or more students share and that the task does not impose.

    Where a task has one right network, all who are right share it, and that means nothing. So a
    network is listed only where it is not right, or where the task is open: where those who pass
    it built many different networks. A network that also somebody who passes has built is right,
    whatever else is wrong with a function. Those that no known mistake accounts for come first.
    """
    found = [
        one
        for exercise in work
        for id, name, handed in exercise.tasks()
        for one in _shared(id, name, [own for pair in handed for own in _own(id, *pair)])
    ]
    return sorted(found, key=lambda one: (bool(one.mistakes), -len(one.students)))


def _own(id: str, one: _Handed, report: TaskReport) -> Iterator[_Own]:
    built = [network for network in one.graded.networks if network.task == id] if one.graded else []
    if built and report.status != "error":
        digests = tuple(sorted({network.digest for network in built}))
        layers, parameters = built[0].layers, built[0].parameters
        passing = report.status == "pass"
        yield _Own(one.key, digests, layers, parameters, passing, named(report))


def _shared(id: str, name: str, own: list[_Own]) -> Iterator[SharedNetwork]:
    groups: dict[tuple[str, ...], list[_Own]] = {}
    for one in own:
        groups.setdefault(one.digests, []).append(one)
    right = {one.digests for one in own if one.passing}
    passing = sum(one.passing for one in own)
    is_open = len(right) >= max(OPEN_NETWORKS, OPEN_SHARE * passing)
    for digests, group in groups.items():
        if len(group) < 2 or (digests in right and not is_open):
            continue
        common = [m for m in group[0].mistakes if all(m in one.mistakes for one in group)]
        yield SharedNetwork(
            id,
            name,
            tuple(one.key for one in group),
            group[0].layers,
            group[0].parameters,
            digests in right,
            tuple(common),
            len(own),
            len(groups),
        )


# Training.


def _curves(
    work: Sequence[_Exercise], reference: Mapping[str, tuple[float, ...]]
) -> Iterator[TaskCurves]:
    for exercise in work:
        for id, name, handed in exercise.tasks():
            found: Counter[tuple[tuple[float, ...], bool]] = Counter()
            for _, report in handed:
                for finding in _checks(report):
                    losses = _numbers(finding.data.get("losses"))
                    if finding.check == "accuracy" and losses:
                        found[losses, finding.status == "pass"] += 1
            curves = (Curve(losses, n, passed) for (losses, passed), n in found.most_common())
            if found:
                yield TaskCurves(id, name, tuple(curves), tuple(reference.get(id, ())))


def _contests(work: Sequence[_Exercise]) -> Iterator[Contest]:
    """Yield the tasks in which accuracy has several bars: their findings name the tier."""
    for exercise in work:
        for id, name, handed in exercise.tasks():
            tiered = [f for _, report in handed for f in _checks(report) if "tier" in f.data]
            if tiered:
                bars = _numbers(tiered[0].data.get("bars"))
                reached = (point for pair in handed for point in _reached(id, *pair))
                yield Contest(id, name, bars, tuple(reached))


def _reached(id: str, one: _Handed, report: TaskReport) -> Iterator[Reached]:
    """Yield what a design reached, with the parameters of the first network that was built: it
    is the one that is trained.
    """
    built = [network for network in one.graded.networks if network.task == id] if one.graded else []
    for finding in _checks(report):
        accuracy = _number(finding.data.get("accuracy"))
        if built and finding.check == "accuracy" and accuracy is not None:
            runs, tier = _numbers(finding.data.get("runs")), finding.data.get("tier", 0)
            yield Reached(one.key, built[0].parameters, accuracy, runs, int(tier))


def _number(value: Any) -> float | None:
    try:
        number = float(value)
    except (TypeError, ValueError):
        return None
    return number if math.isfinite(number) else None


def _numbers(values: Any) -> tuple[float, ...]:
    """Return the finite numbers of a list up to the first that is none: a training that broke
    off is shown as far as it went.
    """
    found: list[float] = []
    for value in values if isinstance(values, (list, tuple)) else ():
        number = _number(value)
        if number is None:
            break
        found.append(number)
    return tuple(found)
