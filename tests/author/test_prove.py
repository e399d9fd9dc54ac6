from __future__ import annotations

from pathlib import Path

import pytest

from grader.author.exercise import AuthorError
from grader.author.prove import (
    Expected,
    fault_of_right,
    fault_of_wrong,
    overlay,
    prove,
    prove_exercise,
    read_expected,
)
from grader.grade import Grader, Options
from grader.messages import Messages

ONE, TWO = "01_double_it", "02_small_net"
PATH = Path("variant.py")


@pytest.fixture
def grader(own_kit, launcher):
    return Grader(own_kit, Options(seed=3), launcher)


@pytest.mark.parametrize(
    ("slug", "names"),
    [
        (
            ONE,
            [
                "stub stub",
                "right double_it.py",
                "right adds.py",
                "right on_its_own.py",
                "wrong half_a_half.py",
                "wrong never_raises.py",
                "wrong prints.py",
                "wrong squares.py",
            ],
        ),
        (
            TWO,
            [
                "stub stub",
                "right small_net.py",
                "right functional.py",
                "wrong border_of_ones.py",
                "wrong border_on_top.py",
                "wrong no_model.py",
                "wrong valid.py",
            ],
        ),
    ],
)
def test_the_miniature_kit_is_proven(own_kit, grader, kit_mistakes, slug, names):
    proofs = list(prove_exercise(own_kit, slug, grader))
    assert [f"{proof.kind} {proof.name}" for proof in proofs] == names
    assert [proof.fault for proof in proofs if proof.fault] == []


# What is no proof


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("# expect: 1.1 values -\ndef double(x):\n    return x + x\n", "1.1 passes"),
        (
            "# expect: 1.1 values squares\ndef double(x):\n    return 3 * x\n",
            "expected Expected(task='1.1', check='values', mistake='squares', status='fail'), found"
            " Expected(task='1.1', check='values', mistake=None, status='fail'): value.wrong",
        ),
        (
            "# expect: 1.1 values -\ndef double(x):\n    return x * x\n",
            "expected Expected(task='1.1', check='values', mistake=None, status='fail'), found"
            " Expected(task='1.1', check='values', mistake='squares', status='fail'): value.wrong",
        ),
        (
            "# expect: 1.1 arrays -\ndef double(x):\n    return 3 * x\n",
            "expected Expected(task='1.1', check='arrays', mistake=None, status='fail'), found"
            " Expected(task='1.1', check='values', mistake=None, status='fail'): value.wrong",
        ),
        (
            "# expect: 1.1 values - limit\ndef double(x):\n    return 3 * x\n",
            "expected Expected(task='1.1', check='values', mistake=None, status='limit'), found"
            " Expected(task='1.1', check='values', mistake=None, status='fail'): value.wrong",
        ),
        ("# expect: 1.9 values -\ndef double(x):\n    return 3 * x\n", "there is no task 1.9"),
    ],
)
def test_a_wrong_answer_that_fails_otherwise(own_kit, grader, kit_mistakes, text, told):
    path = own_kit.solutions / ONE / "wrong" / "new.py"
    path.write_text(text, "utf-8")
    assert fault_of_wrong(own_kit, ONE, path, grader) == told


def test_a_right_answer_that_fails(own_kit, grader):
    path = own_kit.solutions / ONE / "right" / "new.py"
    path.write_text("def facts(x):\n    return {'square': x * x}\n", "utf-8")
    fault = fault_of_right(own_kit, ONE, path, grader)
    assert fault.startswith("1.3 values: fail value.keys {")


def test_the_command(own_kit, kit_mistakes, capsys, monkeypatch):
    monkeypatch.setenv("COLUMNS", "200")
    selection = [(ONE, None)]
    assert prove(own_kit, selection, Messages("en")) == 0
    assert [line.split() for line in capsys.readouterr().out.splitlines()] == [
        ["exercise", "stub", "right", "wrong", "held"],
        [ONE, "1", "3", "4", "8", "/", "8"],
        [],
        ["exercise", "mutants", "caught", "named", "otherwise", "misnamed", "unnamed"],
        [ONE, "0", "0", "0", "0", "0", "0"],  # the miniature kit has no mistakes of its own
        ["all", "0", "0", "0", "0", "0", "0"],
    ]
    new = own_kit.solutions / ONE / "wrong" / "new.py"
    new.write_text("# expect: 1.1 values -\ndef double(x):\n    return x + x\n", "utf-8")
    assert prove(own_kit, selection, Messages("en")) == 1
    told = [line.rstrip() for line in capsys.readouterr().out.splitlines()]
    assert told[1].split() == [ONE, "1", "3", "5", "8", "/", "9"]
    assert told[-1] == f"{ONE} wrong new.py: 1.1 passes"


# First lines


@pytest.mark.parametrize(
    ("first", "expected"),
    [
        ("# expect: 7.2 arrays flips_kernel", Expected("7.2", "arrays", "flips_kernel")),
        ("# expect: 7.12 values -", Expected("7.12", "values", None)),
        ("# expect: 7.2 values - limit", Expected("7.2", "values", None, "limit")),
    ],
)
def test_what_a_wrong_answer_announces(tmp_path, first, expected):
    path = tmp_path / "wrong.py"
    path.write_text(f"{first}\ndef f():\n    pass\n", "utf-8")
    assert read_expected(path) == expected


@pytest.mark.parametrize(
    "first", ["", "def f():", "# expect: 7.2 arrays", "# expect 7.2 arrays -", "# expect: 7 a -"]
)
def test_a_first_line_of_another_form(tmp_path, first):
    path = tmp_path / "wrong.py"
    path.write_text(f"{first}\n# expect: 7.2 arrays -\n", "utf-8")
    with pytest.raises(AuthorError) as caught:
        read_expected(path)
    assert str(caught.value) == (
        f"{path}:1: begins with {first!r};"
        " expected `# expect: 7.2 arrays flips_kernel (or - for no mistake)`"
    )


# Overlays

SOLUTION = '''\
import math

SIDE = 3


def f(x):
    """Return x."""
    return x


def g(x):
    return f(x)


if __name__ == "__main__":
    print(g(1))
'''


def test_an_overlay_replaces_what_has_the_same_name():
    variant = "import os\n\ndef f(x):\n    return helper(x)\n\ndef helper(x):\n    return 7\n"
    namespace = {"__name__": "overlaid"}
    text = overlay(SOLUTION, variant, PATH)
    exec(text, namespace)
    assert (namespace["g"](1), namespace["f"](1), namespace["SIDE"]) == (7, 7, 3)
    assert text.index("def helper") < text.index("if __name__")
    assert text.count("def f(x)") == 1


def test_an_overlay_of_a_constant():
    namespace = {"__name__": "overlaid"}
    exec(overlay(SOLUTION, "SIDE = 5\n", PATH), namespace)
    assert namespace["SIDE"] == 5


@pytest.mark.parametrize(
    ("variant", "told"),
    [
        ("def h(x):\n    return 1\n", r"variant\.py: replaces no function of the solution"),
        ("", r"variant\.py: replaces no function of the solution"),
        ("x = 1\ndef f(x:\n", r"variant\.py:2: "),
    ],
)
def test_an_overlay_that_cannot_be(variant, told):
    with pytest.raises(AuthorError, match=told):
        overlay(SOLUTION, variant, PATH)
