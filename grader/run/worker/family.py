"""Ending what a dead runner leaves behind: done by the process that it was forked from (Linux).

Processes whose parent died become children of the nearest ancestor that asked for them. What they
call themselves, or have in their environment, does not matter here.
"""

from __future__ import annotations

import contextlib
import os
import signal
import sys
from collections.abc import Collection

ROUNDS = 50


def adopt_orphans() -> None:
    """Make daemons that student code leaves behind stay below this process."""
    if sys.platform.startswith("linux"):
        import ctypes

        with contextlib.suppress(Exception):
            pr_set_child_subreaper = 36
            ctypes.CDLL(None).prctl(pr_set_child_subreaper, 1, 0, 0, 0)


def supervise() -> None:
    """Go on in a child; stay behind to end what it leaves, and then exit as it did (Linux).

    At SIGTERM the child is ended, too.
    """
    if not sys.platform.startswith("linux"):
        return
    adopt_orphans()
    ready, to_tell = os.pipe()
    runner = os.fork()
    if runner == 0:
        os.setsid()
        os.close(ready)
        os.close(to_tell)
        return
    os.close(to_tell)
    os.read(ready, 1)  # until the runner has left this process's group
    signal.signal(signal.SIGTERM, lambda *_: end_children())
    null = os.open(os.devnull, os.O_RDWR)
    for pipe in (0, 1, 2):
        os.dup2(null, pipe)
    ended, status = os.wait()
    while ended != runner:
        ended, status = os.wait()
    end_children()
    with contextlib.suppress(ChildProcessError):
        while True:
            os.wait()
    code = os.waitstatus_to_exitcode(status)
    os._exit(code if code >= 0 else 128 - code)


def end_children(spared: Collection[int] = ()) -> None:
    """Kill all descendants but the spared ones and theirs, group by group.

    All groups are stopped before one is killed, so that nothing forks away. Every runner leads a
    group of its own, which nothing can leave for that of its parent.
    """
    stopped: set[int] = set()
    for _ in range(ROUNDS):
        found = _groups_below(os.getpid(), spared) - stopped
        if not found:
            break
        _send(found, signal.SIGSTOP)
        stopped |= found
    _send(stopped, signal.SIGKILL)


def _send(groups: set[int], number: signal.Signals) -> None:
    for group in groups:
        with contextlib.suppress(OSError):
            os.killpg(group, number)


def _groups_below(pid: int, spared: Collection[int]) -> set[int]:
    """Return the process groups of all descendants, dead ones included."""
    children: dict[int, list[tuple[int, int]]] = {}
    for name in filter(str.isdigit, os.listdir("/proc")):
        with contextlib.suppress(OSError), open(f"/proc/{name}/stat", "rb") as file:
            parent, of = map(int, file.read().rpartition(b")")[2].split()[1:3])
            children.setdefault(parent, []).append((int(name), of))
    groups: set[int] = set()
    waiting = [pid]
    while waiting:
        for child, group in children.get(waiting.pop(), ()):
            if child not in spared:
                groups.add(group)
                waiting.append(child)
    return groups
