"""Classes for tests: put together by hand, or drawn from a seed out of a pool of task reports."""

from __future__ import annotations

import hashlib
import math
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from grader.classroom.model import (
    Attempt,
    Built,
    ClassRecord,
    ExerciseInfo,
    Graded,
    Result,
    Student,
    StudentRecord,
    Trouble,
)
from grader.report.model import ExerciseReport, Finding, TaskReport

DAY = 86400.0
DUE = 1_790_000_000.0
"""Some moment in 2026, seconds since 1970."""


def finding(check: str, status: str, points: float, most: float, **settings: Any) -> Finding:
    """A finding whose code is its status where none is given."""
    code = settings.pop("code", "pass" if status == "pass" else f"made.{status}")
    return Finding(check, status, code, points, most, **settings)


def task(id: str, name: str, *findings: Finding) -> TaskReport:
    return TaskReport(id, name, findings, sum(f.max_points for f in findings))


def info(id: str, title: str, korean: str, *tasks: tuple[str, str, float]) -> ExerciseInfo:
    slug = f"{id}_{title.lower().replace(' ', '_')}"
    most = sum(points for *_, points in tasks)
    return ExerciseInfo(id, slug, {"en": title, "ko": korean}, most, tasks)


def attempt(
    exercise: ExerciseInfo,
    *tasks: TaskReport,
    at: float | None = None,
    networks: Sequence[Built] = (),
    seconds: float = 1.0,
) -> Attempt:
    """A graded attempt."""
    file = f"{exercise.slug}.py"
    report = ExerciseReport(exercise.id, exercise.slug, exercise.titles, file, tasks, seconds)
    result = Result("key", DUE, Graded(report, tuple(networks), "confined"))
    return Attempt(exercise.slug, f"digest {at}", file, at, False, (result,))


def student(key: str, name: str, *attempts: Attempt, **settings: Any) -> StudentRecord:
    """A student with attempts in the order in which they were handed in."""
    by_slug: dict[str, tuple[Attempt, ...]] = {}
    for one in attempts:
        by_slug[one.slug] = (*by_slug.get(one.slug, ()), one)
    troubles = settings.pop("troubles", ())
    return StudentRecord(Student(key, name, **settings), by_slug, troubles)


# A class that is drawn.


@dataclass(frozen=True)
class Pool:
    """What a class is drawn from: by task, right and wrong reports."""

    exercises: tuple[ExerciseInfo, ...]
    right: Mapping[str, Sequence[TaskReport]]
    wrong: Mapping[str, Sequence[TaskReport]]
    trained: Mapping[str, int] = field(default_factory=dict)
    """Epochs of the tasks that are trained."""
    contest: str = ""
    """The task with several bars."""


FAMILIES = ("김", "이", "박", "최", "정", "강", "조", "윤", "장", "임", "한", "오", "서", "신")
GIVEN = ("민준", "서연", "도윤", "하은", "지호", "수아", "예준", "지우", "시우", "채원", "Mina")


def drawn(pool: Pool, students: int, seed: int = 7) -> ClassRecord:
    """Draw a class: abler students are right more often, and every task has its own difficulty."""
    chance = random.Random(seed)
    hard = {id: chance.gauss(0, 1.1) for e in pool.exercises for id, *_ in e.tasks}
    records = [_student(pool, hard, number, chance) for number in range(1, students + 1)]
    records.sort(key=lambda one: one.student.name)
    losses = {
        id: tuple(1.1 * math.exp(-0.5 * e) + 0.05 for e in range(epochs))
        for id, epochs in pool.trained.items()
    }
    return ClassRecord(pool.exercises, tuple(records), losses)


def _student(
    pool: Pool, hard: Mapping[str, float], number: int, chance: random.Random
) -> StudentRecord:
    ability, diligence = chance.gauss(0.6, 1.1), chance.random()
    name = chance.choice(FAMILIES) + chance.choice(GIVEN)
    key = f"s{number:04}"
    attempts = []
    for place, exercise in enumerate(pool.exercises):
        if chance.random() < 0.03 + 0.25 * (1 - diligence):
            continue
        due = DUE + 7 * DAY * place
        at = due - DAY * chance.expovariate(0.7) + DAY * (0.15 if chance.random() < 0.6 else 1.4)
        if chance.random() < 0.2:
            weaker = _attempt(pool, exercise, hard, ability - 1.2, at - DAY, chance)
            attempts.append(weaker)
        attempts.append(_attempt(pool, exercise, hard, ability, at, chance))
    troubles = (Trouble("made.up", {"file": "notes.txt"}),) if number % 17 == 0 else ()
    details = {"email": f"{key}@example.org", "section": "AB"[number % 2]}
    return student(key, name, *attempts, troubles=troubles, **details)


def _attempt(
    pool: Pool,
    exercise: ExerciseInfo,
    hard: Mapping[str, float],
    ability: float,
    at: float,
    chance: random.Random,
) -> Attempt:
    reports, networks = [], []
    for id, name, points in exercise.tasks:
        report, built = _task(pool, (id, name, points), ability - hard[id], chance)
        reports.append(report)
        networks += built
    seconds = chance.lognormvariate(-0.5, 0.6)
    return attempt(exercise, *reports, at=at, networks=networks, seconds=seconds)


def _task(
    pool: Pool, asked: tuple[str, str, float], lead: float, chance: random.Random
) -> tuple[TaskReport, list[Built]]:
    id, name, points = asked
    roll = chance.random()
    if roll < 0.002:
        settings = {"code": "grader.error", "data": {"why": "the runner was lost"}}
        return task(id, name, finding("values", "error", 0, points, **settings)), []
    if roll < 0.07:
        return task(id, name, finding("values", "todo", 0, points, code="todo")), []
    right = chance.random() < 1 / (1 + math.exp(-lead)) or not pool.wrong.get(id)
    choices = pool.right[id] if right else pool.wrong[id]
    place = min(int(chance.expovariate(0.35)), len(choices) - 1)
    report = choices[0 if right else place]
    variant = chance.randrange(60) if id == pool.contest else 0 if right else place + 1
    if id in pool.trained:
        report = _trained(pool, report, variant, right)
    networks = []
    if "build" in name or id in pool.trained:
        digest = hashlib.sha256(f"{id} {variant}".encode()).hexdigest()
        size = 15_000 - 210 * variant if id == pool.contest else 1240 + 97 * variant
        networks = [Built(id, digest, 6 + variant % 5, size)]
    return report, networks


def _trained(pool: Pool, report: TaskReport, variant: int, right: bool) -> TaskReport:
    """Add an accuracy finding in the very form of `grader.judge.accuracy`."""
    slow = 0.55 - 0.006 * variant if right else 0.08
    epochs = range(pool.trained[report.id])
    losses = [1.1 * math.exp(-slow * e) + 0.02 * variant % 0.1 for e in epochs]
    best = 0.99 - 0.0035 * variant if right else 0.41
    data: dict[str, Any] = {"accuracy": f"{best:.3f}", "first": f"{best:.3f}", "bar": "0.72"}
    data |= {"runs": [best], "losses": losses}
    if not right:
        found = finding("accuracy", "fail", 0, 3, code="accuracy.low", data=data)
    elif report.id != pool.contest:
        found = finding("accuracy", "pass", 3, 3, code="accuracy.pass", data=data)
    else:
        bars = [0.72, 0.93, 0.98]
        tier = sum(best >= bar for bar in bars)
        data |= {"tier": tier, "tiers": 3, "bars": [f"{bar:.2f}" for bar in bars], "next": "0.98"}
        code = "accuracy.top_tier" if tier == 3 else "accuracy.tier"
        found = finding("accuracy", "pass", tier, 3, code=code, data=data)
    findings = (*report.findings, found)
    return replace(report, findings=findings, max_points=sum(f.max_points for f in findings))


def _wrong(check: str, mistake: str | None, code: str, **data: Any) -> Finding:
    return finding(check, "fail", 0, 2, code=code, mistake=mistake, data=data, line=12)


def _small_pool() -> Pool:
    """Three exercises with findings as the judges make them."""
    called = {"call": "conv_params(kernel=3)", "found": "30", "expected": "40"}
    numbers = info("04", "Counting parameters", "파라미터 세기", ("4.1", "conv_params", 2.0),
                   ("4.2", "dense_params", 2.0))  # fmt: skip
    border = info("07", "Same or valid", "same과 valid", ("7.4", "build_border_model", 5.0))
    capstone = info("18", "Capstone", "캡스톤", ("18.2", "build_model", 5.0))
    shape = {"layer": 1, "layer_text": "Conv2D(8, 3)"}
    shape |= {"found": "(4, 4, 8)", "expected": "(5, 5, 8)"}
    right = {
        "4.1": [task("4.1", "conv_params", finding("values", "pass", 2, 2))],
        "4.2": [task("4.2", "dense_params", finding("values", "pass", 2, 2))],
        "7.4": [task("7.4", "build_border_model", finding("shapes", "pass", 2, 2))],
        "18.2": [task("18.2", "build_model", finding("design", "pass", 2, 2))],
    }
    wrong = {
        "4.1": [
            task("4.1", "conv_params", _wrong("values", name, "value.wrong", **called))
            for name in ("forgets_bias", "omits_input_channels", "always_rgb", None)
        ],
        "4.2": [
            task("4.2", "dense_params", _wrong("values", "forgets_bias", "value.wrong", **called)),
        ],
        "7.4": [
            task("7.4", "build_border_model", _wrong("shapes", None, "shape.mismatch", **shape)),
        ],
    }
    trained = {"7.4": 8, "18.2": 8}
    return Pool((numbers, border, capstone), right, wrong, trained, "18.2")


SMALL = _small_pool()
DUES = {"04": DUE, "07": DUE + 7 * DAY, "18": DUE + 14 * DAY}
