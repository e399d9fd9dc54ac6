"""How runners are started here, and which sandboxes hold."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator

from grader.doctor.line import NOTE, Line
from grader.kit import Kit
from grader.messages import Messages


def examine(kit: Kit, messages: Messages) -> Iterator[Line]:
    """Say how runners are started, which sandboxes hold, and how to get those that are not there.

    Nothing where a package is missing that has been told already.
    """
    try:
        yield _launcher(messages)
        yield from sandboxes(kit, messages)
    except ImportError:
        return


def _launcher(messages: Messages) -> Line:
    from grader.run.choose import choose_launcher
    from grader.run.launch import ColdLauncher

    name = "cold" if isinstance(choose_launcher(), ColdLauncher) else "warm"
    return Line("launcher", data={"name": messages.text("launcher", name)})


def sandboxes(kit: Kit, messages: Messages) -> Iterator[Line]:
    """Try each sandbox."""
    from grader.run.sandbox import landlock_abi, seccomp_program, why_no_namespaces

    if not sys.platform.startswith("linux"):
        yield Line("walls_no_linux", NOTE)
        return
    if shutil.which("bwrap") is None:
        yield Line("walls_no_bwrap", NOTE)
    else:
        why = why_no_namespaces()
        if why:
            yield Line("walls_no_namespaces", NOTE, {"why": why})
        else:
            yield _tier("isolated", kit, messages)
    if not landlock_abi():
        yield Line("walls_no_landlock", NOTE)
    if not seccomp_program():
        yield Line("walls_no_seccomp", NOTE)
    if landlock_abi() and seccomp_program():
        yield _tier("confined", kit, messages)


def _tier(tier: str, kit: Kit, messages: Messages) -> Line:
    from grader.grade import guarded_by
    from grader.run.launch import ColdLauncher

    found = ColdLauncher(tier, guarded_by(kit)).protections
    if found.tier == tier:
        return Line(tier)
    missing = ", ".join(messages.text("exposed", name) for name in found.missing)
    return Line("walls_breached", NOTE, {"tier": tier, "missing": missing or found.tier})
