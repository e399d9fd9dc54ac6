from __future__ import annotations

import contextlib
import os
import queue
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
            if line.startswith(("Watching ", "Stopped.")):
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


@pytest.mark.skipif(os.name != "posix", reason="Ctrl-C is sent as a signal")
def test_each_save_is_checked_until_ctrl_c(own_kit, watched):
    solve(own_kit)
    path = own_kit.exercises / NAME
    right = path.read_text("utf-8")
    watching = watched("1")
    assert "01 · Double it   6 / 6" in watching.verdict()
    path.write_text(right.replace("return 2 * x", "return 3 * x"), "utf-8")
    assert "  1.1 double  ✗ wrong  0 / 2" in watching.verdict()
    path.write_text(right.replace("return 2 * x", "return 3 * ("), "utf-8")
    assert "  1.1 double  ✗ wrong  0 / 2" in watching.verdict()
    path.write_bytes(b"\xff\xfe\x00")
    assert "01 · Double it   0 / 6" in watching.verdict()
    path.unlink()
    assert any("There is no file" in line for line in watching.verdict())
    path.write_text(right, "utf-8")
    assert "01 · Double it   6 / 6" in watching.verdict()
    below = psutil.Process(watching.process.pid).children(recursive=True)
    watching.process.send_signal(signal.SIGINT)
    assert watching.verdict() == []
    assert watching.process.wait(SECONDS) == 0
    for process in below:  # those that were killed are left to this process
        with contextlib.suppress(ChildProcessError):
            os.waitpid(process.pid, 0)
    assert all(gone(process.pid) for process in below)


def test_only_what_was_saved_is_checked_again(own_kit, watched):
    solve(own_kit)
    watching = watched()
    assert any("total" in line for line in watching.verdict())
    other = own_kit.exercises / "02_small_net" / "small_net.py"
    (own_kit.exercises / "notes.txt").write_text("mine", "utf-8")
    other.write_text(other.read_text("utf-8") + "\n# saved\n", "utf-8")
    assert watching.verdict()[1].startswith("02 · A small net")
