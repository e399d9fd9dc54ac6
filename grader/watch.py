"""`python -m grader watch`: check an exercise again whenever it is saved, from a warm process."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from pathlib import Path

from rich.console import Console

from grader.commands import insist_on_sandbox, selected, settings_of
from grader.grade import Grader, exercise_folder, find_submission
from grader.kit import Kit
from grader.messages import Messages
from grader.report.terminal import Terminal

DEBOUNCE, STEP = 200, 10
"""Milliseconds: how long changes are gathered at most, and how long nothing more must come."""
PAUSE = 100
"""Milliseconds after which nothing having changed is told, too."""
SUFFIXES = (".py", ".ipynb")
Selection = Sequence[tuple[str, str | None]]


def watch(options: argparse.Namespace, kit: Kit, messages: Messages) -> int:
    """Check the selection once, then what was saved, until Ctrl-C. Returns 0."""
    selection = selected(options, kit)
    folder = find_submission(options.submission or kit.exercises)
    console = Console(highlight=False)
    with Grader(kit, settings_of(options, watching=True)) as grader:
        insist_on_sandbox(options, grader, messages)
        try:
            for changed in _saved(folder, selection, kit):
                report = grader.grade(folder, changed)
                if console.is_terminal:
                    console.clear()
                Terminal(console, messages).show(report)
                told = messages.text("ui", "watching", {"folder": str(folder)})
                console.print(told, style="dim", soft_wrap=True)
        except KeyboardInterrupt:
            console.print(messages.text("ui", "interrupted"))
    return 0


def _saved(folder: Path, selection: Selection, kit: Kit) -> Iterator[Selection]:
    """Yield the selection, and from then on what of it was saved."""
    from watchfiles import watch as changes

    saved = changes(
        folder,
        debounce=DEBOUNCE,
        step=STEP,
        rust_timeout=PAUSE,
        yield_on_timeout=True,
        raise_interrupt=True,
    )
    next(saved)  # from here on nothing is missed, not even during the first check
    yield selection
    for batch in saved:
        paths = {Path(path) for _, path in batch}
        again = [(slug, task) for slug, task in selection if _touched(folder, slug, kit, paths)]
        if again:
            yield again


def _touched(folder: Path, slug: str, kit: Kit, paths: set[Path]) -> bool:
    """Whether one of the paths belongs to an exercise: its file, or a module beside it."""
    home = exercise_folder(folder, kit.load(slug, answers=False)).resolve()
    return any(path.suffix in SUFFIXES and path.resolve().parent == home for path in paths)
