"""The instructor's commands: `class check`, `regrade`, `report`, `export` and `show`."""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from rich.console import Console
from rich.text import Text

from grader.classroom import telling
from grader.classroom.export import FORMATS
from grader.classroom.export.tables import write_bytes
from grader.classroom.gradebook import Gradebook, reading, writing
from grader.classroom.grading import (
    Plan,
    Tally,
    Times,
    exercises_of,
    find,
    grade_class,
    read_times,
    record_of,
)
from grader.classroom.model import ClassRecord, StudentRecord
from grader.classroom.policy import Policy, Standing, standings, strangers
from grader.classroom.policy_file import read_policy
from grader.classroom.roster import Roster, read_roster
from grader.kit import Kit, UsageError
from grader.messages import Messages
from grader.report.terminal import Terminal

ALL_GRADED, SOME_FAILED = 0, 3


def check(options: argparse.Namespace, kit: Kit, messages: Messages) -> int:
    """Enter what was handed in into the gradebook, and grade what has no grade yet."""
    if not options.path.exists():  # no gradebook is made for a slip of the pen
        raise UsageError("usage.no_submission", path=str(options.path))
    given = read_roster(options.roster) if options.roster else None
    plan = _plan(options, kit, options.only)
    tally, begun = Tally(), time.monotonic()
    with writing(options.gradebook) as gradebook:
        command = gradebook.begin("check", _about(options))
        if given is not None:
            gradebook.enrol(given, command)
        roster = gradebook.enrolled()
        times = _times(options, roster, kit)
        troubles, absent = {}, {one.key: one for one in roster.students}
        for found in find(kit, options.path, gradebook, command, roster, times):
            tally.students += 1
            absent.pop(found.student.key, None)
            if found.troubles:
                troubles[found.student.key] = found.troubles
        done = _grade(kit, gradebook, command, plan, tally, messages, seen=command)
    telling.found(tally, troubles, list(absent.values()), messages)
    telling.changes(tally.changes, messages)
    telling.graded(tally, time.monotonic() - begun, messages)
    if done:
        telling.say(messages, "next_report", gradebook=options.gradebook)
    return ALL_GRADED if done and not tally.failures else SOME_FAILED


def regrade(options: argparse.Namespace, kit: Kit, messages: Messages) -> int:
    """Grade everything again that this version of the kit has not graded; tell what changes."""
    plan = _plan(options, kit, options.exercises)
    tally, begun = Tally(), time.monotonic()
    with reading(options.gradebook) as gradebook:  # it must be there
        students = [_student(gradebook, name).student.key for name in options.student]
    with writing(options.gradebook) as gradebook:
        command = gradebook.begin("regrade", _about(options))
        done = _grade(kit, gradebook, command, plan, tally, messages, students=students)
    tally.students = len({change.student for change in tally.changes})
    telling.changes(tally.changes, messages)
    telling.graded(tally, time.monotonic() - begun, messages)
    return ALL_GRADED if done and not tally.failures else SOME_FAILED


def report(options: argparse.Namespace, kit: Kit, messages: Messages) -> int:
    """Write the page on the class."""
    from grader.classroom.page import page

    policy, standing, record = _standings(options, kit, messages)
    text = page(
        record, standing, policy, messages, made_at=time.time(), anonymous=options.anonymous
    )
    write_bytes(options.out, text.encode())
    telling.say(messages, "written", path=options.out)
    return ALL_GRADED


def export(options: argparse.Namespace, kit: Kit, messages: Messages) -> int:
    """Write the grades in a platform's form."""
    if options.format == "gradescope":
        from grader.classroom.gradescope_zip import autograder_zip

        out = options.out or Path("autograder.zip")
        asked = [options.exercise] if options.exercise else ()
        autograder_zip(kit, out, options.policy, exercises=asked, language=messages.language)
        telling.say(messages, "written", path=out)
        return ALL_GRADED
    policy, standing, _ = _standings(options, kit, messages, options.exercise)
    for line in FORMATS[options.format](standing, policy, options, messages):
        print(line)
    return ALL_GRADED


def show(options: argparse.Namespace, kit: Kit, messages: Messages) -> int:
    """Show what one student handed in, what came of it, and how that changed."""
    with reading(options.gradebook) as gradebook:
        own = _student(gradebook, options.student, history=True)
        record = record_of(kit, gradebook)
    policy = _policy(options, kit)
    standing = next(s for s in standings(record, policy) if s.record.student == own.student)
    console = Console(highlight=False)
    telling.head(console, own, standing, messages)
    console.print(telling.grades(standing, own, messages))
    for line in telling.without(standing, messages):
        console.print(line)
    for trouble in own.troubles:
        console.print(Text(f"! {telling.trouble_told(trouble, messages)}", "yellow"))
    counted = [grade.attempt.current for grade in standing.grades if grade.attempt is not None]
    Terminal(console, messages).details([r.graded.report for r in counted if r is not None])
    return ALL_GRADED


def _standings(
    options: argparse.Namespace, kit: Kit, messages: Messages, exercise: str | None = None
) -> tuple[Policy, tuple[Standing, ...], ClassRecord]:
    """Return everybody's grades, of one exercise where one is named."""
    policy = _policy(options, kit)
    if exercise:
        slug, _ = kit.select([exercise])[0]
        policy = replace(policy, counts=frozenset({slug.partition("_")[0]}))
    with reading(options.gradebook) as gradebook:
        record = record_of(kit, gradebook)
    named = strangers(record, policy)
    if named:
        data = {"path": options.policy, "names": ", ".join(named)}
        print(messages.text("class", "strangers", data), file=sys.stderr)
    return policy, standings(record, policy), record


def _policy(options: argparse.Namespace, kit: Kit) -> Policy:
    return read_policy(options.policy, exercises_of(kit)) if options.policy else Policy()


def _plan(options: argparse.Namespace, kit: Kit, names: Sequence[str]) -> Plan:
    slugs = tuple(dict.fromkeys(slug for slug, _ in kit.select(names or kit.slugs)))
    if not slugs:
        raise UsageError("usage.no_exercises", folder=str(kit.reference))
    return Plan(
        slugs,
        options.accuracy,
        options.sandbox or "isolated",
        options.accept_unprotected,
        options.workers or 0,
        options.scheduler or "",
    )


def _times(options: argparse.Namespace, roster: Roster, kit: Kit) -> Times | None:
    if options.times is None:
        return {}
    if options.times == "files":
        return None
    return read_times(Path(options.times), roster.recognise, kit)


def _about(options: argparse.Namespace) -> dict[str, str]:
    return {name: str(value) for name, value in vars(options).items() if name != "run"}


def _grade(
    kit: Kit,
    gradebook: Gradebook,
    command: int,
    plan: Plan,
    tally: Tally,
    messages: Messages,
    *,
    seen: int | None = None,
    students: Sequence[str] = (),
) -> bool:
    """Grade, with progress; False where Ctrl-C ended it."""
    try:
        with telling.progress_told(messages) as progress:
            grade_class(
                kit, gradebook, command, plan, tally, progress, seen=seen, students=students
            )
    except KeyboardInterrupt:
        telling.say(messages, "stopped", done=tally.done, waiting=tally.waiting)
        return False
    gradebook.end(command)
    return True


def _student(gradebook: Gradebook, name: str, *, history: bool = False) -> StudentRecord:
    """Return the student of this key, or whose name or address has this in it.

    Raises UsageError where there is none, or there are several.
    """
    everybody = list(gradebook.students(history=history))
    exact = [one for one in everybody if one.student.key == name]
    part = name.casefold()
    found = exact or [
        one
        for one in everybody
        if part in f"{one.student.key} {one.student.name} {one.student.email}".casefold()
    ]
    if len(found) == 1:
        return found[0]
    shown = (found or everybody)[: telling.MOST_SHOWN]
    keys = ", ".join(telling.named(one.student) for one in shown)
    raise UsageError(
        "usage.several_students" if found else "usage.no_student", name=name, known=keys
    )
