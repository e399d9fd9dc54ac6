from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import threading
import time

import psutil
import pytest

from grader.run import launch
from grader.run import warm as warming
from grader.run.collect import Limits
from grader.run.evidence import Outcome, Step, StudentError
from grader.run.launch import ColdLauncher
from grader.run.warm import WarmLauncher
from tests.conftest import ROOT

from .conftest import LIMITS, QUICK, gone, linux
from .test_launch import SPAWN

pytestmark = linux
WELL = "\ndef g(): return 7\n"


def error(type, message, line, code, kind="raised", name=""):
    return Outcome(error=StudentError(kind, type, message, (Step(line, code),), name))


SPEAK = """
from worker.frames import pack

def say(header, payload=b""):
    "Write a frame to every pipe that there is."
    for fd in range(3, 50):
        try: os.write(fd, pack(header, payload))
        except OSError: pass
"""

MISBEHAVING = {
    "endless loop": ("while True: pass", Outcome(stopped="time")),
    "stops itself": ("os.kill(os.getpid(), signal.SIGSTOP)", Outcome(stopped="time")),
    "leaves": ("os._exit(3)", Outcome(stopped="exited", detail="3")),
    "leaves well": ("os._exit(0)", Outcome(stopped="exited", detail="0")),
    "leaves as a shell would": ("os._exit(139)", Outcome(stopped="crashed", detail="-11")),
    "segfault": ("ctypes.string_at(0)", Outcome(stopped="crashed", detail="-11")),
    "abort": ("os.abort()", Outcome(stopped="memory")),
    "kills itself": ("os.kill(os.getpid(), signal.SIGKILL)", Outcome(stopped="memory")),
    "exit": ("sys.exit(0)", error("SystemExit", "0", 0, "sys.exit(0)", "exit")),
    "own exit": ("raise Leave", error("Leave", "", 0, "raise Leave", "exit")),
    "interrupt": (
        "raise KeyboardInterrupt",
        error("KeyboardInterrupt", "", 0, "raise KeyboardInterrupt", "exit"),
    ),
    "20 GB": (
        "return bytearray(20 << 30)",
        error("MemoryError", "", 0, "return bytearray(20 << 30)", "memory"),
    ),
    "flood": ("while True: print('x' * 999)", Outcome(stopped="output")),
    "flood of bytes": ("while True: os.write(1, bytes(65536))", Outcome(stopped="output")),
    "garbage": (
        "[os.write(fd, b'\\xff' * 99) for fd in range(3, 50) if writable(fd)]",
        Outcome(stopped="malformed", detail="a frame larger than allowed"),
    ),
    "half a frame": (
        "[os.write(fd, b'\\2\\0\\0\\0\\0\\0\\0\\1{}') for fd in range(3, 50) if writable(fd)]",
        Outcome(stopped="malformed", detail="the stream ended inside a frame"),
    ),
    "an array of a terabyte": (
        "say({'kind': 'array', 'call': 0, 'dtype': '<f4', 'shape': [10**12]})",
        Outcome(stopped="malformed", detail="an array of impossible shape"),
    ),
    "speaks for another call": (
        "say({'kind': 'result', 'call': 1}, b'{\"value\": 8}')",
        Outcome(stopped="malformed", detail="evidence for a call that was not made"),
    ),
    "fails for another call": (
        "say({'kind': 'begin', 'call': 1}); os._exit(0)",
        Outcome(stopped="malformed", detail="evidence for a call whose turn had not come"),
    ),
    "says that all is done": (
        "say({'kind': 'end'})",
        Outcome(stopped="malformed", detail="the evidence ended before the last call"),
    ),
    "gives itself points": (
        "say({'kind': 'grade', 'call': 0}, b'100'); return 3",
        Outcome(3),
    ),
    "input": (
        "return input('n? ')",
        error(
            "InputAsked",
            "input() has nobody to ask while the grader runs",
            0,
            "return input('n? ')",
            "input",
        ),
    ),
    "reads": ("return sys.stdin.read()", Outcome("")),
    "an odd error": ("raise Odd", error("Odd", "", 0, "raise Odd")),
    "closes everything": (
        "os.closerange(0, 99); time.sleep(999)",
        Outcome(stopped="exited", detail="?"),
    ),
    "breaks Python": ("builtins.len = json.dumps = None", Outcome(stopped="exited", detail="1")),
    "forks": ("os.fork(); return 3", Outcome(3)),
    "a thread that stays": ("threading.Timer(999, print).start()", Outcome(None)),
    "leaves at the end": ("atexit.register(os._exit, 9); return 3", Outcome(3)),
}  # fmt: skip

START = f"""
import atexit, builtins, ctypes, json, os, select, signal, sys, threading, time
import numpy
{SPEAK}
def writable(fd):
    try: return os.get_blocking(fd) is not None and os.write(fd, b"") == 0
    except OSError: return False

class Leave(SystemExit): pass

class Odd(Exception):
    def __str__(self): raise OSError
"""
BODY = START.count("\n") + 2


def at_its_line(outcome):
    """Return an expected outcome with the line that stands for 0."""
    if outcome.error is None:
        return outcome
    (step,) = outcome.error.trace
    trace = (Step(BODY, step.code),)
    return Outcome(error=StudentError(**{**vars(outcome.error), "trace": trace}))


@pytest.mark.parametrize("name", MISBEHAVING)
@pytest.mark.parametrize("way", ["cold", "warm"])
def test_both_launchers_give_the_same_verdict(ask, cold, warm, name, way):
    body, expected = MISBEHAVING[name]
    text = f"{START}def f():\n    {body}{WELL}"
    how = {"launcher": warm, "keras": True} if way == "warm" else {"launcher": cold}
    limits = QUICK if expected.stopped == "time" else LIMITS
    assert ask(text, "f", "g", limits=limits, **how).outcomes == {
        0: at_its_line(expected),
        1: Outcome(7),
    }


def test_a_forked_runner_knows_no_more_than_a_fresh_one(ask, warm, monkeypatch):
    monkeypatch.setenv("SECRET_TOKEN", "hunter2")
    text = """
import os, sys, tempfile
def f():
    homes = {os.environ[name] for name in ("HOME", "USERPROFILE", "TMPDIR", "TEMP", "TMP")}
    folder = os.getcwd()
    return (
        homes == {folder, os.path.dirname(os.environ["KERAS_HOME"]), tempfile.gettempdir()},
        "SECRET_TOKEN" in os.environ,
        sys.argv[1:],
        sorted(int(fd) for fd in os.listdir("/proc/self/fd"))[:4],
        os.getsid(0) == os.getpid(),
        "keras" in sys.modules,
    )
"""
    seen = ask(text, "f", launcher=warm, keras=True).outcomes[0].value
    assert seen == (True, False, [], [0, 1, 2, 3], True, True)


def test_what_one_submission_leaves_the_next_does_not_find(ask, warm):
    leaves = """
import builtins, keras, os, sys, threading
keras.config.set_floatx("float16")
keras.config.set_epsilon(1.0)
builtins.sum = sys.modules["math"] = None
os.makedirs(os.environ["KERAS_HOME"])
open(os.path.join(os.environ["KERAS_HOME"], "keras.json"), "w").write('{"floatx": "float16"}')
threading.Thread(target=print, daemon=True).start()
def f(): return float(keras.ops.sum(keras.ops.ones(3)))
"""
    finds = """
import keras, math, os
def f():
    found = keras.config.floatx(), keras.config.epsilon() < 1e-6, sum((1, 1)), math.floor(1.5)
    return (*found, os.path.exists(os.environ["KERAS_HOME"]), os.listdir())
"""
    evidence = ask(leaves, "f", launcher=warm, keras=True, limits=Limits())
    assert evidence.outcomes == {0: Outcome(3.0)}
    seen = ask(finds, "f", launcher=warm, keras=True).outcomes
    assert seen == {0: Outcome(("float32", True, 2, 1, False, []))}


@pytest.mark.parametrize("then", ["return 3", "os._exit(0)"])
@pytest.mark.parametrize("hiding", ["", "env={}", "env={}, pass_fds=everything()"])
def test_a_daemon_is_ended_with_its_runner(ask, warm, hiding, then):
    evidence = ask(
        f"{SPAWN}\ndef f():\n    print(daemon({hiding}))\n    {then}",
        "f",
        launcher=warm,
        keras=True,
    )
    ended = Outcome(3) if then == "return 3" else Outcome(stopped="exited", detail="0")
    assert evidence.outcomes == {0: ended}
    assert gone(int(evidence.printed))


def test_runners_beside_each_other_are_not_ended_with_one(ask, warm):
    slow = "import time\ndef f():\n    time.sleep(0.5)\n    return 3"
    quick = "import os\ndef f(): os._exit(0)"
    answers = []
    thread = threading.Thread(
        target=lambda: answers.append(ask(slow, "f", launcher=warm, keras=True).outcomes)
    )
    thread.start()
    for _ in range(3):
        ask(quick, "f", launcher=warm, keras=True)
    thread.join()
    assert answers == [{0: Outcome(3)}]


def test_a_file_without_keras_is_forked_from_a_process_without(ask, warm):
    text = "import os, sys\ndef f(): return 'keras' in sys.modules, os.getpid()"
    asleep, _ = ask(text, "f", launcher=warm).outcomes[0].value
    awake, _ = ask(text, "f", launcher=warm, keras=True).outcomes[0].value
    assert (asleep, awake) == (False, True)


# The warm process itself


@pytest.fixture
def mocked(monkeypatch):
    """Warm processes have no Keras to import."""
    boot = "from unittest.mock import MagicMock; import sys; sys.modules['keras'] = MagicMock();"
    monkeypatch.setattr(launch, "BOOT", boot + launch.BOOT)


@pytest.fixture
def quick(mocked):
    """A launcher whose warm process is there at once, for tests that end it."""
    launcher = WarmLauncher()
    yield launcher
    launcher.close()


def family():
    return {process.pid for process in psutil.Process().children(recursive=True)}


def host_of(launcher):
    return launcher._hosts["keras"]._process.pid


def test_nothing_outlives_close(ask, quick):
    before = family()
    assert ask(WELL, "g", launcher=quick, keras=True).outcomes == {0: Outcome(7)}
    running = quick.start(keras=True)
    started = family() - before
    assert len(started) == 2
    quick.close()
    assert all(gone(pid) for pid in started)
    running.end()
    running.evidence.close()
    running.output.close()


def test_a_launcher_that_was_never_used_may_be_closed():
    launcher = WarmLauncher()
    launcher.close()
    launcher.close()
    assert launcher.protections == ColdLauncher().protections


def test_to_warm_up_twice_starts_one_process(quick):
    before = family()
    quick.warm_up()
    quick.warm_up()
    assert len(family() - before) == 1


def test_a_warm_process_that_died_is_replaced(ask, quick):
    for _ in range(2 * warming.STRIKES):
        assert ask(PARENT, "f", launcher=quick, keras=True).outcomes[0].value == host_of(quick)
        os.kill(host_of(quick), signal.SIGKILL)


def test_a_runner_that_is_torn_away_is_asked_again(ask, quick):
    """Whatever killed the warm process, it is not the student's to pay for."""
    text = "import os, time\ndef f():\n    print(os.getppid(), flush=True)\n    time.sleep(1)\n"
    told = []
    thread = threading.Thread(
        target=lambda: told.append(ask(text + WELL, "f", "g", launcher=quick, keras=True))
    )
    thread.start()
    while "keras" not in quick._hosts or not quick._hosts["keras"]._told:
        time.sleep(0.01)
    time.sleep(0.3)
    for process in psutil.Process(host_of(quick)).children():
        process.kill()
    os.kill(host_of(quick), signal.SIGKILL)
    thread.join()
    assert told[0].outcomes == {0: Outcome(None), 1: Outcome(7)}


def test_a_submission_that_kills_every_warm_process_is_judged_on_its_own(ask, quick):
    text = "import os\ndef f():\n    os.kill(os.getppid(), 9)\n    os._exit(3)" + WELL
    evidence = ask(text, "f", "g", launcher=quick, keras=True)
    assert evidence.outcomes == {0: Outcome(stopped="memory"), 1: Outcome(7)}


def test_one_runner_is_kept_waiting_where_it_is_asked_for(ask, mocked):
    launcher = WarmLauncher(spare=True)
    ask(WELL, "g", launcher=launcher, keras=True)
    waiting = launcher._hosts["keras"]._spare
    assert waiting.ready(10)
    text = "import os\ndef f(): return os.getpid()"
    assert ask(text, "f", launcher=launcher, keras=True).outcomes[0].value == waiting.told.pid
    launcher._hosts["keras"]._spare.ready(10)
    os.kill(launcher._hosts["keras"]._spare.told.pid, signal.SIGKILL)
    assert ask(WELL, "g", launcher=launcher, keras=True).outcomes == {0: Outcome(7)}
    pids = family()
    launcher.close()
    assert all(gone(pid) for pid in pids - family())


def test_a_warm_process_that_dies_takes_no_runner_with_it(ask, quick):
    text = "import os\ndef f():\n    os.kill(os.getppid(), 9)\n    return 3" + WELL
    evidence = ask(text, "f", "g", launcher=quick, keras=True)
    assert evidence.outcomes == {0: Outcome(3), 1: Outcome(7)}


def test_a_runner_whose_warm_process_died_is_ended(ask, quick):
    text = "import os\ndef f():\n    os.kill(os.getppid(), 9)\n    print(os.getpid(), flush=True)\n"
    text += "    while True: pass" + WELL
    evidence = ask(text, "f", "g", launcher=quick, keras=True, limits=Limits(task=4.0, total=60.0))
    assert evidence.outcomes == {0: Outcome(stopped="time"), 1: Outcome(7)}
    assert gone(int(evidence.printed))


def test_what_a_runner_left_to_a_dead_warm_process_is_ended_by_close(ask, quick):
    text = f"{SPAWN}\ndef f():\n    os.kill(os.getppid(), 9)\n    return daemon()"
    pid = ask(text, "f", launcher=quick, keras=True).outcomes[0].value
    quick.close()
    assert gone(pid)


GRADES = """
import sys
from grader.run.collect import Call, Source, collect
from grader.run.warm import WarmLauncher

collect(Source(sys.argv[1], "mine.py", False), [Call(0, "1.1", "f")], WarmLauncher(spare=True))
"""


def test_no_runner_outlives_a_grader_that_is_killed(tmp_path):
    begun = tmp_path / "begun"
    text = f"""
import os, pathlib
def f():
    pathlib.Path({str(begun)!r}).write_text(f"{{os.getpid()}} {{os.getppid()}}.")
    while True: pass
"""
    with subprocess.Popen([sys.executable, "-c", GRADES, text], cwd=ROOT) as grader:
        while not begun.exists() or not begun.read_text().endswith("."):
            assert grader.poll() is None
            time.sleep(0.05)
        grader.kill()
    runner, host = map(int, begun.read_text()[:-1].split())
    assert left(host) and left(runner)


def left(pid):
    """Whether a process ends soon that may have been left to this one by its parent's death."""
    for _ in range(1000):
        with contextlib.suppress(ChildProcessError):
            os.waitpid(pid, os.WNOHANG)
        if not psutil.pid_exists(pid):
            return True
        time.sleep(0.01)
    return False


def test_tensorflow_keeps_its_advice_on_speed_to_itself(ask, warm):
    text = """
import logging, keras
def f(): logging.getLogger("tensorflow").warning("5 out of the last 9 calls")
def g(): logging.getLogger("mine").warning("my own")
"""
    assert ask(text, "f", "g", launcher=warm, keras=True).printed == "my own\n"


def test_a_closed_launcher_starts_nothing(ask):
    launcher = WarmLauncher()
    launcher.close()
    assert ask(WELL, "g", launcher=launcher).outcomes == {
        0: Outcome(stopped="grader", detail="the launcher has been closed", importing=True)
    }


def test_a_warm_process_that_does_not_answer_is_replaced(ask, quick, monkeypatch):
    monkeypatch.setattr(warming, "FORK_SECONDS", 0.5)
    ask(WELL, "g", launcher=quick, keras=True)
    silent = host_of(quick)
    os.kill(silent, signal.SIGSTOP)
    assert ask(PARENT, "f", launcher=quick, keras=True).outcomes[0].value == host_of(quick)
    assert host_of(quick) != silent


def test_a_warm_process_with_threads_is_not_forked(ask, quick, monkeypatch):
    thread = "from threading import Timer; timer = Timer(99, print); timer.start();"
    monkeypatch.setattr(launch, "BOOT", thread + launch.BOOT)
    assert ask(PARENT, "f", launcher=quick, keras=True).outcomes[0].value != os.getpid()
    assert quick._strikes == {"keras": warming.STRIKES, "plain": 0}
    assert quick._hosts == {}


PARENT = "import os\ndef f(): return os.getppid()"


def test_a_warm_process_without_keras_is_given_up(ask, monkeypatch):
    monkeypatch.setattr(launch, "BOOT", f"import sys; sys.modules['keras'] = None; {launch.BOOT}")
    launcher = WarmLauncher()
    evidence = ask(WELL, "g", launcher=launcher, keras=True)
    launcher.close()
    why = "the runner did not start: exited 1"
    assert evidence.outcomes == {0: Outcome(stopped="grader", detail=why, importing=True)}
    assert "import of keras halted" in evidence.printed
