"""What the instructor's commands say: progress, what was found, who changed, one student."""

from __future__ import annotations

import contextlib
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import PurePosixPath

from rich.console import Console
from rich.table import Table
from rich.text import Text

from grader.classroom.grading import Change, Progress, Tally, findings_of
from grader.classroom.model import Attempt, Student, StudentRecord, Trouble
from grader.classroom.policy import Standing
from grader.kit import module_name
from grader.messages import Messages

EACH_SECONDS = 10.0
"""How often progress is told where there is no terminal."""
MOST_SHOWN = 20
"""Lines of one list on the screen; `class show` and the page tell all."""


@contextlib.contextmanager
def progress_told(messages: Messages) -> Iterator[Progress]:
    """Tell how far it is: a bar on a terminal, else a line from time to time."""
    console = Console(stderr=True)
    if console.is_terminal:
        with _bar(console, messages) as tell:
            yield tell
        return
    begun = last = time.monotonic()

    def tell_in_lines(tally: Tally) -> None:
        nonlocal last
        now = time.monotonic()
        if now - last >= EACH_SECONDS:
            last = now
            print(_so_far(tally, now - begun, messages), file=sys.stderr, flush=True)

    yield tell_in_lines


@contextlib.contextmanager
def _bar(console: Console, messages: Messages) -> Iterator[Progress]:
    from rich.progress import BarColumn, Progress, TextColumn

    begun = time.monotonic()
    columns = (BarColumn(), TextColumn("{task.description}"))
    with Progress(*columns, console=console, transient=True) as bars:
        shown = bars.add_task(messages.text("class", "starting"), total=None)

        def tell(tally: Tally) -> None:
            told = _so_far(tally, time.monotonic() - begun, messages)
            bars.update(shown, description=told, completed=tally.done, total=tally.waiting)

        yield tell


def _so_far(tally: Tally, seconds: float, messages: Messages) -> str:
    rate = tally.done / max(seconds, 1e-9)
    left = (tally.waiting - tally.done) / max(rate, 1e-9)
    key = "progress_errors" if tally.failures else "progress"
    return messages.text(
        "class",
        key,
        {
            "done": tally.done,
            "waiting": tally.waiting,
            "rate": f"{60 * rate:.0f}",
            "left": f"{left // 60:.0f}:{left % 60:02.0f}",
            "errors": len(tally.failures),
        },
    )


def found(
    tally: Tally,
    troubles: Mapping[str, Sequence[Trouble]],
    absent: Sequence[Student],
    messages: Messages,
) -> None:
    """Tell what was found, whose files need a look, and who handed in nothing."""
    say(messages, "found", students=tally.students, attempts=tally.attempts)
    lines = [
        f"  {student}: {trouble_told(trouble, messages)}"
        for student, told in troubles.items()
        for trouble in told
    ]
    if lines:
        say(messages, "troubles", students=len(troubles))
        _list(lines, messages)
    if absent:
        names = "; ".join(named(one) for one in absent[:MOST_SHOWN])
        more = " ..." if len(absent) > MOST_SHOWN else ""
        say(messages, "absent", count=len(absent), names=names + more)


def graded(tally: Tally, seconds: float, messages: Messages) -> None:
    """Tell how many were graded, and how fast."""
    if not tally.waiting:
        say(messages, "nothing_new", known=tally.known)
        return
    rate = f"{60 * tally.done / max(seconds, 1e-9):.0f}"
    say(messages, "graded", done=tally.done, known=tally.known, seconds=f"{seconds:.1f}", rate=rate)
    if tally.failures:
        say(messages, "errors", errors=len(tally.failures))
        lines = sorted(f"  {one.student} {one.slug}: {one.why}" for one in tally.failures)
        _list(lines, messages)


def changes(changed: Sequence[Change], messages: Messages) -> None:
    """Tell who changed, by how much, and why."""
    if not changed:
        return
    say(messages, "changed", count=len(changed))
    lines = sorted(f"  {_change(one, messages)}" for one in changed)
    _list(lines, messages, len(lines))


def _change(change: Change, messages: Messages) -> str:
    before, after = change.before.report.points, change.after.report.points
    was, now = findings_of(change.before), findings_of(change.after)
    reasons = []
    for place in sorted(was.keys() | now.keys()):
        if was.get(place) != now.get(place):
            task, check, _ = place
            words = [_outcome(one.get(place), messages) for one in (was, now)]
            if words[0] == words[1]:  # the check is worth something else now
                words = [f"{one[place][2]:g}" for one in (was, now)]
            reasons.append(f"{task} {check}: {' → '.join(words)}")
    difference = f"{before:g} → {after:g} ({after - before:+g})"
    return f"{change.student} {change.slug}: {difference}; {'; '.join(reasons)}"


def _outcome(found: tuple[str, str | None, float] | None, messages: Messages) -> str:
    if found is None:
        return "-"
    status, mistake, _ = found
    word = messages.text("status", status)
    return f"{word} ({mistake})" if mistake else word


def _list(lines: Sequence[str], messages: Messages, most: int = MOST_SHOWN) -> None:
    for line in lines[:most]:
        print(line)
    if len(lines) > most:
        print("  " + messages.text("class", "more", {"count": len(lines) - most}))


def trouble_told(trouble: Trouble, messages: Messages) -> str:
    """Return the sentence of a trouble."""
    return messages.text("class", trouble.code, trouble.data)


def say(messages: Messages, key: str, **data: object) -> None:
    """Print one sentence."""
    print(messages.text("class", key, data))


def head(console: Console, own: StudentRecord, standing: Standing, messages: Messages) -> None:
    """Print who a student is, and the total."""
    student = own.student
    about = "  ".join(part for part in (student.email, student.section) if part)
    points = f"{standing.points:g} / {standing.max_points:g} ({standing.percent:.1f} %)"
    console.print(Text(f"{named(student)}  {about}".rstrip() + f"   {points}", "bold"))
    if standing.provisional:
        console.print(Text(messages.text("class", "provisional"), "magenta"))


def named(student: Student) -> str:
    """Return a student's name with the key that commands take."""
    return student.key if student.shown == student.key else f"{student.shown} [{student.key}]"


def grades(standing: Standing, own: StudentRecord, messages: Messages) -> Table:
    """Return a row for each exercise that was handed in."""
    table = Table(box=None, pad_edge=False, header_style="bold", padding=(0, 2, 0, 0))
    for key in ("exercise", "status"):
        table.add_column(messages.text("ui", key), no_wrap=True)
    table.add_column(messages.text("ui", "points"), justify="right", no_wrap=True)
    for key in ("handed_in", "attempts", "file"):
        table.add_column(messages.text("class", key), overflow="fold")
    slugs = {slug.partition("_")[0]: slug for slug in own.attempts}
    for grade in standing.grades:
        if grade.attempt is None:
            continue
        table.add_row(
            grade.exercise,
            messages.text("status", grade.status),
            f"{grade.points:g} / {grade.max_points:g}",
            _when(grade.late_seconds, grade.attempt, messages),
            " → ".join(_history(own.attempts[slugs[grade.exercise]])),
            _unusual(grade.attempt),
        )
    return table


def _unusual(attempt: Attempt) -> str:
    """Return where a file lay, unless it lay where it belongs."""
    path = PurePosixPath(attempt.file)
    usual = path.parent.name == attempt.slug and path.stem == module_name(attempt.slug)
    return "" if usual else attempt.file


def without(standing: Standing, messages: Messages) -> Iterator[str]:
    """Yield a line on what was not handed in, and one on what need not be."""
    for status in ("missing", "excused"):
        ids = [grade.exercise for grade in standing.grades if grade.status == status]
        if ids:
            yield f"{messages.text('class', status)}: {', '.join(ids)}"


def _history(attempts: Sequence[Attempt]) -> Iterator[str]:
    """Yield the points of each attempt; what a later kit gave it follows after a comma."""
    for attempt in attempts:
        points = [f"{one.graded.report.points:g}" for one in attempt.results]
        yield ", ".join(points) or "?"


def _when(late: float, attempt: Attempt, messages: Messages) -> str:
    if attempt.handed_in is None:
        return messages.text("class", "late") if late else ""
    told = time.strftime("%Y-%m-%d %H:%M", time.localtime(attempt.handed_in))
    return told if not late else f"{told} {messages.text('class', 'late')}"
