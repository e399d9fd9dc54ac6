"""Trying the walls from inside: every probe does what no student's code must be able to do.

What a kernel or a program says of itself is no proof: a sandbox that is there and does nothing has
been seen. So the same walls that a runner gets are tried with the real things: the answers on this
disk, the grader's own process, a port that somebody listens on. A probe that gets through is a
breach, and so is one that ends in a way that nobody expected.
"""

from __future__ import annotations

import contextlib
import ctypes
import mmap
import os
import socket
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields
from typing import Any

PTRACE_ATTACH = 16
CLONE_NEWUSER = 0x10000000
IO_URING_SETUP, KEYCTL, MEMFD_CREATE = (425, 250, 319)
"""Numbers of calls that have no function in libc (x86-64; elsewhere Python's own are tried)."""
TOO_MUCH_MEMORY = 16 << 30
FILE = 80 << 20
"""Larger than any file that a runner may write."""


@dataclass(frozen=True)
class Targets:
    """What to try for, all of it real."""

    answers: tuple[str, ...] = ()
    """Folders with solutions and expected answers."""
    private: tuple[str, ...] = ()
    """Files and folders that are nobody's business: a home, a gradebook, another submission."""
    places: tuple[str, ...] = ()
    """Folders that must not be written in."""
    pid: int = 0
    """The grader's process."""
    port: int = 0
    """A port of this machine on which the grader listens."""
    abstract: str = ""
    """An abstract Unix socket on which it listens."""
    path: str = ""
    """A Unix socket with a name in the file system, to which datagrams can be sent."""
    secret: str = ""
    """The name of a variable of the grader's environment."""

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Targets:
        """Return what a JSON object describes."""
        values: dict[str, Any] = {f.name: data[f.name] for f in fields(cls) if f.name in data}
        for name in ("answers", "private", "places"):
            values[name] = tuple(values.get(name, ()))
        return cls(**values)


Probe = Callable[[Targets], Iterator[None]]
PROBES: dict[str, Probe] = {}
"""By what they prove where they fail. Each yields once for everything it got at."""


def probe(name: str) -> Callable[[Probe], Probe]:
    """Enter a probe."""

    def enter(function: Probe) -> Probe:
        PROBES[name] = function
        return function

    return enter


def breaches(targets: Targets) -> list[str]:
    """Return the names of the probes that got through, in their order."""
    return [name for name, attempt in PROBES.items() if _got_through(attempt, targets)]


def _got_through(attempt: Probe, targets: Targets) -> bool:
    try:
        return any(True for _ in attempt(targets))
    except BaseException:
        return True


def _looked_into(path: str) -> bool:
    """Whether a file can be read, or a folder be listed. Empty ones tell nothing, and are none."""
    try:
        return bool(os.listdir(path))
    except NotADirectoryError:
        pass
    except OSError:
        return False
    try:
        with open(path, "rb") as file:
            return bool(file.read(1))
    except OSError:
        return False


@probe("answers")
def _read_answers(targets: Targets) -> Iterator[None]:
    yield from (None for path in targets.answers if _looked_into(path))


@probe("files")
def _read_private(targets: Targets) -> Iterator[None]:
    others = ("/etc/passwd", f"/proc/{targets.pid}/cmdline", "/var/log", "/run")
    yield from (None for path in (*targets.private, *others) if _looked_into(path))


@probe("writing")
def _write(targets: Targets) -> Iterator[None]:
    for place in (*targets.places, "/dev/shm", "/var/tmp", "/", "/etc"):
        name = os.path.join(place, f".grader-probe-{os.getpid()}")
        with contextlib.suppress(OSError):
            with open(name, "x"):
                pass
            os.remove(name)
            yield
        with contextlib.suppress(OSError):
            os.utime(place)
            yield


@probe("network")
def _connect(targets: Targets) -> Iterator[None]:
    with contextlib.suppress(OSError):
        socket.create_connection(("127.0.0.1", targets.port), 1).close()
        yield
    for kind in (socket.SOCK_DGRAM, socket.SOCK_STREAM):
        with contextlib.suppress(OSError), socket.socket(socket.AF_INET, kind) as made:
            made.bind(("127.0.0.1", 0))
            yield
    with contextlib.suppress(OSError), socket.socket(socket.AF_UNIX) as made:
        made.settimeout(1)
        made.connect(f"\0{targets.abstract}")
        yield
    with contextlib.suppress(OSError):
        one, other = socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM)
        with one, other:
            one.sendto(b"probe", targets.path)
            yield


@probe("processes")
def _reach_processes(targets: Targets) -> Iterator[None]:
    libc = ctypes.CDLL(None, use_errno=True)
    for pid in {targets.pid, os.getppid(), 1} - {0, os.getpid()}:
        with contextlib.suppress(OSError):
            os.kill(pid, 0)
            yield
        if _looked_into(f"/proc/{pid}/environ") or _looked_into(f"/proc/{pid}/fd"):
            yield
        if libc.ptrace(PTRACE_ATTACH, pid, 0, 0) == 0:
            yield
        with contextlib.suppress(OSError), open(f"/proc/{pid}/mem", "rb"):
            yield
        with contextlib.suppress(OSError):
            os.sched_setaffinity(pid, os.sched_getaffinity(pid))
            yield


@probe("children")
def _start_processes(targets: Targets) -> Iterator[None]:
    with contextlib.suppress(OSError):
        pid = os.fork()
        if pid == 0:
            os._exit(0)
        os.waitpid(pid, 0)
        yield
    with contextlib.suppress(OSError):
        os.posix_spawn("/bin/sh", ["sh", "-c", ""], {})
        yield


@probe("system")
def _ask_the_kernel(targets: Targets) -> Iterator[None]:
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.mount(b"tmpfs", os.getcwd().encode(), b"tmpfs", 0, None) == 0:
        yield
    if libc.unshare(CLONE_NEWUSER) == 0:
        yield
    if os.uname().machine == "x86_64":
        ring = (ctypes.c_char * 256)()
        if libc.syscall(IO_URING_SETUP, 1, ring) >= 0:
            yield
        if libc.syscall(KEYCTL, 0, -3, 1) >= 0:
            yield
    with contextlib.suppress(OSError, AttributeError):
        os.close(os.memfd_create("probe"))
        yield


@probe("environment")
def _read_environment(targets: Targets) -> Iterator[None]:
    if targets.secret in os.environ:
        yield


@probe("memory")
def _take_memory(targets: Targets) -> Iterator[None]:
    for flags in (mmap.MAP_PRIVATE, mmap.MAP_SHARED):
        with contextlib.suppress(OSError, MemoryError, OverflowError):
            mmap.mmap(-1, TOO_MUCH_MEMORY, flags | mmap.MAP_ANONYMOUS).close()
            yield


@probe("file_size")
def _write_much(targets: Targets) -> Iterator[None]:
    with contextlib.suppress(OSError), open("probe", "wb") as file:
        file.truncate(FILE)
        yield
    with contextlib.suppress(OSError):
        os.remove("probe")


@probe("open_files")
def _open_many(targets: Targets) -> Iterator[None]:
    opened: list[int] = []
    with contextlib.suppress(OSError):
        while len(opened) < 2000:
            opened.append(os.open(os.devnull, os.O_RDONLY))
        yield
    for number in opened:
        os.close(number)


def threads_work() -> bool:
    """Whether a runner may have threads, as TensorFlow must: what may not be forbidden."""
    done: list[int] = []
    thread = threading.Thread(target=done.append, args=(1,))
    try:
        thread.start()
        thread.join(5)
    except RuntimeError:
        return False
    return done == [1]
