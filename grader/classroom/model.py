"""A class as data: its students, what each handed in, and how that was graded."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from grader.report.model import ExerciseReport


@dataclass(frozen=True)
class Student:
    """One student, as the roster or the folder knows them."""

    key: str
    """What names them in this gradebook: unique, and what `class show` is given."""
    name: str = ""
    email: str = ""
    section: str = ""
    ids: Mapping[str, str] = field(default_factory=dict)
    """Other names by platform: `"login"`, `"sis"`, `"canvas"`, `"moodle"`, `"github"`."""

    @property
    def shown(self) -> str:
        """The name that a person reads."""
        return self.name or self.key


@dataclass(frozen=True)
class Trouble:
    """Something that was not read as it lay there. `code` is a key of the section `class`."""

    code: str
    data: Mapping[str, str]


@dataclass(frozen=True)
class Built:
    """One network that a student's function built; nothing of it is a name or a style."""

    task: str
    digest: str
    """Of the canonical network: the same for all who built the same."""
    layers: int
    parameters: int


@dataclass(frozen=True)
class Graded:
    """What grading one exercise of one student gave."""

    report: ExerciseReport
    """Without any path of this machine."""
    networks: tuple[Built, ...] = ()
    sandbox: str | None = None
    """The tier that held; None where nothing had to be run."""
    missing: tuple[str, ...] = ()
    """What the code was not kept from, by the names of `grader.run.sandbox`."""


@dataclass(frozen=True)
class Result:
    """One grading of one attempt; an attempt has one for each kit that it was graded with."""

    key: str
    """Of the files, the exercise, the kit, the library versions and the effort."""
    graded_at: float
    """Seconds since 1970."""
    graded: Graded


@dataclass(frozen=True)
class Attempt:
    """One version of one exercise that a student handed in."""

    slug: str
    digest: str
    """Of the bytes handed in."""
    file: str
    """Where the file lay in what was handed in."""
    handed_in: float | None
    """Seconds since 1970; None where nothing tells."""
    late: bool
    """Whether the platform itself says so."""
    results: tuple[Result, ...]
    """Oldest first."""

    @property
    def current(self) -> Result | None:
        """The newest result that is a grade; one that the grader failed at only for want of it."""
        grades = [one for one in self.results if one.graded.report.status != "error"]
        return next(reversed(grades or self.results), None)


@dataclass(frozen=True)
class StudentRecord:
    """All that a gradebook knows of one student."""

    student: Student
    attempts: Mapping[str, tuple[Attempt, ...]]
    """By exercise, in the order in which they were handed in."""
    troubles: tuple[Trouble, ...] = ()
    """Of what was found last."""


@dataclass(frozen=True)
class ExerciseInfo:
    """What a class page needs to know of an exercise."""

    id: str
    slug: str
    titles: Mapping[str, str]
    max_points: float
    tasks: tuple[tuple[str, str, float], ...]
    """Id, name of the function, points."""


@dataclass(frozen=True)
class ClassRecord:
    """A whole class as the gradebook has it."""

    exercises: tuple[ExerciseInfo, ...]
    students: tuple[StudentRecord, ...]
    """By name."""
    reference_losses: Mapping[str, tuple[float, ...]] = field(default_factory=dict)
    """By task: the loss after each epoch when the kit's own network is trained."""
