"""`check` in a kernel: what was run is what is checked, and the kernel is left as it was."""

from __future__ import annotations

import re

import pytest

from grader.messages import Messages
from tests.run.conftest import gone

RIGHT = "def max_depth(n, k):\n    return (n - 1) // (k - 1)"
NOT_RUN = "Nothing to check yet: task 7.3 has not been run. Run its cell first, then this one."
HEAD = "07 · Same or valid?   "


@pytest.fixture(autouse=True)
def fresh(kernel):
    """The history of the kernel is empty, and the grader at hand."""
    kernel.run("%reset -f in\n%reset -f")
    kernel.run("import sys\nsys.path.insert(0, '../..')\nfrom grader import check")


def lines(shown):
    assert shown.error == ("", ""), shown.traceback
    return shown.text.split("\n")


def checked(kernel, *cells, what='"7.3"'):
    """The lines of an answer; numbers of cells are counted from the first of these."""
    for cell in cells:
        kernel.run(cell)
    shown = kernel.run(f"check({what})")
    first = shown.number - len(cells) - 1
    return [re.sub(r"\[(\d+)\]", lambda m: f"[{int(m[1]) - first}]", one) for one in lines(shown)]


WRONG_AT_3 = [
    f"{HEAD}0 / 2",
    "  7.3 max_depth  ✗ wrong  0 / 2",
]


def test_nothing_run(kernel):
    shown = kernel.run('check("7.3")')
    assert lines(shown) == [NOT_RUN]
    assert f'<p class="remark">{NOT_RUN}</p>' in shown.page


def test_in_the_language_asked_for(kernel):
    assert checked(kernel, RIGHT, what='"7.3", lang="ko"') == [
        "07 · same일까 valid일까?   2 / 2",
        "  7.3 max_depth  ✓ 맞음  2 / 2",
    ]


def test_a_wrong_cell_and_the_cell_run_again(kernel):
    wrong = (
        "LESS = 1\ndef less(k):\n    return k / 0\n\ndef max_depth(n, k):\n    return n // less(k)"
    )
    shown = checked(kernel, "'nothing'", wrong)
    assert shown == [
        *WRONG_AT_3,
        "    max_depth(n=9, k=3) raises ZeroDivisionError: division by zero",
        "    In [2], line 6  return n // less(k)",
        "    In [2], line 3  return k / 0",
    ]
    assert checked(kernel, RIGHT) == [f"{HEAD}2 / 2", "  7.3 max_depth  ✓ right  2 / 2"]


def test_a_helper_run_again_counts(kernel):
    """The task's own cell was not run again: Python looks `one` up when it is called."""
    cells = [
        "def one():\n    return 2",
        "def max_depth(n, k):\n    return (n - one()) // (k - one())",
    ]
    assert checked(kernel, *cells)[1] == "  7.3 max_depth  ✗ wrong  0 / 2"
    assert checked(kernel, "def one():\n    return 1")[1] == "  7.3 max_depth  ✓ right  2 / 2"


def test_what_is_changed_in_place(kernel):
    cells = [
        "table = {}\ntable['less'] = 5",
        "def max_depth(n, k):\n    t = table['less']",
        "def max_depth(n, k):\n    return (n - table['less']) // (k - 1)",
        "table['less'] -= 4",
    ]
    assert checked(kernel, *cells)[1] == "  7.3 max_depth  ✓ right  2 / 2"


def test_a_cell_that_raised_counts_as_far_as_it_ran(kernel):
    assert checked(kernel, f"{RIGHT}\n1 / 0\ndef max_depth(n, k):\n    return 0")[1].endswith(
        "2 / 2"
    )
    kernel.run("del max_depth")
    assert checked(kernel, "1 / 0\ndef max_depth(n, k):\n    return 0") == [NOT_RUN]


def test_a_syntax_error_is_told_until_it_is_mended(kernel):
    """What was defined before is still in the kernel, and not what its reader means."""
    assert checked(kernel, RIGHT, "x = 1\ndef max_depth(n, k):\n    return (n - 1 // (k - 1)") == [
        *WRONG_AT_3,
        "    Python cannot read this line: the bracket `(` is opened here and never closed.",
        "    In [2], line 3  return (n - 1 // (k - 1)",
    ]
    assert checked(kernel, "oops oops", RIGHT)[1] == "  7.3 max_depth  ✓ right  2 / 2"


def test_magics_and_what_only_a_notebook_understands(kernel):
    cells = ["%time 1\n!true\nx = !true", f"%%time\n{RIGHT}", "%%html\n<b>max_depth = 3</b>"]
    cells += ["import asyncio\nawait asyncio.sleep(0)"]
    assert checked(kernel, *cells)[1] == "  7.3 max_depth  ✓ right  2 / 2"


def test_plots_prints_and_trainings_are_left_out(kernel):
    """They would not run where nothing may be opened, and nothing they print is repeated."""
    cells = [
        "import os, time",
        "print('seen')",
        "open('/proc/self/mem').close()",
        RIGHT,
        "print('seen', max_depth(9, 3))",
        "if __name__ == '__main__':\n    raise OSError",
    ]
    assert checked(kernel, *cells) == [f"{HEAD}2 / 2", "  7.3 max_depth  ✓ right  2 / 2"]


def test_above_in_the_same_cell(kernel):
    shown = kernel.run(f"{RIGHT}\nanswer = check('7.3')\ndef max_depth(n, k): return 0\nanswer")
    assert lines(shown)[1] == "  7.3 max_depth  ✓ right  2 / 2"


def test_a_task_not_run_is_not_started_and_no_error(kernel):
    assert checked(kernel, RIGHT, what="7") == [
        f"{HEAD}2 / 12",
        "  7.1 build_probe  · not started  0 / 3",
        "  7.2 coverage_map  · not started  0 / 4",
        "  7.3 max_depth  ✓ right  2 / 2",
        "  7.4 build_border_model  · not started  0 / 3",
    ]


def test_a_command_that_is_wrong_is_a_sentence(kernel):
    assert checked(kernel, what='"99"')[0].startswith("There is no exercise 99. Known: 01_images")
    assert checked(kernel, what="17.1") == ['Write it in quotes: check("17.1").']
    assert checked(kernel, what='7, accuracy="some"') == [
        "There is no accuracy some. Known: none, standard, full."
    ]


STATE = """
import asyncio, os, random, signal, threading
import numpy as np
def state():
    return (
        os.getcwd(), dict(os.environ), sys.stdout, sys.stderr, sys.path[:], sys.excepthook,
        [signal.getsignal(s) for s in (signal.SIGINT, signal.SIGTERM, signal.SIGCHLD)],
        random.getstate(), np.random.get_state()[1].tolist(), asyncio.get_running_loop(),
        set(k for k in globals() if not k.startswith("_")), sys.getrecursionlimit(),
    )
names = []
"""


def test_the_kernel_is_left_as_it_was(kernel):
    kernel.run(STATE)
    kernel.run("def max_depth(n, k):\n    names.append(n)\n    return (n - 1) // (k - 1)")
    kernel.run("before = after = None\nbefore = state()")
    kernel.run('answer = check("7.3")')
    kernel.run("answer = before and answer\nafter = state()")
    shown = kernel.run("[a == b for a, b in zip(before, after)].count(False), names, answer")
    assert shown.text.startswith("(1,\n [],\n 07")  # `answer` is a new name; nothing ran here
    assert "  7.3 max_depth  ✓ right  2 / 2" in shown.text


def test_a_hint_fits_what_was_run(kernel):
    kernel.run("from grader import hint\ndef max_depth(n, k): return n // k")
    shown = lines(kernel.run("hint('7.3')"))
    assert shown[0] == "A hint for what task 7.3 (max_depth) says now"
    assert shown[2] == Messages("en").text("rule", "subtracts_kernel")
    assert lines(kernel.run("hint('07')")) == [Messages("en").text("usage", "usage.needs_task")]


def test_without_a_name_what_was_run_is_checked(kernel):
    assert checked(kernel, what="") == [
        "Nothing to check yet: run the cells of a task first, then this one."
    ]
    assert checked(kernel, RIGHT, what="")[0].startswith("07 · Same or valid?   2 / ")


def test_the_stop_button(kernel):
    """It stops the check and the cells after it, shows one word, leaves nothing running, and the
    next check works.
    """
    kernel.run("def max_depth(n, k):\n    while True: pass")
    kernel.run("import threading\ndef soon():\n    print('go', flush=True)")
    shown = kernel.run("threading.Timer(1, soon).start()\ncheck('7.3')", interrupt_at="go")
    assert shown.error == ("Stopped", "Stopped.")
    assert shown.traceback == ["Stopped."]
    assert all(gone(process.pid) for process in kernel.runners())
    assert checked(kernel, RIGHT)[1] == "  7.3 max_depth  ✓ right  2 / 2"


def test_what_a_student_wrote_is_only_text(kernel):
    kernel.run("def max_depth(n, k):\n    raise ValueError('<script>alert(1)</script>')")
    shown = kernel.run('check("7.3")')
    assert "<script>alert(1)</script>" in shown.text
    assert "<script" not in shown.page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in shown.page
