from __future__ import annotations

import io
import json
import threading
import time
from dataclasses import replace

import numpy as np
import pytest

from grader.run.collect import Call, Limits, Source, collect, request_bytes
from grader.run.evidence import GivenUpError, Outcome, Step, StudentError
from grader.run.launch import ColdLauncher
from grader.run.worker.frames import Opaque, pack, parse_json, read_array, unpack
from grader.spec import GivenModel

from .conftest import LIMITS, gone, linux

WELL = "\ndef g(): return 7\n"


def raised(type, message, *lines, kind="raised", name=""):
    steps = tuple(Step(*line) for line in lines)
    return StudentError(kind, type, message, steps, name)


# What a call brings back


def test_values_of_calls_by_keyword_and_by_position(ask):
    text = "def f(a, b=2): return a - b\nANSWER = (1, 'x')\n"
    evidence = ask(
        text,
        Call(4, "1.1", "f", {"a": 5}),
        Call(5, "1.1", "f", {"b": 5, "a": 1}),
        Call(6, "1.1", "f", {"a": 5, "b": 1}, "position"),
        Call(7, "1.2", "ANSWER", want="constant"),
    )
    assert evidence.outcomes == {
        4: Outcome(3),
        5: Outcome(-4),
        6: Outcome(4),
        7: Outcome((1, "x")),
    }


def test_arrays_cross_in_both_directions(ask):
    picture = np.arange(6, dtype=np.uint8).reshape(2, 3)
    call = Call(0, "1.1", "f", {"picture": picture, "more": [picture, (1.5, None)]})
    text = "def f(picture, more): return [picture.T, more[0].sum(), more[1]]"
    (back,) = ask(text, call).outcomes.values()
    turned, total, rest = back.value
    assert (turned.dtype, turned.tolist()) == (np.uint8, [[0, 3], [1, 4], [2, 5]])
    assert (total.item(), rest) == (15, (1.5, None))


def test_arrays_that_a_call_leaves_changed_are_told(ask):
    text = "def f(x, y, z):\n    x += 1\n    z = z * 2\n    z += 1\n    if y: raise ValueError"
    numbers = {"x": np.zeros(2), "z": np.ones(1)}
    calls = [Call(n, "1.1", "f", {**numbers, "y": y}) for n, y in enumerate((0, 1))]
    outcomes = ask(text, *calls).outcomes
    assert [outcomes[n].changed for n in (0, 1)] == [("x",), ()]


def test_every_call_has_arguments_of_its_own(ask):
    text = "def f(x, y):\n    x[0] += 1\n    y.append(1)\n    return x, y"
    asked = {"x": np.zeros(1, np.int32), "y": [0]}
    evidence = ask(text, Call(0, "1.1", "f", asked), Call(1, "1.1", "f", asked))
    seen = [(o.value[0].tolist(), o.value[1]) for o in evidence.outcomes.values()]
    assert seen == [([1], [0, 1]), ([1], [0, 1])]


def test_chance_begins_anew_with_each_call(ask):
    text = "import random\nimport numpy as np\ndef f(): return random.random(), np.random.rand()"
    first, second = ask(text, Call(0, "1", "f"), Call(1, "1", "f")).outcomes.values()
    assert first.value == second.value
    assert first.value[0] != first.value[1]


def test_a_result_that_is_too_large_to_say_is_called_so(ask):
    evidence = ask("def f(): return ['x' * 20_000] * 1000" + WELL, "f", "g")
    assert evidence.outcomes == {0: Outcome(Opaque("too large", "")), 1: Outcome(7)}


def test_a_module_beside_the_file_is_found_and_shadows_none_of_pythons(ask):
    modules = {
        "mine_too": "N = 3",
        "random": "raise SystemExit",
        "part.__init__": "from part.more import M",
        "part.more": "M = 4",
    }
    text = "import random\nfrom mine_too import N\nfrom part import M\ndef f(): return N, M"
    assert ask(text, "f", modules=modules).outcomes == {0: Outcome((3, 4))}


def test_the_seconds_are_told(ask):
    assert ask(WELL, "g").seconds > 0


# Errors in the student's code


@pytest.mark.parametrize(
    ("text", "error"),
    [
        (
            "def f():\n    return help(3)\n\ndef help(n):\n    return {}[n]",
            raised("KeyError", "3", (2, "return help(3)"), (5, "return {}[n]")),
        ),
        ("def f():\n    raise ValueError", raised("ValueError", "", (2, "raise ValueError"))),
        ("def f():\n    import keras_", raised(
            "ModuleNotFoundError", "No module named 'keras_'", (2, "import keras_"), name="keras_"
        )),
        ("import sys\ndef f():\n    sys.exit('bye')", raised(
            "SystemExit", "bye", (3, "sys.exit('bye')"), kind="exit"
        )),
        ("def f():\n    raise KeyboardInterrupt", raised(
            "KeyboardInterrupt", "", (2, "raise KeyboardInterrupt"), kind="exit"
        )),
        ("def f():\n    return int(input('n? '))", raised(
            "InputAsked",
            "input() has nobody to ask while the grader runs",
            (2, "return int(input('n? '))"),
            kind="input",
        )),
        ("def f():\n    return bytearray(20 << 30)", raised(
            "MemoryError", "", (2, "return bytearray(20 << 30)"), kind="memory"
        )),
        ("f = 3", raised("int", "", kind="not_callable", name="f")),
        ("h = 3", raised("", "", kind="missing", name="f")),
        ("def f(n, k):\n    return 1", raised(
            "TypeError",
            "missing a required argument: 'n'",
            (1, "def f(n, k):"),
            kind="signature",
            name="f(n, k)",
        )),
        ("# a page \x0c and a line \u2028 in a comment\ndef f():\n    return x", raised(
            "NameError", "name 'x' is not defined", (3, "return x"), name="x"
        )),
        (
            "def f():\n    eval('1 +')",
            raised("SyntaxError", "invalid syntax (<string>, line 1)", (2, "eval('1 +')"), name=""),
        ),
        (
            "class Odd(Exception):\n    def __str__(self): raise OSError\ndef f():\n    raise Odd",
            raised("Odd", "", (4, "raise Odd")),
        ),
    ],
    ids=lambda value: value.type or value.kind if isinstance(value, StudentError) else "",
)  # fmt: skip
def test_an_error_comes_with_its_type_its_message_and_the_students_lines(ask, text, error):
    evidence = ask(text + WELL, "f", "g")
    assert evidence.outcomes == {0: Outcome(error=error), 1: Outcome(7)}


def test_a_line_that_follows_itself_is_kept_once(ask):
    """In a recursion, and in a comprehension, which is a function of its own before 3.12."""
    text = (
        "def f():\n    return 1 + f()\ndef h():\n    return sum(1 / (n - 1) for n in range(3))"
        "\ndef odd(n):\n    return even(n - 1)\ndef even(n):\n    return odd(n / 0 if n < 3 else n)"
        "\ndef both():\n    return odd(9)"
    )
    evidence = ask(text + WELL, "f", "h", "both", "g")
    errors = [evidence.outcomes[number].error for number in range(3)]
    odd, even = Step(6, "return even(n - 1)"), Step(8, "return odd(n / 0 if n < 3 else n)")
    assert [(error.type, error.trace) for error in errors] == [
        ("RecursionError", (Step(2, "return 1 + f()"),)),
        ("ZeroDivisionError", (Step(4, "return sum(1 / (n - 1) for n in range(3))"),)),
        ("ZeroDivisionError", (odd, even) * 3),
    ]
    assert evidence.outcomes[3] == Outcome(7)


@pytest.mark.parametrize(
    "line",
    [
        "breakpoint()",
        "import pdb; pdb.set_trace()",
        "from pdb import set_trace; set_trace()",
        "import pdb; pdb.Pdb().set_trace()",
    ],
)
def test_the_debugger_is_stopped_before_it_prints_and_waits(ask, line):
    evidence = ask(f"def f():\n    {line}" + WELL, "f", "g")
    message = "the debugger has nobody to ask while the grader runs"
    error = raised("DebuggerAsked", message, (2, line), kind="debugger")
    assert evidence.outcomes == {0: Outcome(error=error), 1: Outcome(7)}
    assert evidence.printed == ""


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("1 / 0", raised("ZeroDivisionError", "division by zero", (1, "1 / 0"))),
        ("import nompy", raised(
            "ModuleNotFoundError", "No module named 'nompy'", (1, "import nompy"), name="nompy"
        )),
        ("quit()", raised("SystemExit", "None", (1, "quit()"), kind="exit")),
        ("n = input()", raised(
            "InputAsked",
            "input() has nobody to ask while the grader runs",
            (1, "n = input()"),
            kind="input",
        )),
        ("x = bytearray(20 << 30)", raised(
            "MemoryError", "", (1, "x = bytearray(20 << 30)"), kind="memory"
        )),
        ("def f(:", raised("SyntaxError", "invalid syntax (mine.py, line 1)", (1, "def f(:"))),
    ],
)  # fmt: skip
def test_an_error_while_the_file_is_imported_is_every_calls(ask, text, error):
    failed = Outcome(error=error, importing=True)
    assert ask(text + WELL, "f", "g").outcomes == {0: failed, 1: failed}


@pytest.mark.parametrize(
    ("text", "limits", "ending"),
    [
        ("import os; os._exit(5)", LIMITS, Outcome(stopped="exited", detail="5", importing=True)),
        ("while True: pass", Limits(importing=2.0), Outcome(stopped="time", importing=True)),
        ("while True: print('x' * 9999)", LIMITS, Outcome(stopped="output", importing=True)),
    ],
)
def test_a_file_that_cannot_be_imported_to_its_end(ask, text, limits, ending):
    assert ask(text + WELL, "f", "g", limits=limits).outcomes == {0: ending, 1: ending}


# One task's harm is its own


def test_a_dead_runner_costs_the_rest_of_its_task_only(ask):
    text = "import os\ndef f(x):\n    return x if x else os._exit(3)\ndef g(): return 7"
    calls = [Call(n, "1.1", "f", {"x": x}) for n, x in enumerate((5, 0, 6))]
    evidence = ask(text, Call(9, "1.0", "g"), *calls, Call(3, "1.2", "g"))
    ended = Outcome(stopped="exited", detail="3")
    assert evidence.outcomes == {
        9: Outcome(7),
        0: Outcome(5),
        1: ended,
        2: replace(ended, reached=False),
        3: Outcome(7),
    }


def test_two_tasks_that_end_their_runners(ask):
    text = "import os\ndef e(): os._exit(1)\ndef f(): os._exit(2)" + WELL
    assert ask(text, "e", "f", "g").outcomes == {
        0: Outcome(stopped="exited", detail="1"),
        1: Outcome(stopped="exited", detail="2"),
        2: Outcome(7),
    }


def test_the_time_of_a_task_is_that_of_all_its_calls(ask):
    text = "import time\ndef f(): time.sleep(1)" + WELL
    calls = [*(Call(n, "1.1", "f") for n in range(3)), Call(3, "1.2", "g")]
    evidence = ask(text, *calls, limits=Limits(task=1.5))
    late = Outcome(stopped="time")
    never = replace(late, reached=False)
    assert evidence.outcomes == {0: Outcome(None), 1: late, 2: never, 3: Outcome(7)}


def test_what_is_not_wanted_any_more_is_ended_before_its_time(cold, tmp_path):
    begun = tmp_path / "begun"
    text = f"""
import os, pathlib
def f():
    pathlib.Path({str(begun)!r}).write_text(str(os.getpid()))
    while True: pass
"""
    source, calls = Source(text, "mine.py", False), [Call(0, "1.1", "f"), Call(1, "1.2", "f")]
    limits = Limits(task=600, total=600)
    with pytest.raises(GivenUpError):
        collect(source, calls, cold, limits, lambda: not (begun.exists() and begun.read_text()))
    assert gone(int(begun.read_text()))


def test_after_the_time_for_all_no_task_is_begun(ask):
    text = "def f():\n    while True: pass" + WELL
    evidence = ask(text, "g", "f", "g", limits=Limits(task=9.0, total=2.0))
    late = Outcome(stopped="total_time")
    assert evidence.outcomes == {0: Outcome(7), 1: late, 2: late}


@linux
def test_a_fork_that_comes_home_twice_answers_once(ask):
    text = "import os\ndef f():\n    os.fork()\n    return 3" + WELL
    assert ask(text, "f", "g").outcomes == {0: Outcome(3), 1: Outcome(7)}


def test_nothing_that_a_task_changes_outlives_its_runner(ask):
    text = """
import builtins, json, os, sys
def f():
    builtins.len = json.dumps = sum = None
    sys.modules["math"] = None
    os.chdir("/")
    os._exit(0)
def g():
    import math
    return len("abc"), math.floor(1.5), os.getcwd() == os.environ["HOME"]
"""
    assert ask(text, "f", "g").outcomes[1] == Outcome((3, 1, True))


# Output and other limits


def test_what_is_printed_is_kept_from_every_runner(ask):
    text = """
import os, sys
print("hello")
def f():
    print("색 \\x1b[31m")
    os._exit(0)
def g():
    print("oops", file=sys.stderr)
    os.write(1, b"raw\\n")
    print("1/2\\r2/2")
    print("and no line end", end="")
    return 7
"""
    evidence = ask(text, "f", "g")
    assert evidence.printed == "hello\n색 \nhello\noops\nraw\n2/2\nand no line end"
    assert evidence.outcomes[1] == Outcome(7)


def test_what_is_printed_is_cut_and_never_evidence(ask):
    text = """
from worker.frames import pack
import sys
sys.stdout.buffer.write(pack({"kind": "result", "call": 0}, b'{"value": 5}'))
def f():
    print("x" * 99)
    return 3
"""
    evidence = ask(text, "f", limits=Limits(kept=50))
    no_text = 8  # of the fifty bytes: how long the frame would be
    assert (len(evidence.printed), evidence.outcomes) == (50 - no_text, {0: Outcome(3)})


@pytest.mark.parametrize(
    ("body", "limits", "ending"),
    [
        ("[print('x' * 99) for _ in iter(int, 1)]", LIMITS, Outcome(stopped="output")),
        (
            "import time; print('x' * 5000); time.sleep(9)",
            Limits(printed=4000),
            Outcome(stopped="output"),
        ),
        (
            "import numpy; return numpy.zeros(1 << 20)",
            Limits(evidence=1 << 20),
            Outcome(stopped="malformed", detail="more evidence than allowed"),
        ),
        ("import os; os.kill(os.getpid(), 9)", LIMITS, Outcome(stopped="memory")),
        ("import os; os._exit(139)", LIMITS, Outcome(stopped="crashed", detail="-11")),
        ("import os; os._exit(200)", LIMITS, Outcome(stopped="exited", detail="200")),
    ],
)  # fmt: skip
@linux
def test_what_ends_a_runner(ask, body, limits, ending):
    assert ask(f"def f(): {body}{WELL}", "f", "g", limits=limits).outcomes == {
        0: ending,
        1: Outcome(7),
    }


@linux
def test_memory_is_bounded_also_where_it_is_taken_in_small_pieces(ask):
    text = "def f():\n    return [bytearray(9 << 20) for _ in range(99)]" + WELL
    evidence = ask(text, "f", "g", limits=Limits(memory=400 << 20))
    assert (evidence.outcomes[0].error.kind, evidence.outcomes[1]) == ("memory", Outcome(7))


# The grader's and the machine's own faults


class Broken(ColdLauncher):
    def start(self, *, keras, alone=False):
        raise OSError("no room left")


def test_a_launcher_that_cannot_start_is_nobodys_fault(ask):
    assert ask(WELL, "g", launcher=Broken()).outcomes == {
        0: Outcome(stopped="grader", detail="no room left", importing=True)
    }


@pytest.mark.parametrize(
    ("evidence", "why"),
    [
        (b"", "the runner did not start: exited 1"),
        (b"Fatal Python error: no encodings", "the runner did not start: malformed a frame larger"),
    ],
)
def test_a_runner_that_dies_before_the_students_code_begins_is_nobodys_fault(evidence, why):
    (outcome,) = told(evidence, Call(0, "1.1", "f")).values()
    assert (outcome.stopped, outcome.detail[: len(why)]) == ("grader", why)


def test_the_time_of_a_runner_that_was_lost_is_not_the_students():
    """Two that die before the student's code, each after longer than the exercise may take."""

    class Slow(Telling):
        def start(self, *, keras, alone=False):
            time.sleep(0.6)
            return super().start(keras=keras)

    call = Call(0, "1.1", "f")
    source = Source("", "mine.py", False)
    said = b"".join(
        [
            pack({"kind": "begin", "call": -1}),
            pack({"kind": "imported"}, b'{"error": null}'),
            pack({"kind": "begin", "call": 0}),
            pack({"kind": "result", "call": 0}, b'{"value": 7}'),
            pack({"kind": "end"}),
        ]
    )
    evidence = collect(source, [call], Slow(b"", b"", said), Limits(total=1.0))
    assert evidence.outcomes == {0: Outcome(7)}


def test_what_was_given_up_is_not_asked_again():
    """Also where its runner is lost because all were ended."""

    class Lost(Telling):
        started = 0

        def start(self, *, keras, alone=False):
            self.started += 1
            return super().start(keras=keras)

    launcher = Lost(b"", b"", b"")
    source, calls = Source("", "mine.py", False), [Call(0, "1.1", "f")]
    with pytest.raises(GivenUpError):
        collect(source, calls, launcher, LIMITS, lambda: launcher.started == 0)
    assert launcher.started == 1


def test_a_runner_that_does_not_start_in_time_is_nobodys_fault(ask):
    evidence = ask("while True: pass", "g", limits=Limits(start=0.0))
    why = "the runner did not start: time"
    assert evidence.outcomes == {0: Outcome(stopped="grader", detail=why, importing=True)}


# Every frame is the student's


class Told:
    """A runner that has said all it will say, and leaves with status 1."""

    def __init__(self, evidence):
        self.requests, self.output = io.BytesIO(), io.BytesIO()
        self.evidence = io.BytesIO(evidence)

    lost = False

    def wait(self, seconds):
        return 1

    def overfull(self):
        return False

    def end(self):
        pass


class Telling:
    """Starts one such runner after the other."""

    def __init__(self, *evidences):
        self._evidences = list(evidences)

    def start(self, *, keras, alone=False):
        return Told(self._evidences.pop(0) if self._evidences else b"")


def told(evidence, *calls, then=()):
    source = Source("", "mine.py", False)
    return collect(source, calls, Telling(evidence, *then), Limits()).outcomes


def frames(*parts):
    """`("begin", 0), ("result", 0, {"value": 3})`, after the beginning that every runner makes."""
    begun = [("begin", -1), ("imported", None, {"error": None})]
    return b"".join(
        pack({"kind": kind, "call": call}, json.dumps(data[0]).encode() if data else b"")
        for kind, call, *data in [*begun, *parts]
    )


def result(call, value):
    return ("result", call, {"value": value})


CALLS = (Call(0, "1.1", "f"), Call(1, "1.1", "f"), Call(2, "1.2", "g"))
WHOLE = (
    *(("begin", 0), result(0, 5), ("begin", 1), result(1, 6)),
    *(("begin", 2), result(2, 7), ("end", None)),
)
ALONE = frames(("begin", 2), result(2, 7), ("end", None))
"""What the runner of the last task says, asked again without the others."""


def test_the_frames_of_an_honest_runner():
    assert told(frames(*WHOLE), *CALLS) == {0: Outcome(5), 1: Outcome(6), 2: Outcome(7)}


@pytest.mark.parametrize(
    ("said", "first", "second"),
    [
        ([("begin", 0), result(1, 9)], "evidence for a call that was not made", None),
        ([("begin", 0), result(2, 9)], "evidence for a call that was not made", None),
        ([("begin", 0), result(7, 9)], "evidence for a call that was not made", None),
        ([("begin", 0), result("0", 9)], "evidence for a call that was not made", None),
        ([("begin", 0), result([], 9)], "evidence for a call that was not made", None),
        ([("begin", 0), result(None, 9)], "evidence for a call that was not made", None),
        ([("begin", 0), ("begin", 1)], "evidence for a call whose turn had not come", None),
        ([("begin", 0), ("begin", 2)], "evidence for a call whose turn had not come", None),
        ([("begin", 0), ("begin", "1")], "evidence for a call that was not made", None),
        ([("begin", 0), ("grade", None)], "evidence for a call that was not made", None),
        ([("begin", 0), ("end", None)], "the evidence ended before the last call", None),
        ([("begin", 0), ("imported", None, {"error": None})], "a message of unknown form", None),
        ([("begin", 0), ("result", 0, [])], "a result of unknown form", None),
        ([("begin", 0), ("result", 0, {"error": 3})], "an error of unknown form", None),
        ([("begin", 0), result(0, {"array": 0})], "an array that did not come", None),
        ([("begin", 0), ("array", 0, [])], "an array of unknown dtype", None),
        ([("begin", 0), ("result", 0)], "not JSON", None),
        ([("begin", 0), result(0, 5), result(0, 9)], None, "evidence for a call that was not made"),
        ([("begin", 0), result(0, 5), ("begin", 2)], None, "evidence for a call whose turn had"),
    ],
)  # fmt: skip
def test_a_task_that_speaks_for_the_runner_loses_itself_only(said, first, second):
    outcomes = told(frames(*said), *CALLS, then=[ALONE])
    if first is None:
        assert outcomes.pop(0) == Outcome(5)
        assert outcomes.pop(1).detail.startswith(second)
        assert outcomes == {2: Outcome(7)}
    else:
        spoilt = Outcome(stopped="malformed", detail=first)
        assert outcomes == {0: spoilt, 1: spoilt, 2: Outcome(7)}


def test_an_unknown_word_about_the_own_call_is_not_heard():
    said = [("begin", 0), ("grade", 0, {"points": 100}), *WHOLE[1:]]
    assert told(frames(*said), *CALLS)[0] == Outcome(5)


def test_arrays_belong_to_the_call_that_sent_them():
    shape = {"dtype": "|u1", "shape": [2]}
    array = pack({"kind": "array", "call": 0, **shape}, b"\1\2")
    said = frames(("begin", 0)) + array + pack({"kind": "result", "call": 0}, b'{"value": null}')
    last = pack({"kind": "begin", "call": 1}) + pack(
        {"kind": "result", "call": 1}, b'{"value": {"array": 0}}'
    )
    outcomes = told(said + last, *CALLS, then=[ALONE])
    assert outcomes[1] == Outcome(stopped="malformed", detail="an array that did not come")


def test_a_flood_of_frames_ends_with_the_evidence_that_is_allowed():
    flood = frames(("begin", 0)) + pack({"kind": "grade", "call": 0}) * 1000
    source = Source("", "mine.py", False)
    outcomes = collect(source, CALLS[:1], Telling(flood), Limits(evidence=20_000)).outcomes
    assert outcomes == {0: Outcome(stopped="malformed", detail="more evidence than allowed")}


def test_no_thread_is_left_behind(ask):
    before = threading.active_count()
    ask("import os\ndef f(): os._exit(0)" + WELL, "f", "g")
    assert threading.active_count() == before


# The request


def test_the_request_says_what_to_do_and_nothing_that_is_judged():
    source = Source("x = 1", "mine.py", True, {"beside": "y = 2"})
    model = GivenModel((8, 8, 1), (("Flatten", {}),), (np.zeros(2, "f4"),))
    call = Call(3, "1.1", "f", {"x": np.ones((1, 2), "u1"), "model": model}, "position", "network")
    stream = io.BytesIO(request_bytes(source, [call], Limits(memory_keras=9)))
    arrays = [read_array(*unpack(stream.read)) for _ in range(2)]
    assert [array.tolist() for array in arrays] == [[[1, 1]], [0, 0]]
    texts = [unpack(stream.read) for _ in range(2)]
    assert texts == [({"kind": "text"}, b"x = 1"), ({"kind": "text"}, b"y = 2")]
    header, payload = unpack(stream.read)
    assert (header, unpack(stream.read)) == ({"kind": "request"}, None)
    request = parse_json(payload)
    (asked,) = request.pop("calls")
    assert request == {
        "filename": "mine.py",
        "texts": ["", "beside"],
        "memory": 9,
        "seconds": 480,
    }
    given = asked["arguments"].pop("model")["given_model"]
    assert asked == {
        "call": 3,
        "name": "f",
        "arguments": {"x": {"array": 0}},
        "how": "position",
        "want": "network",
    }
    assert (given["input_shape"], given["layers"]) == ([8, 8, 1], [["Flatten", {}]])
    assert given["weights"] == [1]
