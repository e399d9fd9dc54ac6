from __future__ import annotations

import json
import os
import sys
from pathlib import Path

import psutil
import pytest

from grader.run.choose import choose_launcher
from grader.run.collect import Call, Limits, Source, request_bytes
from grader.run.environ import FIXED, KEPT
from grader.run.evidence import Outcome
from grader.run.launch import RUN, ColdLauncher
from grader.run.warm import WarmLauncher
from grader.run.worker.frames import parse_json, unpack

from .conftest import QUICK, gone, linux

SPAWN = """
import os, subprocess, sys, time

def everything():
    "Return all open file descriptors, the runner's own among them."
    return [int(fd) for fd in os.listdir("/proc/self/fd") if os.path.exists(f"/proc/self/fd/{fd}")]

def daemon(**more):
    "Start a process that stands on its own, through a middleman that dies; return its id."
    tell, told = os.pipe()
    if os.fork() == 0:
        os.setsid()
        if os.fork() == 0:
            child = subprocess.Popen(["sleep", "600"], start_new_session=True, **more)
            os.write(told, str(child.pid).encode())
        os._exit(0)
    os.wait()
    return int(os.read(tell, 20))
"""


def start(launcher, text, *names):
    """Start a runner by hand and return it with a way to read its next frame."""
    running = launcher.start(keras=False)
    calls = [Call(number, name, name) for number, name in enumerate(names)]
    source = Source(text, "mine.py", False)
    running.requests.write(request_bytes(source, calls, Limits()))
    running.requests.flush()
    return running, lambda: unpack(running.evidence.read)


def leave(running):
    running.end()
    running.evidence.close()
    running.output.close()


# What a runner knows


def test_the_environment_of_a_runner_is_scrubbed(ask, monkeypatch):
    monkeypatch.setenv("SECRET_TOKEN", "hunter2")
    monkeypatch.setenv("PYTHONPATH", "/nowhere")
    monkeypatch.setenv("HTTP_PROXY", "http://nowhere")
    text = "import os\ndef f(): return dict(os.environ), os.getcwd()"
    seen, folder = ask(text, "f").outcomes[0].value
    homes = dict.fromkeys(("HOME", "USERPROFILE", "TMPDIR", "TEMP", "TMP"), folder)
    kept = {name: os.environ[name] for name in KEPT if name in os.environ}
    seen.pop("LC_CTYPE", None)  # Python sets it where there is no locale
    assert seen == {**kept, **FIXED, **homes, "KERAS_HOME": str(Path(folder, "keras"))}


@linux
def test_a_runner_is_told_nothing_on_its_command_line(ask):
    text = """
import os, sys
def f():
    with open("/proc/self/cmdline") as file:
        return file.read().split("\\0")[7:], sys.argv[1:]
"""
    line, arguments = ask(text, "f").outcomes[0].value
    told = {"walls": None, "prove": False, "keras": False}
    assert (line[0], json.loads(line[1]), line[2:], arguments) == (str(RUN), told, [""], [])


def test_a_runner_is_isolated_from_the_users_python(ask):
    text = """
import sys
def f():
    here = [path for path in sys.path if path in ("", ".") or "grader" in path]
    flags = sys.flags.isolated, sys.flags.dont_write_bytecode, sys.flags.utf8_mode
    return here, flags, "grader" in sys.modules, "numpy" in sys.modules
"""
    assert ask(text, "f").outcomes[0].value == ([], (1, 1, 1), False, False)


def test_a_runner_reads_nothing_from_the_graders_terminal(ask):
    assert ask("import sys\ndef f(): return sys.stdin.read()", "f").outcomes == {0: Outcome("")}


# What a runner leaves behind


def test_a_runner_has_a_folder_of_its_own_and_leaves_nothing(ask):
    text = """
import os, tempfile
def f():
    os.makedirs("a/b")
    for path in ("a/b/c", os.path.expanduser("~/.keras.json"), tempfile.mkstemp()[1]):
        open(path, "w").close()
    return os.getcwd(), sorted(os.listdir())[:2]
"""
    folder, seen = ask(text, "f").outcomes[0].value
    assert (Path(folder).name[:7], seen) == ("grader-", [".keras.json", "a"])
    assert not Path(folder).exists()


def test_a_runner_that_never_ends_is_ended(cold):
    text = """
import signal
for number in (1, 2, 15):
    signal.signal(number, lambda *_: None)
def f():
    while True: pass
"""
    running, frame = start(cold, text, "f")
    while frame()[0] != {"kind": "begin", "call": 0}:
        pass
    before = psutil.Process(running.process.pid).children(recursive=True)
    assert running.wait(0.1) is None
    leave(running)
    assert running.wait(5) is not None
    assert all(gone(process.pid) for process in before)
    assert not running.scratch.exists()


def test_a_runner_that_was_never_asked_is_ended(cold):
    running = cold.start(keras=False)
    pid = running.process.pid
    leave(running)
    assert gone(pid)
    assert not running.scratch.exists()


def test_a_runner_may_be_ended_twice(cold):
    running = cold.start(keras=False)
    leave(running)
    running.end()
    assert gone(running.process.pid)


@linux
@pytest.mark.parametrize("then", ["return 3", "os._exit(0)"])
@pytest.mark.parametrize("hiding", ["", "env={}", "env={}, pass_fds=everything()"])
def test_a_daemon_is_ended_with_its_runner(ask, hiding, then):
    evidence = ask(f"{SPAWN}\ndef f():\n    print(daemon({hiding}))\n    {then}", "f")
    ended = Outcome(3) if then == "return 3" else Outcome(stopped="exited", detail="0")
    assert evidence.outcomes == {0: ended}
    assert gone(int(evidence.printed))


@linux
def test_a_daemon_is_ended_while_its_runner_lives(cold):
    text = f"{SPAWN}\ndef f(): return daemon(env={{}})\ndef g():\n    while True: pass"
    running, frame = start(cold, text, "f", "g")
    header, payload = frame()
    while header != {"kind": "result", "call": 0}:
        header, payload = frame()
    pid = parse_json(payload)["value"]
    assert psutil.pid_exists(pid)
    leave(running)
    assert gone(pid)


@linux
@pytest.mark.parametrize("then", ["return 3", "os._exit(0)", "time.sleep(99)"])
def test_a_process_that_runs_from_fork_to_fork_is_caught(ask, then):
    text = f"""
import os, time
def f():
    if os.fork() == 0:
        end = time.time() + 60
        while time.time() < end:
            if os.fork():
                os._exit(0)
    print(os.getpgid(0))
    {then}
"""
    before = psutil.Process().children(recursive=True)
    evidence = ask(text, "f", limits=QUICK)
    with pytest.raises(ProcessLookupError):
        os.killpg(int(evidence.printed), 0)
    assert psutil.Process().children(recursive=True) == before


@linux
def test_no_dead_process_is_left_to_the_grader(ask):
    text = f"{SPAWN}\ndef f():\n    [daemon() for _ in range(5)]\n    while True: pass"
    before = psutil.Process().children(recursive=True)
    ask(text, "f", limits=QUICK)
    assert psutil.Process().children(recursive=True) == before


@linux
def test_a_runner_without_what_stands_above_it_is_ended(ask):
    text = "import os\ndef f():\n    os.kill(os.getppid(), 9)\n    print(os.getpid(), flush=True)\n"
    text += "    while True: pass\ndef g(): return 7"
    evidence = ask(text, "f", "g", limits=QUICK)
    assert evidence.outcomes == {0: Outcome(stopped="time"), 1: Outcome(7)}
    assert gone(int(evidence.printed))


@linux
def test_a_daemon_that_holds_the_pipes_keeps_nobody_waiting(ask):
    # It hides so well that only a sandbox could find it; the grader goes on all the same.
    text = f"""{SPAWN}
def f():
    os.kill(os.getppid(), 9)
    print(daemon(env={{}}, pass_fds=everything()), flush=True)
    os._exit(0)
def g(): return 7
"""
    evidence = ask(text, "f", "g", limits=QUICK)
    assert evidence.outcomes == {0: Outcome(stopped="time"), 1: Outcome(7)}
    pid = int(evidence.printed)
    if psutil.pid_exists(pid):
        os.kill(pid, 9)
        os.waitpid(pid, 0)


# Limits of the system


@linux
def test_files_are_bounded(ask):
    text = """
def f():
    with open("big", "wb") as file:
        for _ in range(100):
            file.write(bytes(1 << 20))
"""
    assert ask(text, "f").outcomes[0].error.message == "[Errno 27] File too large"


def test_what_is_claimed_without_a_sandbox(cold):
    base = {"process", "wall_clock", "output", "environment"}
    posix = {"file_size", "open_files"} if os.name == "posix" else set()
    linux = {"memory"} if sys.platform.startswith("linux") else set()
    protections = cold.protections
    assert protections.tier == "none"
    assert {item.name for item in protections.items if item.held} == base | posix | linux


@linux
@pytest.mark.parametrize(
    ("asked", "environment", "kind"),
    [
        (None, "", WarmLauncher),
        (None, "1", ColdLauncher),
        (False, "", ColdLauncher),
        (True, "1", WarmLauncher),
    ],
)
def test_which_launcher_is_chosen(monkeypatch, asked, environment, kind):
    monkeypatch.setenv("GRADER_COLD", environment)
    launcher = choose_launcher(warm=asked)
    launcher.close()
    assert type(launcher) is kind


def test_elsewhere_than_on_linux_every_runner_is_a_fresh_process(monkeypatch):
    monkeypatch.delenv("GRADER_COLD", raising=False)
    monkeypatch.setattr(sys, "platform", "darwin")
    assert type(choose_launcher()) is ColdLauncher
    assert ColdLauncher("isolated").protections.tier == "none"
    assert "memory" in ColdLauncher("isolated").protections.missing
