"""The commands of a learner: check, hint, show, reset."""

from __future__ import annotations

import argparse
import contextlib
import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from rich.console import Console

from grader.grade import Grader, Options, Progress, find_submission
from grader.kit import Kit, LackingError, UsageError
from grader.messages import Messages
from grader.report.formats import cannot_write, read_format, write
from grader.report.model import Report


def check(options: argparse.Namespace, kit: Kit, messages: Messages) -> int:
    """Grade a submission and report it in every format asked for."""
    formats = [read_format(asked) for asked in options.format] or [("terminal", None)]
    selection = selected(options, kit)
    folder = find_submission(options.submission or kit.exercises)
    with Grader(kit, settings_of(options)) as grader, _progress(messages) as progress:
        insist_on_sandbox(options, grader, messages)
        report = grader.grade(folder, selection, progress)
    for name, path in formats:
        write(report, name, path, messages)
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
    """Return 3 where the grader failed, else 0 for all points and 1 for fewer."""
    if report.provisional:
        return 3
    return 0 if report.points >= report.max_points else 1


@contextlib.contextmanager
def _progress(messages: Messages) -> Iterator[Progress | None]:
    """Show a bar while a network is trained, on a terminal only."""
    console = Console(stderr=True)
    if not console.is_terminal:
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


def hint(options: argparse.Namespace, kit: Kit, messages: Messages) -> int:
    """Print one hint of a task."""
    slug, task_id = kit.select([options.task])[0]
    if task_id is None:
        raise UsageError("usage.needs_task")
    task = next(task for task in kit.load(slug, answers=False).tasks if task.id == task_id)
    levels = task.hints[messages.language]
    memory = HintMemory(kit.root / ".grader" / "hints.json")
    level = options.level or min(memory.last(task.id) + 1, len(levels))
    memory.remember(task.id, level)
    data = {"task": task.id, "name": task.name, "level": level, "levels": len(levels)}
    print(messages.text("ui", "hint_title", data))
    print(levels[level - 1])
    key = "hint_last" if level >= len(levels) else "hint_more"
    print(messages.text("ui", key, {"task": task.id}))
    return 0


class HintMemory:
    """Which hint of each task was shown last: only to know the next."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def last(self, task: str) -> int:
        """Return the level shown last; 0 where none was, or the memory is lost."""
        found = self._all().get(task, 0)
        return found if type(found) is int and 0 <= found <= 3 else 0

    def remember(self, task: str, level: int) -> None:
        """Note a level. A folder that cannot be written costs the memory, not the hint."""
        with contextlib.suppress(OSError):
            self._path.parent.mkdir(parents=True, exist_ok=True)
            self._path.write_text(json.dumps({**self._all(), task: level}), "utf-8")

    def _all(self) -> dict[str, Any]:
        try:
            found = json.loads(self._path.read_text("utf-8"))
        except (OSError, ValueError):
            return {}
        return found if isinstance(found, dict) else {}


def show(options: argparse.Namespace, kit: Kit, messages: Messages) -> int:
    """Show an exercise's figure in a window, or say where the picture is."""
    slug, _ = kit.select([options.exercise])[0]
    picture = _picture(kit.exercises / slug, messages.language)
    if not picture.is_file():
        raise UsageError(
            "usage.author",
            message=messages.text("ui", "show_missing", {"slug": slug, "path": str(picture)}),
        )
    if options.out is not None:
        try:
            options.out.write_bytes(picture.read_bytes())
        except OSError as error:
            raise cannot_write(options.out, error) from error
        picture = options.out
    elif _window(picture, slug):
        return 0
    print(messages.text("ui", "show_path", {"path": str(picture)}))
    return 0


def _picture(folder: Path, language: str) -> Path:
    """Return the figure's path in a language, or where there is none the one for everybody."""
    translated = folder / f"figure.{language}.png"
    return translated if translated.is_file() else folder / "figure.png"


def _window(picture: Path, title: str) -> bool:
    """Open a window with a picture; False where this machine has no display for one."""
    import matplotlib

    if matplotlib.get_backend().lower() == "agg":
        return False
    try:
        from matplotlib import pyplot

        figure = pyplot.figure(title, figsize=(10, 5), layout="tight")
        axes = figure.add_subplot()
        axes.imshow(pyplot.imread(picture))
        axes.set_axis_off()
        if matplotlib.get_backend().lower() == "agg":
            return False
        pyplot.show()
    except Exception:
        return False
    return True


def reset(options: argparse.Namespace, kit: Kit, messages: Messages) -> int:
    """Put an exercise's stub back and keep what was there beside it."""
    slug, _ = kit.select([options.exercise])[0]
    reference = kit.load(slug, answers=False)
    path = kit.exercises / slug / reference.file
    stub = reference.stub.encode()
    if path.is_file() and path.read_bytes() == stub:
        print(messages.text("ui", "reset_nothing", {"file": path.name}))
        return 0
    path.parent.mkdir(parents=True, exist_ok=True)
    backup = _free_name(path)
    key = "reset_done" if path.is_file() else "reset_new"
    if path.is_file():
        path.rename(backup)
    path.write_bytes(stub)
    print(messages.text("ui", key, {"file": path.name, "backup": backup.name}))
    return 0


def _free_name(path: Path) -> Path:
    number = 1
    while (backup := path.with_name(f"{path.stem}.{number}.bak")).exists():
        number += 1
    return backup
