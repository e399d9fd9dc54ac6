"""Which walls this machine can give a runner, the strongest first.

`isolated`: bubblewrap starts the process in namespaces of its own, and each runner mounts its own
scratch folder, with Landlock and seccomp besides. `confined`: Landlock and seccomp alone, which
need no privilege and no program. `none`: limits only. What a tier is worth is tried from inside
(`worker.probes`), before a student's file is touched; a tier that fails a probe is not claimed.
"""

from __future__ import annotations

import base64
import contextlib
import dataclasses
import functools
import os
import secrets
import shutil
import site
import socket
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from grader.run.environ import unshared
from grader.run.worker.probes import PROBES, Targets
from grader.run.worker.walls import Walls

TIERS = ("isolated", "confined", "none")
"""Strongest first."""
SCRATCH = "/scratch"
"""The scratch folder inside of namespaces: everybody's own."""
WORKER = Path(__file__).resolve().parent / "worker"
SYSTEM = ("/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32", "/nix/store")
SETTINGS = (
    "/etc/ld.so.cache",
    "/etc/ld.so.conf",
    "/etc/ld.so.conf.d",
    "/etc/localtime",
    "/etc/alternatives",
    "/sys/devices/system/cpu",
)
"""What a C library looks up: where libraries are, the time zone, how many cores there are."""

PROCESSES = ("fork", "vfork", "execve", "execveat", "clone3")
SOCKETS = ("socket", "bind", "connect", "listen", "accept", "accept4")
SOCKET_KINDS = (2, 3, 5)
"""Pairs of these (datagrams, raw, sequenced packets) can be turned to any path by `sendto`; a pair
of streams cannot."""
NAMESPACES = (
    *("unshare", "setns", "mount", "umount", "umount2", "pivot_root", "chroot", "mount_setattr"),
    *("open_tree", "move_mount", "fsopen", "fsconfig", "fsmount", "fspick", "swapon", "swapoff"),
)
OTHERS = (
    *("ptrace", "process_vm_readv", "process_vm_writev", "kcmp", "pidfd_open", "pidfd_getfd"),
    *("pidfd_send_signal", "process_madvise", "migrate_pages", "move_pages"),
    *("setpriority", "ioprio_set"),
)
"""Calls that reach into other processes."""
OF_ONESELF = (
    *("prlimit64", "sched_setaffinity", "sched_setscheduler", "sched_setparam", "sched_setattr"),
)
"""Calls that name a process, which must be 0: the caller."""
KERNEL = (
    *("io_uring_setup", "io_uring_enter", "io_uring_register", "bpf", "perf_event_open"),
    *("keyctl", "add_key", "request_key", "userfaultfd", "init_module", "finit_module"),
    *("delete_module", "kexec_load", "kexec_file_load", "reboot", "acct", "quotactl"),
    *("open_by_handle_at", "name_to_handle_at", "fanotify_init", "lookup_dcookie", "iopl"),
    *("ioperm", "sethostname", "setdomainname", "settimeofday", "clock_settime", "adjtimex"),
    *("clock_adjtime", "quotactl_fd", "syslog", "inotify_init", "inotify_init1", "openat2"),
)
HIDDEN_MEMORY = ("memfd_create", "memfd_secret", "shmget", "msgget", "semget", "mq_open")
"""Memory that no limit of a process counts."""
OWNERS = (
    *("chmod", "fchmod", "fchmodat", "fchmodat2", "chown", "fchown", "lchown", "fchownat"),
    *("utime", "utimes", "futimesat", "utimensat", "setxattr", "lsetxattr", "fsetxattr"),
    *("removexattr", "lremovexattr", "fremovexattr", "truncate"),
    *("setxattrat", "removexattrat", "file_setattr", "open_tree_attr"),
)
"""What Landlock, or an old one, leaves open on files that cannot be read or written."""
NUMBERS = {"setxattrat": 463, "removexattrat": 466, "open_tree_attr": 467, "file_setattr": 469}
"""Of calls that a libseccomp may be too old to know; they are the same on every architecture."""
SIGNALS = ("kill", "tkill", "tgkill", "rt_sigqueueinfo", "rt_tgsigqueueinfo")
"""Forbidden where Landlock cannot keep signals inside (before ABI 6)."""
SIGNAL_SCOPES = 6
UNKNOWN = ("clone3", "openat2")
"""Who is told that these do not exist uses older ones, whose arguments can be looked at."""
CLONE_THREAD = 0x00010000
REQUESTS = (0x5412, 0x541C, 0x40086602, 0x401C5820)
"""Of ioctl: to type into a terminal (TIOCSTI, TIOCLINUX), to change a file's flags
(FS_IOC_SETFLAGS, FS_IOC_FSSETXATTR)."""
OWNER_COMMANDS = (8, 10, 15)
"""Of fcntl (F_SETOWN, F_SETSIG, F_SETOWN_EX): they have the kernel send a signal to anybody."""
READ_ONLY_TRUNCATE, ACCESS_AND_TRUNCATE = 0o1000, 0o1003
"""Flags of a file that is opened to be read and emptied, and the mask that shows them."""


@dataclass(frozen=True)
class Sandbox:
    """One way to start a process that runs students' code."""

    tier: str = "none"
    """What it is meant to be, one of TIERS."""
    prefix: tuple[str, ...] = ()
    """The command that starts a program inside of it; empty where none is needed."""
    walls: Walls | None = None
    scratch: str | None = None
    """The scratch folder as seen inside; None where each runner gets a folder on the disk."""


NO_SANDBOX = Sandbox()


@dataclass(frozen=True)
class Protection:
    """One thing that a runner was kept from, or was not."""

    name: str
    held: bool


@dataclass(frozen=True)
class Protections:
    """What was in force while a submission ran."""

    tier: str
    """The strongest of TIERS that can be claimed: every probe failed in it."""
    items: tuple[Protection, ...] = ()

    @property
    def missing(self) -> tuple[str, ...]:
        """Names of those that were not in force."""
        return tuple(item.name for item in self.items if not item.held)


@dataclass(frozen=True)
class Settled:
    """The sandbox that runners are started in, and what it was found to hold."""

    sandbox: Sandbox
    protections: Protections


@dataclass(frozen=True)
class Guarded:
    """What students' code must not get at; its walls are tried against these."""

    answers: tuple[Path, ...] = ()
    private: tuple[Path, ...] = ()
    places: tuple[Path, ...] = ()
    """Folders that must not be written in."""


def kept_at_home() -> tuple[Path, ...]:
    """Return some of what lies in the user's home, for probes to look into."""
    try:
        found = sorted(Path.home().iterdir())
    except (OSError, RuntimeError):
        return ()
    readable = tuple(_readable())
    ours = [p for p in found if not any(Path(r).is_relative_to(p) for r in readable)]
    return tuple(ours[:AT_HOME])


AT_HOME = 5
Prove = Callable[[Sandbox, Targets], "list[str] | None"]
"""Starts a process in a sandbox; returns the probes that got through, None if it cannot start."""


def settle(wanted: str, guarded: Guarded, prove: Prove) -> Settled:
    """Return the strongest sandbox in which every probe fails, or else the one that holds most."""
    best: tuple[Sandbox, list[str]] | None = None
    candidates = sandboxes(wanted)
    if candidates:
        with real_targets(guarded) as targets:
            for sandbox in candidates:
                breached = prove(sandbox, targets)
                if breached == []:
                    return Settled(sandbox, protections_of(sandbox.tier, breached))
                if breached is not None and (best is None or len(breached) < len(best[1])):
                    best = sandbox, breached
    if best is None:
        return Settled(NO_SANDBOX, protections_of("none", _not_tried()))
    return Settled(best[0], protections_of("none", best[1]))


ALWAYS = ("process", "wall_clock", "output", "environment")
"""What needs no system's help: a process of its own, a clock and a bounded reader outside of it."""


def _not_tried() -> list[str]:
    """Return what cannot be claimed without a sandbox: all but the limits of this system."""
    limits = {"environment"}
    if os.name == "posix":
        limits |= {"file_size", "open_files"}
    if sys.platform.startswith("linux"):
        limits.add("memory")
    return [name for name in PROBES if name not in limits]


def protections_of(tier: str, breached: Sequence[str]) -> Protections:
    """Return what is in force in a sandbox through whose walls these probes got."""
    names = dict.fromkeys((*ALWAYS, *PROBES))
    items = tuple(Protection(name, name not in breached) for name in names)
    return Protections("none" if breached else tier, items)


@contextlib.contextmanager
def real_targets(guarded: Guarded) -> Iterator[Targets]:
    """Yield what the probes shall try for; it is really there as long as the block lasts."""
    with (
        tempfile.TemporaryDirectory(prefix="grader-decoy-") as folder,
        socket.create_server(("127.0.0.1", 0)) as port,
        socket.socket(socket.AF_UNIX) as abstract,
        socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as named,
    ):
        decoy = Path(folder) / "another_submission.py"
        decoy.write_text("# somebody else's\n", "utf-8")
        name = f"grader-probe-{secrets.token_hex(8)}"
        abstract.bind(f"\0{name}")
        abstract.listen()
        path = os.path.join(folder, "socket")
        named.bind(path)
        yield Targets(
            answers=tuple(map(str, guarded.answers)),
            private=(str(decoy), *map(str, guarded.private)),
            places=(folder, *map(str, guarded.places)),
            pid=os.getpid(),
            port=port.getsockname()[1],
            abstract=name,
            path=path,
            secret=unshared(),
        )


def sandboxes(wanted: str) -> list[Sandbox]:
    """Return the sandboxes to try on this machine, the strongest that is wanted first."""
    if wanted == "none" or not sys.platform.startswith("linux"):
        return []
    walls = Walls(
        readable=tuple(_readable()), landlock=landlock_abi() > 0, program=seccomp_program()
    )
    found = []
    bwrap = shutil.which("bwrap")
    if wanted == "isolated" and bwrap is not None:
        inside = dataclasses.replace(walls, namespaces=True)
        found.append(Sandbox("isolated", _bubblewrap(bwrap, walls.readable), inside, SCRATCH))
    return [*found, Sandbox("confined", (), walls)]


def _readable() -> Iterator[str]:
    """Name what a runner may read: Python, its packages, the system's libraries, the worker."""
    own = [sys.prefix, sys.exec_prefix, sys.base_prefix, sys.base_exec_prefix]
    own += [*site.getsitepackages(), str(WORKER)]
    paths = (*SYSTEM, *SETTINGS, *map(os.path.realpath, own), *own)
    yield from (path for path in dict.fromkeys(paths) if os.path.exists(path) and path != "/")


def _bubblewrap(program: str, readable: Sequence[str]) -> tuple[str, ...]:
    """Return the command that starts a process in namespaces, with nothing of this machine but
    what is readable. It keeps one capability, to mount scratch folders; runners drop it.
    """
    binds = [part for path in readable for part in ("--ro-bind", path, path)]
    return (
        program,
        *("--unshare-user", "--unshare-ipc", "--unshare-pid", "--unshare-net", "--unshare-uts"),
        *("--die-with-parent", "--new-session", "--hostname", "runner"),
        *("--cap-drop", "ALL", "--cap-add", "CAP_SYS_ADMIN"),
        *("--proc", "/proc", "--dev", "/dev", "--remount-ro", "/dev"),
        *("--size", str(Walls.scratch_bytes), "--tmpfs", SCRATCH),
        *binds,
        *("--remount-ro", "/", "--chdir", SCRATCH, "--"),
    )


def why_no_namespaces() -> str:
    """Return what bubblewrap says where it cannot make namespaces; "" where it can."""
    command = [
        *_bubblewrap(
            shutil.which("bwrap") or "bwrap", [path for path in SYSTEM if os.path.exists(path)]
        ),
        "true",
    ]
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=10)
    except (OSError, subprocess.TimeoutExpired) as error:
        return str(error)
    lines = done.stderr.strip().splitlines() or [str(done.returncode)]
    return "" if done.returncode == 0 else lines[-1]


def landlock_abi() -> int:
    """Return the version of Landlock that this kernel speaks; 0 without it, or its library."""
    try:
        import landlockpy

        return landlockpy.abi_version()
    except Exception:  # no such package, or a kernel that answers in an unknown way
        return 0


@functools.cache
def seccomp_program() -> str:
    """Return what a runner may not ask of the kernel, compiled, in base64; "" without libseccomp.

    A call that is forbidden fails with EPERM, as it would for want of a right.
    """
    try:
        import pyseccomp
    except Exception:  # no such package, or no libseccomp: a RuntimeError
        return ""
    try:
        with tempfile.TemporaryFile() as file:
            _compiled(pyseccomp).export_bpf(file)
            file.seek(0)
            return base64.b64encode(file.read()).decode()
    except OSError:
        return ""


def _compiled(seccomp: Any) -> Any:
    from errno import ENOSYS, EPERM

    program = seccomp.SyscallFilter(seccomp.ALLOW)
    denied: tuple[str, ...] = (
        *PROCESSES,
        *SOCKETS,
        *NAMESPACES,
        *OTHERS,
        *KERNEL,
        *HIDDEN_MEMORY,
        *OWNERS,
    )
    if landlock_abi() < SIGNAL_SCOPES:
        denied += SIGNALS
    arg = seccomp.Arg
    for name in denied:
        _forbid(seccomp, program, ENOSYS if name in UNKNOWN else EPERM, name)
    process = arg(0, seccomp.MASKED_EQ, CLONE_THREAD, 0)
    _forbid(seccomp, program, EPERM, "clone", process)
    for name in OF_ONESELF:
        _forbid(seccomp, program, EPERM, name, arg(0, seccomp.NE, 0))
    low = 0xFFFFFFFF
    for request in REQUESTS:
        _forbid(seccomp, program, EPERM, "ioctl", arg(1, seccomp.MASKED_EQ, low, request))
    for command in OWNER_COMMANDS:
        _forbid(seccomp, program, EPERM, "fcntl", arg(1, seccomp.MASKED_EQ, low, command))
    for kind in SOCKET_KINDS:
        _forbid(seccomp, program, EPERM, "socketpair", arg(1, seccomp.MASKED_EQ, 0xF, kind))
    for name, place in (("open", 1), ("openat", 2)):
        emptied = arg(place, seccomp.MASKED_EQ, ACCESS_AND_TRUNCATE, READ_ONLY_TRUNCATE)
        _forbid(seccomp, program, EPERM, name, emptied)
    return program


def _forbid(seccomp: Any, program: Any, error: int, name: str, *arguments: Any) -> None:
    with contextlib.suppress(OSError):  # a call that this architecture does not have
        try:
            program.add_rule(seccomp.ERRNO(error), name, *arguments)
        except OSError:
            program.add_rule(seccomp.ERRNO(error), NUMBERS.get(name, name), *arguments)
