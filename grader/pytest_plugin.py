"""`python -m pytest exercises`: the checks as items of pytest, for those who live in a test panel.

Items are named from the reference: nothing of a student's is run, or imported, to find them. The
first item of a file that runs has the exercise graded; each then tells its own finding.
`exercises/conftest.py` imports the hooks.
"""

from __future__ import annotations

import os
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import Any

import pytest

from grader.commands import usual_sandbox
from grader.grade import Grader, Options
from grader.judge.blanket import asked_checks
from grader.kit import ROOT, Kit, module_name
from grader.messages import Messages, language_of_user
from grader.reference import FrozenTask, Reference, check_kind
from grader.report.model import Finding
from grader.report.pytest_items import CheckItem, by_item, item_names
from grader.report.view import places
from grader.spec import EFFORTS
from grader.submission import beginning, what_counts

HOOKS = ("pytest_addoption", "pytest_configure", "pytest_collect_file", "pytest_runtest_setup")
__all__ = [*HOOKS]


class Grading:
    """What all items of one run share: one grader, started when the first of them runs."""

    def __init__(self, config: pytest.Config, kit: Kit) -> None:
        wanted = config.getoption("--grader-accuracy", None)
        wanted = wanted or os.environ.get("GRADER_ACCURACY") or "standard"
        if wanted not in EFFORTS:
            known = ", ".join(EFFORTS)
            raise pytest.UsageError(f"GRADER_ACCURACY={wanted}: known are {known}")
        self.kit = kit
        self.effort = wanted
        self.messages = Messages(language_of_user())
        options = Options(accuracy=wanted, sandbox=usual_sandbox(), workers=1)
        self.grader = Grader(kit, options)
        config.add_cleanup(self.grader.__exit__)


GRADING = pytest.StashKey[Grading]()


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the option that says how much is trained."""
    told = Messages(language_of_user()).text("help", "accuracy")
    parser.getgroup("grader").addoption("--grader-accuracy", choices=EFFORTS, help=told)


def pytest_configure(config: pytest.Config) -> None:
    """Make what the items share."""
    config.stash[GRADING] = Grading(config, Kit(ROOT))


@pytest.hookimpl(wrapper=True)
def pytest_collect_file(
    file_path: Path, parent: pytest.Collector
) -> Generator[None, list[Any], list[Any]]:
    """Collect an exercise's file as its checks and as nothing else: nobody is to import it."""
    others = yield
    kit = parent.config.stash[GRADING].kit
    slug = file_path.parent.name
    if slug not in kit.slugs or file_path.parent.parent.resolve() != kit.exercises.resolve():
        return others
    if file_path.stem != module_name(slug) or file_path.suffix not in (".py", ".ipynb"):
        return others
    reference = kit.load(slug, answers=False)
    folder = file_path.parent
    counts = what_counts(folder, reference.file, reference.stub, folder.resolve())
    if counts.name != file_path.name:
        return []
    file: ExerciseFile = ExerciseFile.from_parent(parent, path=file_path)
    file.reference = reference
    return [file]


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Find out what an item has to tell, before pytest asks whether it is skipped."""
    if isinstance(item, FileItem):
        item.find_out()


class ExerciseFile(pytest.File):
    """The file of one exercise; its items are the checks."""

    reference: Reference
    _found: dict[str, Finding] | None = None

    def collect(self) -> Iterator[FileItem]:
        """Yield an item for each check that is asked and has points."""
        text = self.path.read_text("utf-8", "replace") if self.path.suffix == ".py" else ""
        grading = self.config.stash[GRADING]
        for task in self.reference.tasks:
            for name in items_of(task, grading.effort):
                item: FileItem = FileItem.from_parent(self, name=name)
                item.task = task
                item.line = _line(text, task.name)
                yield item

    def found(self) -> dict[str, Finding]:
        """Return what was found, by item; the exercise is graded when this is first asked."""
        if self._found is None:
            grading = self.config.stash[GRADING]
            slug, folder = self.reference.slug, self.path.parent.parent
            report = grading.grader.grade_exercise(folder, slug, self._only())
            self._found = {}
            for task in report.tasks:
                self._found.update(by_item(task))
        return self._found

    def _only(self) -> str | None:
        """Return the one task that is to be run, None where there are more."""
        own = [item for item in self.session.items if item.parent is self]
        tasks = {item.task.id for item in own if isinstance(item, FileItem)}
        return tasks.pop() if len(tasks) == 1 else None


def items_of(task: FrozenTask, effort: str) -> list[str]:
    """Return the names of a task's items: those that its report will have."""
    checks = [check for check in asked_checks(task, effort) if check.points]
    return item_names(task.id, map(check_kind, checks))


def _line(text: str, name: str) -> int:
    """Return where a task's function stands, counted from 0."""
    found = beginning(name).search(text)
    return text.count("\n", 0, found.start()) if found else 0


class FileItem(CheckItem):
    """A check of an exercise's file."""

    task: FrozenTask
    line: int

    def find_out(self) -> None:
        """Have the exercise graded, where no item of it has run before."""
        file = self.parent
        assert isinstance(file, ExerciseFile)
        finding = file.found()[self.name]
        self.tell(finding, self.config.stash[GRADING].messages)
        if finding.line is not None:
            where = [f"{place}: {source}" for place, source in places(finding, str(file.path))]
            self._sentence = "\n".join([self._sentence, *where])

    def reportinfo(self) -> tuple[Path, int, str]:
        """Return file, line counted from 0, and what stands above a failure.

        In a name by itself pytest would write `10.1` as `10::1`, as it does with classes.
        """
        return self.path, self.line, f"{self.path.name} {self.name}"
