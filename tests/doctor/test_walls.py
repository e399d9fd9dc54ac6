"""What `doctor` says of the sandboxes of a machine, and of how to get more."""

from __future__ import annotations

import shutil
import sys

import pytest

from grader.doctor import walls
from grader.kit import Kit
from grader.messages import LANGUAGES, Messages
from grader.run import sandbox
from tests.run.conftest import linux


def told(language="en"):
    messages = Messages(language)
    lines = walls.sandboxes(Kit(), messages)
    return [messages.text("doctor", line.key, line.data) for line in lines]


@linux
@pytest.mark.parametrize("language", LANGUAGES)
def test_what_holds_here(language):
    found = told(language)
    assert any("`confined`" in line for line in found)
    if shutil.which("bwrap"):
        assert len(found) == 2
        assert "`isolated`" in found[0]


@linux
def test_without_bubblewrap(monkeypatch):
    which = shutil.which
    monkeypatch.setattr(shutil, "which", lambda name: None if name == "bwrap" else which(name))
    assert told()[0] == (
        "Sandbox `isolated`: not there, for want of bubblewrap"
        " (Debian, Ubuntu: sudo apt install bubblewrap)"
    )


@linux
def test_where_namespaces_are_forbidden(monkeypatch, tmp_path):
    program = tmp_path / "bwrap"
    program.write_text("#!/bin/sh\necho 'bwrap: setting up uid map: Permission denied' >&2\nexit 1")
    program.chmod(0o755)
    monkeypatch.setattr(shutil, "which", lambda name: str(program))
    assert told()[0].startswith(
        "Sandbox `isolated`: bubblewrap may not make namespaces here"
        " (bwrap: setting up uid map: Permission denied). On Ubuntu 24.04: sudo sysctl -w "
    )


@linux
def test_an_old_kernel_and_missing_libraries(monkeypatch):
    monkeypatch.setattr(shutil, "which", lambda name: None)
    monkeypatch.setattr(sandbox, "landlock_abi", lambda: 0)
    monkeypatch.setattr(sandbox, "seccomp_program", lambda: "")
    _, landlock, seccomp = told()
    assert landlock.startswith("Sandbox `confined`: this kernel has no Landlock")
    assert seccomp.startswith("Sandbox `confined`: libseccomp is missing")


@linux
def test_a_sandbox_that_lets_something_through(monkeypatch):
    monkeypatch.setattr(shutil, "which", lambda name: None)
    monkeypatch.setattr(sandbox, "_compiled", lambda seccomp: seccomp.SyscallFilter(seccomp.ALLOW))
    sandbox.seccomp_program.cache_clear()
    try:
        assert told()[1].startswith(
            "Sandbox `confined`: not complete on this machine. Open to what runs: "
        )
    finally:
        sandbox.seccomp_program.cache_clear()


def test_elsewhere_than_on_linux(monkeypatch):
    monkeypatch.setattr(sys, "platform", "darwin")
    assert told() == [
        "No sandbox on this system: it needs Linux. Check your own files only;"
        " a class belongs on Linux or in a container"
    ]
