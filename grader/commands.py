"""Commands of a learner: check, reset."""

from __future__ import annotations

import argparse
import contextlib
import os
from collections.abc import Iterator
from pathlib import Path

from rich.console import Console

from grader.grade import Grader, Options, Progress, find_submission
from grader.hints import HintMemory
from grader.kit import Kit, LackingError, UsageError
from grader.messages import Messages
from grader.prepared import Collected
from grader.report.formats import FORMATS, read_format, write
from grader.report.model import Report
from grader.report.progress import nothing_checked


def check(options: argparse.Namespace, kit: Kit, messages: Messages) -> int:
    """Grade a submission and report it in every format asked for."""
    usual = "plain" if options.plain else "terminal"
    formats = [read_format(asked) for asked in options.format] or [(usual, None)]
    selection = selected(options, kit)
    folder = find_submission(options.submission or kit.exercises)
    with Grader(kit, settings_of(options)) as grader, progress_of(options, messages) as progress:
        insist_on_sandbox(options, grader, messages)
        kept: list[Collected] = []
        report = grader.grade(folder, selection, progress, kept.append)
        work = None
        if any(FORMATS[name].with_work for name, _ in formats):
            from grader.pictures.page import own_work

            work = own_work(kit, grader, kept, report, options.accuracy, messages)
    for name, path in formats:
        write(report, name, path, messages, work)
    return exit_code(report)


def selected(options: argparse.Namespace, kit: Kit) -> tuple[tuple[str, str | None], ...]:
    """Return the exercises that a command names, all of them where it names none.

    Raises UsageError where there are none.
    """
    selection = kit.select(options.exercises or kit.slugs)
    if not selection:
        raise UsageError("usage.no_exercises", folder=str(kit.reference))
    return selection


def settings_of(options: argparse.Namespace, *, watching: bool = False) -> Options:
    """Return how submissions are judged, as the command line says."""
    seed = {} if options.seed is None else {"seed": options.seed}
    return Options(
        accuracy=options.accuracy,
        data=options.data or "",
        sandbox=options.sandbox or usual_sandbox(),
        watching=watching,
        **seed,
    )


def usual_sandbox() -> str:
    """Return the sandbox to try for where nobody asked for one: a light one for one's own files.

    Services that check a change, as GitHub's and GitLab's do, set `CI`; what they check may be
    anybody's.
    """
    return "isolated" if os.environ.get("CI") else "confined"


def insist_on_sandbox(options: argparse.Namespace, grader: Grader, messages: Messages) -> None:
    """Raise LackingError where a sandbox is required that does not hold on this machine.

    Where none is named, any complete one will do.
    """
    if not options.require_sandbox:
        return
    from grader.run.sandbox import TIERS

    wanted = options.sandbox or "confined"
    found = grader.protections
    if found.tier == "none" or TIERS.index(found.tier) > TIERS.index(wanted):
        missing = ", ".join(messages.text("exposed", name) for name in found.missing)
        raise LackingError("usage.sandbox", wanted=wanted, missing=missing or found.tier)


def exit_code(report: Report) -> int:
    """Return 3 where the grader failed, else 0 for all points and 1 for fewer, or for no check."""
    if report.provisional:
        return 3
    return 0 if report.points >= report.max_points and not nothing_checked(report) else 1


@contextlib.contextmanager
def progress_of(options: argparse.Namespace, messages: Messages) -> Iterator[Progress | None]:
    """Show a bar while a network is trained, on a terminal only."""
    console = Console(stderr=True)
    if not console.is_terminal or options.plain:
        yield None
        return
    from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True) as bars:
        shown: dict[str, object] = {}

        def tell(slug: str, done: int, steps: int) -> None:
            if slug not in shown:
                text = messages.text("ui", "training", {"slug": slug})
                shown[slug] = bars.add_task(text, total=steps)
            bars.update(shown[slug], completed=done, total=steps)  # type: ignore[arg-type]

        yield tell


def reset(options: argparse.Namespace, kit: Kit, messages: Messages) -> int:
    """Put an exercise's stub back and keep what was there beside it."""
    slug, task = kit.select([options.exercise])[0]
    if task is not None:
        raise UsageError("usage.reset_whole", task=task, exercise=slug[:2])
    reference = kit.load(slug, answers=False)
    HintMemory.of(kit).forget([task.id for task in reference.tasks])
    path = kit.exercises / slug / reference.file
    there = path.is_file()
    backup = put_back(path, reference.stub)
    key = "reset_done" if backup else "reset_nothing" if there else "reset_new"
    data = {"file": path.name, "backup": backup.name if backup else ""}
    print(messages.text("ui", key, data))
    return 0


def put_back(path: Path, stub: str) -> Path | None:
    """Make a file the stub again; return where its text was kept, None where none was."""
    backup = None
    if path.is_file():
        if path.read_bytes() == stub.encode():
            return None
        backup = path.rename(free_name(path, path.stem))
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(stub.encode())
    return backup


def free_name(path: Path, name: str) -> Path:
    """Return the first of `name.1.bak`, `name.2.bak` ... that is not there beside a file."""
    number = 1
    while (backup := path.with_name(f"{name}.{number}.bak")).exists():
        number += 1
    return backup
