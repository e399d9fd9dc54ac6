"""What is different since the last time: which checks are right now, which are wrong now."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from grader.messages import Messages
from grader.report.model import ExerciseReport, TaskReport


class Check(NamedTuple):
    """Which check of which task; checks of one kind are counted."""

    task: str
    kind: str
    number: int
    group: str = ""


class Verdict(NamedTuple):
    """What came of a check."""

    status: str
    about: str
    """What makes one failure another than the last: the mistake, or the code of the finding."""


Standing = Mapping[Check, Verdict]
NOT_STARTED = Verdict("todo", "")


@dataclass(frozen=True)
class Change:
    """One line of news."""

    task: str
    name: str
    kind: str
    """A kind of check; empty where it is about the whole task."""
    group: str
    """Which cases of it, as the author calls them; empty where there is one kind only."""
    key: str
    """`"right"`, `"wrong"`, `"other"` (wrong in another way), `"todo"` (not started again) ..."""


def standing(report: ExerciseReport) -> dict[Check, Verdict]:
    """Return what a report says of each check that has points."""
    found: dict[Check, Verdict] = {}
    for task in report.tasks:
        count: Counter[str] = Counter()
        for finding in task.findings:
            if finding.max_points:
                count[finding.check] += 1
                check = Check(task.id, finding.check, count[finding.check], finding.group)
                found[check] = Verdict(finding.status, finding.mistake or finding.code)
    return found


def changes(before: Standing, report: ExerciseReport) -> Iterator[Change]:
    """Yield what is new in a report, task by task. What was never asked before counts as open."""
    now = standing(report)
    for task in report.tasks:
        yield from _of_task(before, now, task)


def _of_task(before: Standing, now: Standing, task: TaskReport) -> Iterator[Change]:
    own = {check: verdict for check, verdict in now.items() if check.task == task.id}
    new = {c: v for c, v in own.items() if before.get(c, NOT_STARTED).status != v.status}
    if new and all(verdict.status == "pass" for verdict in own.values()):
        yield Change(task.id, task.name, "", "", "right")
        return
    if new and all(verdict.status == "todo" for verdict in own.values()):
        yield Change(task.id, task.name, "", "", "todo")
        return
    telling = {check: verdict for check, verdict in new.items() if verdict.status != "blocked"}
    for check, verdict in telling.items():
        kind = check.kind if len(own) > 1 else ""
        never = before.get(check, NOT_STARTED).status != "pass"
        key = "not_yet" if verdict.status == "fail" and never else _KEYS[verdict.status]
        yield Change(task.id, task.name, kind, check.group, key)
    wrong = {check: verdict for check, verdict in own.items() if verdict.status == "fail"}
    if not telling and any(before[c].about != v.about for c, v in wrong.items()):
        yield Change(task.id, task.name, "", "", "other")


_KEYS = {"pass": "right", "fail": "wrong", "limit": "limit", "error": "error", "todo": "todo"}


def told(change: Change, messages: Messages) -> str:
    """Return a change as words: `7.1 shapes: now right`."""
    what = messages.text("check", change.kind) if change.kind else change.name
    if change.kind and change.group:
        known = messages.has("group", change.group)  # a new exercise may have groups without words
        group = messages.text("group", change.group) if known else change.group
        what = f"{what} ({group})"
    news = messages.text("news", change.key)
    return f"{change.task} {what}: {news}"
