"""A plugin for pytest whose items are the checks of a report: judged already, only told here."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from grader.messages import Messages
from grader.report.model import ExerciseReport, Finding, Report, TaskReport
from grader.report.words import message, sentence


class ReportPlugin:
    """Takes the place of pytest's own collection: no file is looked for or imported."""

    def __init__(self, report: Report, messages: Messages) -> None:
        self._report = report
        self._messages = messages

    @pytest.hookimpl(tryfirst=True)
    def pytest_collection(self, session: pytest.Session) -> bool:
        """Enter one item for each check that has points."""
        session.items = list(self._items(session))
        session.testscollected = len(session.items)
        return True

    def _items(self, session: pytest.Session) -> Iterator[ToldItem]:
        for exercise in self._report.exercises:
            for task in exercise.tasks:
                yield from self._of_task(session, exercise, task)

    def _of_task(
        self, session: pytest.Session, exercise: ExerciseReport, task: TaskReport
    ) -> Iterator[ToldItem]:
        for name, finding in by_item(task).items():
            item: ToldItem = ToldItem.from_parent(
                session, name=name, nodeid=f"{exercise.slug}::{name}"
            )
            item.exercise = exercise
            item.tell(finding, self._messages)
            yield item


def item_names(task: str, checks: Iterable[str]) -> list[str]:
    """Return what the checks of a task are called, given by their kinds: `"7.1 shapes"`."""
    seen: Counter[str] = Counter()
    names = []
    for check in checks:
        seen[check] += 1
        number = f" {seen[check]}" if seen[check] > 1 else ""
        names.append(f"{task} {check}{number}")
    return names


def by_item(task: TaskReport) -> dict[str, Finding]:
    """Return the findings that have points, each by its item's name."""
    findings = [finding for finding in task.findings if finding.max_points]
    return dict(zip(item_names(task.id, [one.check for one in findings]), findings))


class CheckItem(pytest.Item):
    """One check. It is skipped where nothing was asked, an error where it was not judged."""

    def tell(self, finding: Finding, messages: Messages) -> None:
        """Take on what was found."""
        self._finding = finding
        self._sentence = sentence(finding, messages)
        self.user_properties += [
            ("score", f"{finding.points:g}"),
            ("max_score", f"{finding.max_points:g}"),
            ("status", finding.status),
        ]
        if finding.mistake is not None:
            self.user_properties.append(("mistake", finding.mistake))
        if finding.status in ("todo", "blocked"):
            self.add_marker(pytest.mark.skip(reason=message(finding, messages)))

    def setup(self) -> None:
        """Fail before the test where the grader did: pytest calls that an error."""
        if self._finding.status == "error":
            pytest.fail(self._sentence, pytrace=False)

    def runtest(self) -> None:
        """Fail where the check did."""
        if self._finding.status in ("fail", "limit"):
            pytest.fail(self._sentence, pytrace=False)


class ToldItem(CheckItem):
    """A check that was judged before: it stands where it was found."""

    exercise: ExerciseReport

    def reportinfo(self) -> tuple[str, int, str]:
        """Return file, line counted from 0, and name."""
        return self._file, max((self._finding.line or 1) - 1, 0), self.name

    @property
    def location(self) -> tuple[str, int | None, str]:
        """The same, with the file as it is seen from here."""
        return self.reportinfo()

    @property
    def _file(self) -> str:
        path = Path(self.exercise.file)
        try:
            return path.absolute().relative_to(Path.cwd()).as_posix()
        except ValueError:
            return path.name
