"""The loop of `watch`: saves, keys and finished checks come in, one exercise stands in the middle.

What is quick is told at once; a network whose other checks are right is trained after that, and the
training is given up when something new is saved.
"""

from __future__ import annotations

import argparse
import contextlib
import queue
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from rich.console import Console

from grader.commands import insist_on_sandbox, selected, settings_of
from grader.grade import find_submission
from grader.hints import HintMemory, next_hint
from grader.kit import Kit
from grader.messages import Messages
from grader.report.model import ExerciseReport, Report, TaskReport
from grader.report.progress import HANDOUTS, shortest
from grader.report.view import told
from grader.submission import imports_keras, read_tree
from grader.watch.changes import Standing, changes, standing
from grader.watch.graders import Graders
from grader.watch.keys import keys
from grader.watch.saves import Saves, wake_at_saves
from grader.watch.screen import Screen, View
from grader.watch.underway import Checks, Event, Events, draw_figure
from grader.watch.untrained import to_be_trained, with_untrained

WAIT = 0.5
"""Seconds: so long at most a Ctrl-C waits on Windows, where waiting cannot be interrupted."""
MOST_REACHED = 3
CHECK_AGAIN = ("\r", "\n", " ")


def watch(options: argparse.Namespace, kit: Kit, messages: Messages) -> int:
    """Check what is selected, or the first exercise that is open, then what is saved. Returns 0."""
    settings = settings_of(options, watching=True)
    selection = selected(options, kit)
    named = selection if options.exercises else ()
    folder = find_submission(options.submission or kit.exercises)
    console = Console(highlight=False, no_color=options.plain or None)
    screen = Screen(console, messages, plain=options.plain, folder=str(folder))
    with Graders(kit, settings) as graders:
        insist_on_sandbox(options, graders.quick, messages)
        session = Session(kit, folder, dict(named), graders, screen)
        with contextlib.suppress(KeyboardInterrupt):
            session.run()
    if screen.redraws:
        console.print()
    console.print(messages.text("watch", "ended"))
    return 0


class Session:
    """One learner at one terminal."""

    def __init__(
        self,
        kit: Kit,
        folder: Path,
        named: dict[str, str | None],
        graders: Graders,
        screen: Screen,
    ) -> None:
        self._kit, self._folder, self._screen = kit, folder, screen
        self._messages = screen.messages
        self._only = dict(named)
        self._path = [*named, *_after(kit.slugs, list(named))]
        self._saves = Saves(folder, kit.slugs, kit)
        self._events: Events = queue.SimpleQueue()
        self._graders = graders
        self._checks = Checks(folder, self._only, graders, self._events)
        self._reports: dict[str, Report] = {}
        self._before: dict[str, Standing] = {}
        self._current = self._path[0]
        self._seeking = True
        self._done: str | None = None
        """The exercise that was finished just now."""
        self._view = View()

    def run(self) -> None:
        """Go on until `q` or Ctrl-C."""
        with self._listening() as self._screen.keys:
            self._warm_up()
            self._check(self._current)
            while self._handle(self._wait()):
                pass

    @contextlib.contextmanager
    def _listening(self) -> Iterator[bool]:
        stop = threading.Event()
        tell: Callable[[], None] = lambda: self._events.put(Event("saved"))  # noqa: E731
        waker = threading.Thread(target=wake_at_saves, args=(self._folder, tell, stop), daemon=True)
        waker.start()
        try:
            with keys(lambda key: self._events.put(Event("key", key))) as keyboard:
                yield keyboard
        finally:
            stop.set()
            self._checks.close()
            waker.join(WAIT)

    def _warm_up(self) -> None:
        stub = self._kit.load(self._current, answers=False).stub
        if imports_keras(read_tree(stub)):
            threading.Thread(target=self._graders.warm_up, daemon=True).start()

    def _wait(self) -> Event:
        while True:
            with contextlib.suppress(queue.Empty):
                return self._events.get(timeout=WAIT)

    def _handle(self, event: Event) -> bool:
        """Act on an event; False ends the session."""
        if event.kind == "key":
            return self._press(event.value)
        if event.kind == "saved":
            self._save()
        elif event.kind == "text":
            self._note(event.value)
        elif self._checks.take(event):
            self._hear(event)
        return True

    def _hear(self, event: Event) -> None:
        """Take the news of the last check that was asked for of an exercise."""
        if event.kind == "failed":
            self._note([event.value, self._messages.text("ui", "failed")])
        elif event.kind != "epoch":
            self._take(event.slug, event.value, trained=event.kind == "trained")
        elif event.slug == self._current:
            done, steps = event.value
            self._show(doing=self._text("training_part", done=done, steps=steps))

    # Checking

    def _save(self) -> None:
        changed = self._saves.changed()
        if not changed:
            return
        self._checks.give_up()
        if self._current not in changed:
            self._current = changed[-1]
        self._seeking, self._done = False, None
        self._view = View(self._view.exercise)
        for slug in changed:
            if slug in self._reports:
                self._before[slug] = self._standing(slug)
            self._check(slug)

    def _check(self, slug: str) -> None:
        """Have an exercise checked without any training."""
        if slug == self._current:
            self._show(doing=self._text("checking"))
        self._checks.quick(slug)

    def _take(self, slug: str, report: Report, *, trained: bool) -> None:
        """Show what a check came to, have the rest trained, or go on to the next exercise."""
        if not trained and self._graders.trains:
            only = self._only.get(slug)
            report = with_untrained(report, self._kit, self._graders.effort, only)
        training = not trained and to_be_trained(report)
        self._reports[slug] = report
        exercise = report.exercises[0]
        if slug != self._current:
            if self._view.listing is not None:
                self._list()
            return
        clock = time.strftime("%H:%M:%S")
        self._view = replace(
            self._view,
            exercise=exercise,
            news=tuple(changes(self._before[slug], exercise)) if slug in self._before else None,
            doing=self._text("training" if training else "checked", time=clock),
        )
        if training:
            self._checks.trained(slug)
        if exercise.status == "pass":
            self._finish(slug, report)
        elif not self._seeking or not training:
            self._arrive(report)

    # Going on

    def _finish(self, slug: str, report: Report) -> None:
        """Go on behind an exercise, or one task of it, that is done."""
        if self._only.get(slug) is not None:
            self._only[slug] = None
            self._check(slug)
            return
        if self._seeking and slug in self._only and self._done is None:
            self._stay(slug, report)  # it was asked for, and is done already
            return
        if not self._seeking:
            self._done = slug
            self._screen.page(self._view, report)
        self._go_on(slug)

    def _stay(self, slug: str, report: Report) -> None:
        self._seeking = False
        exercise = report.exercises[0]
        data = {"id": exercise.id, "title": exercise.titles[self._messages.language]}
        self._show(moved=(self._text("done_already", **data),))
        self._screen.page(self._view, report)

    def _go_on(self, slug: str) -> None:
        """Make the next exercise that is not done the current one."""
        begun = self._path.index(slug) + 1
        for other in (*self._path[begun:], *self._path[: begun - 1]):
            if not self._is_done(other):
                self._current, self._seeking = other, True
                self._before.pop(other, None)
                self._check(other)
                return
        if self._is_done(slug):
            self._seeking = False
            self._show(moved=(self._text("all_done"),), exercise=self._reports[slug].exercises[0])
            self._screen.say([self._text("all_done")])

    def _arrive(self, report: Report) -> None:
        """Show an exercise that is not done, and how it came to be the current one."""
        exercise = report.exercises[0]
        if self._seeking and self._done is not None:
            self._view = replace(
                self._view, moved=(self._moved(self._done, exercise), *self._reached())
            )
        self._view = replace(self._view, note=self._beginning())
        self._seeking, self._done = False, None
        self._show()
        self._screen.page(self._view, report)

    def _is_done(self, slug: str) -> bool:
        report = self._reports.get(slug)
        return report is not None and report.exercises[0].status == "pass"

    def _moved(self, slug: str, to: ExerciseReport) -> str:
        done = self._reports[slug].exercises[0]
        language = self._messages.language
        data = {"id": done.id, "title": done.titles[language]}
        return self._text("exercise_done", **data, next_id=to.id, next_title=to.titles[language])

    def _reached(self) -> list[str]:
        """Return what the exercise that was just finished has to say besides: its accuracies."""
        assert self._done is not None
        done = self._reports[self._done].exercises[0]
        found = ((t.id, one) for t in done.tasks for one in told(t, done.file, self._messages))
        return [f"{task}  {one.text}" for task, one in found if one.status == "pass"][:MOST_REACHED]

    def _begin(self, exercise: ExerciseReport) -> str:
        file = Path(exercise.file)
        handout = file.with_name(HANDOUTS[self._messages.language])
        data = {"handout": shortest(handout), "file": file.name, "task": exercise.tasks[0].id}
        return self._text("open_file", **data)

    # Keys

    def _press(self, key: str) -> bool:
        actions: dict[str, Callable[[], None]] = {
            "h": self._hint,
            "f": self._figure,
            "m": lambda: self._figure("--mine"),
            "n": lambda: self._go_on(self._current),
            "l": self._list,
            "a": self._train_fully,
        }
        if key == "q":
            return False
        elsewhere = self._view.listing is not None or self._view.doing == self._text("keys_done")
        self._view = replace(self._view, listing=None, note=(), moved=())
        if key in CHECK_AGAIN and not elsewhere:
            self._check(self._current)
        else:
            actions.get(key, self._board)()
        return True

    def _board(self) -> None:
        """Show the exercise again."""
        self._show(note=self._beginning(), doing="")

    def _beginning(self) -> tuple[str, ...]:
        """Return where to begin, while nothing of the exercise was."""
        exercise = self._view.exercise
        if exercise is None or any(task.status != "todo" for task in exercise.tasks):
            return ()
        return (self._begin(exercise),)

    def _hint(self) -> None:
        task = self._task_to_help()
        if task is None:
            self._note([self._text("no_task")])
            return
        frozen = {one.id: one for one in self._kit.load(self._current, answers=False).tasks}
        memory = HintMemory.of(self._kit)
        hint = next_hint(frozen[task.id], task, memory, self._messages)
        more = [] if memory.has_more(task.id) else [self._text("last_hint")]
        self._note([hint.title, "", *hint.lines, *more])

    def _task_to_help(self) -> TaskReport | None:
        tasks = self._view.exercise.tasks if self._view.exercise is not None else ()
        for statuses in (("fail", "limit"), ("blocked",), ("todo",)):
            for task in tasks:
                if task.status in statuses:
                    return task
        return None

    def _figure(self, *more: str) -> None:
        """Have the exercise's figure drawn, or with `--mine` the pictures of the learner's work."""
        arguments = [self._current, *more, "--lang", self._messages.language]
        if more and self._folder != self._kit.exercises:
            arguments += ["--submission", str(self._folder)]
        draw_figure(self._kit.root, arguments, self._events)
        self._show(doing=self._text("figure"))

    def _list(self) -> None:
        """Show the whole path; exercises that were not looked at yet are checked for it."""
        known = [self._reports[slug].exercises[0] for slug in sorted(self._reports)]
        self._view = replace(self._view, listing=Report(str(self._folder), tuple(known), {}, 0.0))
        for slug in self._kit.slugs:
            if slug not in self._reports and not self._checks.awaited(slug):
                self._checks.trained(slug)
        missing = len(known) < len(self._kit.slugs)
        self._show(doing=self._text("listing" if missing else "keys_done"))

    def _train_fully(self) -> None:
        self._show(doing=self._text("training_full"))
        self._checks.fully(self._current)

    # Showing

    def _note(self, lines: list[str]) -> None:
        self._show(note=tuple(lines), doing=self._text("keys_done") if self._screen.keys else "")
        self._screen.say(lines)

    def _show(self, **changed: Any) -> None:
        self._view = replace(self._view, **changed)
        self._screen.draw(self._view)

    def _standing(self, slug: str) -> Standing:
        """Return what is known of each check: what was trained before is not forgotten."""
        return {**self._before.get(slug, {}), **standing(self._reports[slug].exercises[0])}

    def _text(self, key: str, **data: object) -> str:
        return self._messages.text("watch", key, data)


def _after(slugs: tuple[str, ...], named: list[str]) -> list[str]:
    """Return the other exercises, those behind the last that was named first."""
    others = [slug for slug in slugs if slug not in named]
    if not named:
        return others
    return [s for s in others if s > named[-1]] + [s for s in others if s < named[-1]]
