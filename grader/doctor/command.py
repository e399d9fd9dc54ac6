"""The command: one line for each thing looked at, and the one thing to do about what is bad."""

from __future__ import annotations

import argparse
import shlex
import subprocess
import sys
from collections.abc import Iterator

from grader.doctor.line import BAD, GOOD, NOTE, Line
from grader.kit import Kit
from grader.messages import Messages

MARKS = {GOOD: "+", NOTE: "-", BAD: "x"}
LACKING = 4


def doctor(options: argparse.Namespace, kit: Kit, messages: Messages) -> int:
    """Print every line; 0 where all is well, else 4."""
    print(messages.text("doctor", "title"))
    bad: list[Line] = []
    for line in examine(kit, messages):
        mark = MARKS[line.verdict]
        if options.plain:
            mark = messages.text("verdict", line.verdict)
        print(f"  {mark} {messages.text('doctor', line.key, line.data)}", flush=True)
        bad += [line] if line.verdict == BAD else []
    print()
    if not bad:
        print(messages.text("doctor", "good"))
        return 0
    print(messages.text("doctor", "bad", {"count": len(bad)}))
    print(f"  {remedy(bad[0], messages)}")
    return LACKING


def remedy(line: Line, messages: Messages) -> str:
    """Return the one thing to do about a bad line, with the Python that was asked."""
    python = [sys.executable]
    command = subprocess.list2cmdline(python) if sys.platform == "win32" else shlex.join(python)
    return messages.text("remedy", line.key, {"python": command, **line.data})


def examine(kit: Kit, messages: Messages) -> Iterator[Line]:
    """Look at one thing after the other, the most basic first."""
    from grader.doctor import interpreter, libraries, places, screen, system, walls

    yield from interpreter.examine()
    yield from system.examine()
    yield from places.examine(kit)
    yield from libraries.examine(kit)
    yield from screen.examine()
    yield from walls.examine(kit, messages)
