"""The walls around one runner (Linux): entered once, before anything of a student's is read.

What each wall is made of:

- a mount namespace of its own, with nothing to write in but a small scratch folder in memory. It
  stands inside of what bubblewrap made for the whole warm process: no network, no processes but
  its own, no files but Python's;
- Landlock: no file but those allowed, no TCP, no signal to a process outside;
- a seccomp program: no new process, no program started, no socket, no change of namespaces, of
  owners or of permissions. It is compiled by the grader, where libseccomp knows the system's calls;
- no capability, no memory that others of the same user may look into.

Only what no library gives is called by hand here. Whether it holds is not believed but tried:
see `probes`.
"""

from __future__ import annotations

import base64
import contextlib
import ctypes
import os
import struct
from dataclasses import dataclass, fields
from typing import Any

CLONE_NEWNS, CLONE_NEWIPC = 0x00020000, 0x08000000
MS_NOSUID, MS_NODEV, MS_NOEXEC = 2, 4, 8
PR_SET_DUMPABLE, PR_SET_SECCOMP, PR_SET_NO_NEW_PRIVS, PR_CAP_AMBIENT = 4, 22, 38, 47
PR_CAP_AMBIENT_CLEAR_ALL, SECCOMP_MODE_FILTER = 4, 2
CAPABILITY_VERSION_3 = 0x20080522
INSTRUCTION = 8
"""Bytes of one instruction of a seccomp program."""
PROC = ("self", "cpuinfo", "meminfo", "stat", "version", "filesystems", "loadavg", "sys/vm")
"""What of /proc a runner may read: itself, and what the machine is."""
DEVICES = ("zero", "full", "random", "urandom")


@dataclass(frozen=True)
class Walls:
    """What a runner is walled in by."""

    namespaces: bool = False
    """Whether it is inside of a user namespace in which it may mount its scratch folder."""
    readable: tuple[str, ...] = ()
    """The folders and files that may be read."""
    landlock: bool = False
    program: str = ""
    """The seccomp program in base64; empty where there is none."""
    scratch_bytes: int = 64 << 20
    scratch_files: int = 2000

    @classmethod
    def from_json(cls, data: dict[str, Any] | None) -> Walls | None:
        """Return the walls that a JSON object describes; None for None."""
        if data is None:
            return None
        known = {field.name for field in fields(cls)}
        given = {name: value for name, value in data.items() if name in known}
        return cls(**{**given, "readable": tuple(data["readable"])})


def enter(walls: Walls | None, scratch: str) -> None:
    """Wall this process in for good; it must have one thread. None leaves it as it is.

    Raises OSError where a wall that this machine was said to give cannot be built.
    """
    if walls is None:
        return
    libc = ctypes.CDLL(None, use_errno=True)
    if walls.namespaces:
        _own_scratch(libc, walls, scratch)
    _must(libc.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0), "prctl")
    if walls.landlock:  # keeps runners out of each other, and lets the grader count what one holds
        _landlock(walls, scratch)
    else:
        _must(libc.prctl(PR_SET_DUMPABLE, 0, 0, 0, 0), "prctl")
    _drop_capabilities(libc)
    if walls.program:
        _filter(libc, base64.b64decode(walls.program))


def _must(result: int, what: str) -> None:
    if result != 0:
        number = ctypes.get_errno()
        raise OSError(number, f"{what}: {os.strerror(number)}")


def _own_scratch(libc: Any, walls: Walls, scratch: str) -> None:
    """Mount a scratch folder that only this process sees, bounded in bytes and in files."""
    _must(libc.unshare(CLONE_NEWNS | CLONE_NEWIPC), "unshare")
    options = f"size={walls.scratch_bytes},nr_inodes={walls.scratch_files},mode=700"
    flags = MS_NOSUID | MS_NODEV | MS_NOEXEC
    folder = scratch.encode()
    _must(libc.mount(b"tmpfs", folder, b"tmpfs", flags, options.encode()), "mount")
    os.chdir(scratch)


def _landlock(walls: Walls, scratch: str) -> None:
    """Allow these files only, no TCP, and no signal to anybody outside."""
    from landlockpy import AccessFS, Ruleset, Scope

    of_file = AccessFS.READ_FILE | AccessFS.EXECUTE
    with Ruleset(scoped=Scope.SIGNAL | Scope.ABSTRACT_UNIX_SOCKET) as rules:
        for path in (*walls.readable, *(f"/proc/{name}" for name in PROC)):
            with contextlib.suppress(FileNotFoundError):
                is_folder = os.path.isdir(path)
                rules.allow_path(path, of_file | AccessFS.READ_DIR if is_folder else of_file)
        for name in DEVICES:
            rules.allow_path(f"/dev/{name}", AccessFS.READ_FILE)
        rules.allow_path("/dev/null", AccessFS.READ_FILE | AccessFS.WRITE_FILE)
        rules.allow_path(scratch, ~AccessFS.EXECUTE)
        rules.restrict()


def _drop_capabilities(libc: Any) -> None:
    libc.prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0)
    header = struct.pack("<Ii", CAPABILITY_VERSION_3, 0)
    _must(libc.capset(header, bytes(24)), "capset")


class _Program(ctypes.Structure):
    """`struct sock_fprog` of linux/filter.h."""

    _fields_ = (("length", ctypes.c_ushort), ("instructions", ctypes.c_char_p))


def _filter(libc: Any, program: bytes) -> None:
    described = _Program(len(program) // INSTRUCTION, program)
    _must(libc.prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, ctypes.byref(described), 0, 0), "seccomp")
