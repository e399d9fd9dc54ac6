"""`watch` in a real process: with a terminal, and with its output in a pipe."""

from __future__ import annotations

import contextlib
import os
import queue
import re
import signal
import subprocess
import sys
import threading

import psutil
import pytest

from tests.run.conftest import gone
from tests.test_cli import FILE as NAME
from tests.test_cli import solve

SECONDS = 60
posix = pytest.mark.skipif(os.name != "posix", reason="terminals and signals of POSIX")
NET = "02_small_net/small_net.py"


class Watched:
    """`python -m grader watch` in a kit's folder, and what it prints."""

    def __init__(self, kit, *arguments):
        unset = ("GRADER_", "LC_", "CI")
        environment = {k: v for k, v in os.environ.items() if not k.startswith(unset)}
        environment |= {"LANG": "C.UTF-8", "COLUMNS": "100", "PYTHONUNBUFFERED": "1"}
        environment |= {"PYTHONUTF8": "1", "NO_COLOR": "1"}
        self.process = subprocess.Popen(
            [sys.executable, "-m", "grader", "watch", "--accuracy", "none", *arguments],
            cwd=kit.root,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
        )
        self._lines: queue.Queue[str | None] = queue.Queue()
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self):
        for line in self.process.stdout:
            self._lines.put(line.rstrip())
        self._lines.put(None)

    def verdict(self):
        """The lines of the next report."""
        lines = []
        while True:
            line = self._lines.get(timeout=SECONDS)
            assert line is not None, lines
            if line.startswith(("Watching ", "Ended.")):
                return lines
            lines.append(line)


@pytest.fixture
def watched(own_kit):
    started = []

    def start(*arguments):
        started.append(Watched(own_kit, *arguments))
        return started[-1]

    yield start
    for one in started:
        one.process.kill()
        one.process.wait()
        one.process.stdout.close()


@posix
def test_each_save_is_checked_until_ctrl_c(own_kit, watched):
    solve(own_kit)
    path = own_kit.exercises / NAME
    right = path.read_text("utf-8")
    path.write_text(right.replace("return 2 * x", "return 3 * x"), "utf-8")
    watching = watched("1")
    assert "  1.1 double  ✗ wrong  0 / 2" in watching.verdict()
    path.write_text(right.replace("return 2 * x", "return 3 * ("), "utf-8")
    assert watching.verdict()[:3] == [
        "1.1 double: wrong in another way",
        "",
        "01 · Double it   2 / 6",
    ]
    path.write_bytes(b"\xff\xfe\x00")
    assert "01 · Double it   0 / 6" in watching.verdict()
    path.unlink()
    assert any("There is no file" in line for line in watching.verdict())
    path.write_text(right, "utf-8")
    assert watching.verdict()[:5] == [
        "1.1 double: now right",
        "1.2 quadruple: now right",
        "1.3 facts: now right",
        "",
        "01 · Double it   6 / 6",
    ]
    assert watching.verdict()[:3] == [
        "01 Double it: all points. The next one is 02 A small net.",
        "",
        "02 · A small net   0 / 6",
    ]
    below = psutil.Process(watching.process.pid).children(recursive=True)
    watching.process.send_signal(signal.SIGINT)
    assert watching.verdict() == []
    assert watching.process.wait(SECONDS) == 0
    for process in below:  # those that were killed are left to this process
        with contextlib.suppress(ChildProcessError):
            os.waitpid(process.pid, 0)
    assert all(gone(process.pid) for process in below)


def test_it_begins_where_something_is_open_and_ends_where_nothing_is(own_kit, watched):
    """Each line alone, for who hears it: no table, no sign."""
    solve(own_kit)
    watching = watched("--plain")
    begun = watching.verdict()
    assert begun[0] == "Exercise 02, A small net: not started, 0 of 6 points."
    (own_kit.exercises / "notes.txt").write_text("mine", "utf-8")
    solve(own_kit, NET)
    lines = watching.verdict()
    task, *_ = [line for line in lines if line.startswith("Task 2.1")]
    assert re.fullmatch(r"Task 2\.1, \w+: right, (\d) of \1 points\.", task)
    assert watching._lines.get(timeout=SECONDS) == "Every exercise is done. Well done!"


@posix
def test_a_small_terminal_is_enough(own_kit):
    """What is wrong, what changed, hint, figure, list, next, and the end: 80 x 24, in colour."""
    from .terminal import Terminal

    solve(own_kit)
    path = own_kit.exercises / NAME
    right = path.read_text("utf-8")
    path.write_text(right.replace("return 2 * x", "return 3 * x"), "utf-8")
    terminal = Terminal(own_kit.root, "watch", "1", "--accuracy", "none")
    try:
        shown = terminal.shows("checked at", "q quit")
        assert shown[:6] == [
            "01 · Double it   2 / 6",
            "1.1 double     ✗ wrong  0 / 2",
            "1.2 quadruple  … waits  0 / 2",
            "1.3 facts      ✓ right  2 / 2",
            "",
            "1.1 double  ✗ wrong  0 / 2",
        ]
        assert shown[6].startswith("    double(x=")
        assert shown[7] == "    double_it.py:16  return 3 * x"
        assert shown[11] == ("h hint · f figure · m mine · n next · l list · a every seed · q quit")
        terminal.press("ㅗ")
        assert "What is twice three?" in terminal.shows("Hint 1 of 3 for task 1.1 (double)")
        terminal.press("l")
        assert terminal.shows("0 of 2 exercises done, 1 begun")[:4] == [
            "  exercise         status         points",
            "→ 01  Double it    ✗ wrong         2 / 6",
            "  02  A small net  · not started   0 / 6",
            "  total                           2 / 12",
        ]
        terminal.press("x")
        terminal.shows("1.1 double  ✗ wrong  0 / 2")
        long = right.replace("return 2 * x", "print(*range(20), sep='\\n'); return 3 * x")
        path.write_text(long, "utf-8")
        shown = terminal.shows("nothing changed", "more lines: python -m grader check 01")
        assert shown[0] == "01 · Double it   2 / 6"
        assert shown[22].startswith("h hint")
        path.write_text(right, "utf-8")
        shown = terminal.shows("02 · A small net   0 / 6", "checked at")
        assert shown[0] == "01 Double it: all points. The next one is 02 A small net."
        assert "Read exercises/02_small_net/README.md, then do task 2.1 in small_net.py." in shown
        terminal.press("f")
        terminal.shows("The figure is in ")
        terminal.press("q")
        terminal.shows("Ended.")
        assert terminal.ended() == 0
    finally:
        terminal.close()
