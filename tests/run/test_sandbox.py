from __future__ import annotations

import os
import shutil
import sys
import threading
import time
from pathlib import Path

import pytest

from grader.grade import guarded_by
from grader.kit import Kit
from grader.run import sandbox
from grader.run.collect import Limits
from grader.run.evidence import Outcome
from grader.run.launch import ColdLauncher
from grader.run.sandbox import (
    Guarded,
    Protection,
    Sandbox,
    protections_of,
    sandboxes,
    settle,
)
from grader.run.scratch import overfull, remove
from grader.run.warm import WarmLauncher
from grader.run.worker.probes import PROBES
from grader.run.worker.walls import Walls

from .conftest import LIMITS, linux

pytestmark = linux
WELL = "\ndef g(): return 7\n"
ALL = tuple(PROBES)
NO_LIMIT = {"environment", "memory", "file_size", "open_files"}
"""What a launcher holds without any sandbox."""


@pytest.fixture(scope="module", params=["confined", "isolated"])
def tier(request):
    if request.param == "isolated" and shutil.which("bwrap") is None:
        pytest.fail("bubblewrap is missing: apt-get install bubblewrap, as .ci/run does")
    return request.param


@pytest.fixture(scope="module")
def walled(tier):
    """Launchers of both kinds, walled in."""
    launchers = {
        "cold": ColdLauncher(tier, guarded_by(Kit())),
        "warm": WarmLauncher(tier, guarded_by(Kit())),
    }
    yield launchers
    for launcher in launchers.values():
        launcher.close()


# The walls hold


@pytest.mark.parametrize("way", ["cold", "warm"])
def test_no_probe_gets_through(walled, tier, way):
    found = walled[way].protections
    assert (found.tier, found.missing) == (tier, ())


def test_the_same_probes_get_through_where_there_is_no_wall():
    """Or they would prove nothing: this is what they find in a process with its limits only."""
    none = Sandbox("open")
    with sandbox.real_targets(guarded_by(Kit())) as targets:
        found = set(ColdLauncher()._prove(none, targets))
    possible = set(ALL) - NO_LIMIT
    if os.geteuid() != 0:
        possible.discard("system")  # not every machine lets its users make namespaces
    assert found >= possible


def test_without_its_namespaces_a_runner_that_cannot_start_is_not_claimed(monkeypatch):
    monkeypatch.setattr(sandbox, "_bubblewrap", lambda program, readable: ("/bin/false",))
    assert ColdLauncher("isolated").protections.tier == "confined"


TRIES = """
import os, socket, subprocess, threading, tempfile, ctypes
def tried(attempt):
    try: attempt()
    except OSError as error: return error.strerror
    return "done"

def f():
    done = []
    thread = threading.Thread(target=done.append, args=(1,))
    thread.start(); thread.join()
    return {
        "thread": done,
        "scratch": tried(lambda: tempfile.NamedTemporaryFile("w").write("x")),
        "home": tried(lambda: open(os.path.expanduser("~/x"), "w").close()),
        "program": tried(lambda: subprocess.run(["true"])),
        "fork": tried(os.fork),
        "socket": tried(socket.socket),
        "pair": tried(socket.socketpair),
        "secret": tried(lambda: open("/etc/shadow")),
        "chmod": tried(lambda: os.chmod(os.getcwd(), 0o777)),
        "self": len(os.listdir("/proc/self/task")) > 0,
    }
"""


@pytest.mark.parametrize("way", ["cold", "warm"])
def test_what_a_student_may_do_and_what_not(ask, walled, way):
    seen = ask(TRIES, "f", launcher=walled[way]).outcomes[0].value
    assert seen.pop("secret") in ("Permission denied", "No such file or directory")
    assert seen == {
        "thread": [1],
        "scratch": "done",
        "home": "done",
        "program": "Operation not permitted",
        "fork": "Operation not permitted",
        "socket": "Operation not permitted",
        "pair": "done",
        "chmod": "Operation not permitted",
        "self": True,
    }


@pytest.mark.parametrize("way", ["cold", "warm"])
def test_keras_works_inside(ask, walled, way):
    text = """
import keras
def f():
    model = keras.Sequential([keras.Input((8, 8, 1)), keras.layers.Conv2D(2, 3)])
    return model.predict(keras.ops.ones((1, 8, 8, 1)), verbose=0).shape
"""
    seen = ask(text, "f", launcher=walled[way], keras=True, limits=LIMITS).outcomes
    assert seen == {0: Outcome((1, 6, 6, 2))}


def test_the_scratch_folder_is_bounded(ask, walled, tier):
    """By the folder itself where it is one of its own, by looking at it where it is on the disk."""
    text = """
def f():
    for number in range(200):
        with open(f"{number}", "wb") as file: file.write(bytes(1 << 20))
    import time; time.sleep(9)
"""
    outcome = ask(text + WELL, "f", "g", launcher=walled["warm"]).outcomes[0]
    if tier == "isolated":
        assert outcome.error.message == "[Errno 28] No space left on device"
    else:
        assert outcome == Outcome(stopped="disk")


def test_so_is_the_number_of_files(ask, walled, tier):
    text = """
def f():
    for number in range(5000): open(f"{number}", "w").close()
    import time; time.sleep(9)
"""
    outcome = ask(text, "f", launcher=walled["warm"]).outcomes[0]
    if tier == "isolated":
        assert outcome.error.type == "OSError"
    else:
        assert outcome == Outcome(stopped="disk")


def test_a_full_scratch_folder_is_ones_own(ask, walled, tier):
    """Beside a runner that fills its own, another one has all its room."""
    fills = """
import time
def f():
    try:
        with open("big", "wb") as file:
            while True: file.write(bytes(1 << 20))
    except OSError: time.sleep(1)
"""
    writes = """
import os, time
def f():
    for _ in range(8):
        with open("mine", "wb") as file: file.write(bytes(5 << 20))
        time.sleep(0.05)
    return sorted(os.listdir())
"""
    thread = threading.Thread(target=ask, args=(fills, "f"), kwargs={"launcher": walled["warm"]})
    thread.start()
    time.sleep(0.2)
    assert ask(writes, "f", launcher=walled["warm"]).outcomes == {0: Outcome(["mine"])}
    thread.join()


def test_one_runner_does_not_reach_another(ask, walled):
    """Nor the process that both were forked from: not by signals, not through /proc."""
    waits = "import os, time\ndef f():\n    time.sleep(2)\n    return 3"
    kills = """
import os
def f():
    reached = []
    for pid in range(1, 400):
        if pid == os.getpid(): continue
        try: os.kill(pid, 9)
        except OSError: pass
        else: reached.append(("killed", pid))
        try: open(f"/proc/{pid}/mem", "rb")
        except OSError: pass
        else: reached.append(("memory", pid))
    try: os.kill(-1, 9)
    except OSError: pass
    return reached
"""
    told = []
    thread = threading.Thread(
        target=lambda: told.append(ask(waits, "f", launcher=walled["warm"]).outcomes)
    )
    thread.start()
    time.sleep(0.3)
    first = ask(kills, "f", launcher=walled["warm"]).outcomes
    thread.join()
    # Where Landlock scopes signals, the last one reaches nobody but the sender.
    assert first in ({0: Outcome([])}, {0: Outcome(stopped="memory")})
    assert told == [{0: Outcome(3)}]


def test_nothing_of_a_submission_is_left(ask, walled, tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))  # others make folders in /tmp, too
    ask("def f(): open('left', 'w').write('x')", "f", launcher=walled["warm"])
    assert list(tmp_path.iterdir()) == []


# Which sandbox is taken


def tried(breaches):
    """A way to prove that answers by tier."""
    return lambda candidate, targets: breaches[candidate.tier]


@pytest.fixture
def two(monkeypatch):
    found = [Sandbox("isolated", ("bwrap",), Walls()), Sandbox("confined", (), Walls())]
    monkeypatch.setattr(sandbox, "sandboxes", lambda wanted: found)
    return found


@pytest.mark.parametrize(
    ("breaches", "taken", "claimed", "missing"),
    [
        ({"isolated": [], "confined": []}, "isolated", "isolated", ()),
        ({"isolated": None, "confined": []}, "confined", "confined", ()),
        ({"isolated": ["files"], "confined": []}, "confined", "confined", ()),
        (
            {"isolated": ["files"], "confined": ["files", "network"]},
            "isolated",
            "none",
            ("files",),
        ),
        ({"isolated": None, "confined": ["network"]}, "confined", "none", ("network",)),
    ],
)
def test_a_tier_is_claimed_only_where_every_probe_fails(two, breaches, taken, claimed, missing):
    settled = settle("isolated", Guarded(), tried(breaches))
    found = settled.protections
    assert (settled.sandbox.tier, found.tier, found.missing) == (taken, claimed, missing)


def test_where_nothing_can_be_started_nothing_is_claimed(two):
    settled = settle("isolated", Guarded(), tried({"isolated": None, "confined": None}))
    assert settled.sandbox == sandbox.NO_SANDBOX
    assert set(settled.protections.missing) == set(ALL) - NO_LIMIT


def test_a_light_sandbox_is_not_made_of_namespaces(monkeypatch):
    monkeypatch.setattr(shutil, "which", lambda name: "/usr/bin/bwrap")
    assert [one.tier for one in sandboxes("isolated")] == ["isolated", "confined"]
    assert [one.tier for one in sandboxes("confined")] == ["confined"]
    assert sandboxes("none") == []


def test_without_the_program_and_the_libraries(monkeypatch):
    monkeypatch.setattr(shutil, "which", lambda name: None)
    monkeypatch.setitem(sys.modules, "landlockpy", None)
    monkeypatch.setitem(sys.modules, "pyseccomp", None)
    sandbox.seccomp_program.cache_clear()
    try:
        (left,) = sandboxes("isolated")
        assert (left.walls.landlock, left.walls.program) == (False, "")
        found = ColdLauncher("isolated", guarded_by(Kit())).protections
        assert found.tier == "none"
        assert {"answers", "files", "network", "children"} <= set(found.missing)
    finally:
        sandbox.seccomp_program.cache_clear()


def test_one_breach_and_no_tier_is_claimed():
    found = protections_of("confined", ["network"])
    assert found.tier == "none"
    assert [item for item in found.items if not item.held] == [Protection("network", False)]
    names = dict.fromkeys(("process", "wall_clock", "output", "environment", *ALL))
    assert [item.name for item in found.items] == list(names)


def test_old_kernels_get_a_program_that_forbids_signals(ask, monkeypatch):
    """Without scopes in Landlock, nothing else keeps a runner from the grader's process."""
    monkeypatch.setattr(sandbox, "landlock_abi", lambda: 3)
    sandbox.seccomp_program.cache_clear()
    try:
        text = "import os\ndef f():\n    os.kill(os.getpid(), 0)"
        outcome = ask(text, "f", launcher=ColdLauncher("confined")).outcomes[0]
        assert outcome.error.message == "[Errno 1] Operation not permitted"
    finally:
        sandbox.seccomp_program.cache_clear()


# A scratch folder on the disk


def test_when_a_scratch_folder_is_too_full(tmp_path):
    assert not overfull(tmp_path)
    (tmp_path / "link").symlink_to("/")
    with (tmp_path / "big").open("wb") as file:
        file.truncate((64 << 20) + 1)
    assert overfull(tmp_path)
    (tmp_path / "big").unlink()
    assert not overfull(tmp_path)
    assert not overfull(tmp_path / "gone")


def test_a_file_that_takes_too_long_to_be_imported(ask, walled):
    limits = Limits(importing=0.5, total=60.0)
    evidence = ask("while True: pass", "f", launcher=walled["warm"], limits=limits)
    assert evidence.outcomes == {0: Outcome(stopped="time", importing=True)}


@pytest.mark.parametrize("way", ["cold", "warm"])
def test_a_runner_cannot_read_what_the_probes_tried_for(ask, walled, way):
    """Names of files at home or of other submissions are private as well."""
    text = "def f(): return open('/proc/self/cmdline').read()"
    line = ask(text, "f", launcher=walled[way]).outcomes[0].value
    assert "walls" in line
    assert str(Kit().solutions) not in line
    assert "grader-decoy" not in line


def test_files_without_a_name_are_counted(tmp_path):
    with (tmp_path / "big").open("wb") as file:
        (tmp_path / "big").unlink()
        file.truncate((64 << 20) + 1)
        assert overfull(tmp_path, os.getpid())
        assert not overfull(tmp_path)


def test_a_scratch_folder_is_removed_whatever_it_has_become(tmp_path):
    """Hundreds of folders deep, closed, full of links and pipes."""
    top = tmp_path / "scratch"
    top.mkdir()
    here = os.getcwd()
    os.chdir(top)
    for _ in range(400):  # pytest itself could not remove a thousand where this fails
        os.mkdir("d")
        os.chdir("d")
    open("left", "w").close()
    os.chdir(here)
    (top / "closed").mkdir()
    (top / "closed" / "file").write_text("x", "utf-8")
    (top / "closed").chmod(0o000)
    (top / "root").symlink_to("/")
    os.mkfifo(top / "pipe")
    assert overfull(top)
    remove(top)
    assert not top.exists()
    assert Path("/etc").exists()
    remove(top)
