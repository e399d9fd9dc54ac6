"""Every error of the first list is raised by Python or NumPy themselves."""

from __future__ import annotations

import math
import string

import numpy as np
import pytest
from rich.cells import cell_len

from grader.judge.explain import explain
from grader.judge.keras_errors import TABLE as TABLE_OF_KERAS
from grader.judge.keras_errors import Explanation
from grader.judge.python_errors import OTHER_CODES, TABLE
from grader.messages import LANGUAGES, Messages, catalogue
from grader.run.evidence import Step, StudentError, read_error
from grader.run.worker.main import StudentFile

IMG = "img, kernel = np.ones((2, 3)), np.ones((2, 3))\n"
HELPERS = """
def window(img, k): pass
def once(n=1): pass
class Net:
    def add(self, layer): pass
"""

ERRORS: list[tuple[str, str, dict[str, str]]] = [
    (f"{IMG}if img == 0: pass", "truth_of_array", {}),
    (f"{IMG}max(img, kernel)", "truth_of_array", {}),
    (f"{IMG}img(0)", "array_called", {"type": "numpy.ndarray"}),
    ("x = [1, 2]\nx(0)", "array_called", {"type": "list"}),
    (f"{IMG}kernel.size()", "number_called", {"type": "int"}),
    ("np.float64(3)(2)", "number_called", {"type": "numpy.float64"}),
    (f"{IMG}img.shape()", "tuple_called", {}),
    ("sum = 'all'\nsum(3)", "value_called", {"type": "str"}),
    ("math(3)", "value_called", {"type": "module"}),
    ("np.zeros(3, 7)", "shape_without_brackets", {"value": "7"}),
    ("range(4 / 2)", "whole_number", {"type": "float"}),
    ("range(np.float64(2))", "whole_number", {"type": "numpy.float64"}),
    ("x = [1, 2]\nx[4 / 4]", "whole_number", {"type": "float"}),
    (f"{IMG}range(img.shape)", "one_number", {"type": "tuple"}),
    (f"{IMG}for c in img.shape[-1]: pass", "loop_over_number", {"type": "int"}),
    ("for c in np.int64(3): pass", "loop_over_number", {"type": "numpy.int64"}),
    ("sum(3)", "several_wanted", {"type": "int"}),
    (f"{IMG}h, w = img.shape[0]", "several_wanted", {"type": "int"}),
    ("out = []\nout = out.append(1)\nout.append(2)", "none_after_change", {"name": "append"}),
    ("None.add(3)", "none_after_change", {"name": "add"}),
    ("None.shape", "none_attribute", {"name": "shape"}),
    ("x = None\nx[0]", "none_used", {}),
    ("1 + None", "none_used", {}),
    ("None * 2.0", "none_used", {}),
    ("a, b = None", "none_used", {}),
    (f"{IMG}(img * kernel).sum + 0.5", "brackets_forgotten", {}),
    (f"{IMG}0.5 + (img * kernel).sum", "brackets_forgotten", {}),
    (f"{IMG}img.max > 3", "brackets_forgotten", {}),
    (f"{IMG}-img.max", "brackets_forgotten", {}),
    ("np.zeros[3]", "brackets_forgotten", {}),
    ("np.sum + 1", "brackets_forgotten", {}),
    (f"{HELPERS}window[0]", "brackets_forgotten", {}),
    (f"{HELPERS}window(1)", "too_few_values", {"name": "window", "arguments": "k"}),
    (f"{HELPERS}window()", "too_few_values", {"name": "window", "arguments": "img, k"}),
    (f"{HELPERS}window(1, 2, 3)", "too_many_values", {"name": "window", "most": "2", "given": "3"}),
    (f"{HELPERS}once(1, 2)", "too_many_values", {"name": "once", "most": "1", "given": "2"}),
    (f"{HELPERS}Net().add(1, 2)", "too_many_values", {"name": "add", "most": "1", "given": "2"}),
    (f"{HELPERS}window(1, x=2)", "unknown_argument", {"owner": "window", "argument": "x"}),
    (f"{HELPERS}window(1, img=2)", "given_twice", {"name": "window", "argument": "img"}),
    ("raise NotImplementedError('2.3')", "unfinished_task", {"task": "2.3"}),
    ("def f():\n    if 0: eff = 1\n    return eff\nf()", "not_set", {"name": "eff"}),
    ("import scipy_", "no_module", {"name": "scipy_"}),
    ("from math import ciel", "not_in_module", {"module": "math", "name": "ciel"}),
    ("math.ciel(2)", "not_in_module", {"module": "math", "name": "ciel"}),
    ("raise 'too big'", "raised_text", {}),
    (
        f"{IMG}img.reshpae(6)",
        "misspelt_attribute",
        {"type": "numpy.ndarray", "name": "reshpae", "near": "reshape"},
    ),
    ("[].apend(1)", "misspelt_attribute", {"type": "list", "name": "apend", "near": "append"}),
    (f"{IMG}img.Shape", "misspelt_attribute",
     {"type": "numpy.ndarray", "name": "Shape", "near": "shape"}),
    (f"{IMG}img.pad(1)", "function_of_numpy", {"name": "pad"}),
    (f"{IMG}img.append(1)", "function_of_numpy", {"name": "append"}),
    (f"{IMG}img.width", "array_lacks", {"name": "width"}),
    ("[1, 2].shape", "not_an_array", {"type": "list", "name": "shape"}),
    ("(1, 2).reshape(1)", "not_an_array", {"type": "tuple", "name": "reshape"}),
]  # fmt: skip
"""A piece of code that raises, with what explains it."""

OTHER_VERSIONS: list[tuple[str, str, str, dict[str, str]]] = [
    (
        "UnboundLocalError",
        "local variable 'eff' referenced before assignment",
        "not_set",
        {"name": "eff"},
    ),
    (
        "UnboundLocalError",
        "cannot access local variable 'eff' where it is not associated with a value",
        "not_set",
        {"name": "eff"},
    ),
    (
        "NameError",
        "free variable 'eff' referenced before assignment in enclosing scope",
        "not_set",
        {"name": "eff"},
    ),
    (
        "NameError",
        "cannot access free variable 'eff' where it is not associated with a value in enclosing"
        " scope",
        "not_set",
        {"name": "eff"},
    ),
    (
        "TypeError",
        "window() got an unexpected keyword argument 'kernal'. Did you mean 'kernel'?",
        "unknown_argument",
        {"owner": "window", "argument": "kernal"},
    ),
    (
        "TypeError",
        "f.<locals>.g() takes from 1 to 2 positional arguments but 3 were given",
        "too_many_values",
        {"name": "g", "most": "2", "given": "3"},
    ),
    (
        "TypeError",
        "f() takes 1 positional argument but 2 positional arguments (and 1 keyword-only argument)"
        " were given",
        "too_many_values",
        {"name": "f", "most": "1", "given": "2"},
    ),
    (
        "TypeError",
        "f() missing 1 required keyword-only argument: 'k'",
        "too_few_values",
        {"name": "f", "arguments": "k"},
    ),
]


def provoked(code: str) -> StudentError:
    """What the runner sends of an exception, as the grader reads it."""
    source = StudentFile("student.py", code)
    with pytest.raises(Exception) as caught:  # noqa: PT011
        exec(compile(code, "student.py", "exec"), {"np": np, "math": math})
    return read_error(source.describe(caught.value))


@pytest.mark.parametrize(("code", "expected", "data"), ERRORS)
def test_what_a_real_error_means(code, expected, data):
    error = provoked(code)
    assert explain(error) == Explanation(expected, data), f"{error.type}: {error.message}"


@pytest.mark.parametrize(("type", "message", "expected", "data"), OTHER_VERSIONS)
def test_the_words_of_other_versions(type, message, expected, data):
    assert explain(StudentError("raised", type, message)) == Explanation(expected, data)


def test_every_row_of_the_table_is_tried():
    of_keras = {known.code for known in TABLE_OF_KERAS}
    codes = {known.code for known in TABLE} | OTHER_CODES
    assert codes - of_keras == {code for _, code, _ in ERRORS} - of_keras


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_sentence_uses_what_it_is_given_is_short_and_asks(language):
    for _, code, data in ERRORS:
        sentence = catalogue(language)["keras_error"][code]
        used = {name for _, name, _, _ in string.Formatter().parse(sentence) if name}
        assert used == data.keys(), code
        told = Messages(language).text("keras_error", code, data)
        assert cell_len(told) <= 152, told  # two lines of a terminal, indented
        assert told.count("?") == 1, code


@pytest.mark.parametrize(
    ("code", "english", "korean"),
    [
        (
            f"{IMG}if img == 0: pass",
            "A whole array answers cell by cell, but one yes or no is needed here."
            " Is `np.where` meant, or should `.any()` or `.all()` decide?",
            "배열은 칸마다 따로 답하는데, 이 줄에는 참이나 거짓 하나가 필요합니다."
            " `np.where` 함수를 쓸까요, `.any()`나 `.all()`로 하나를 정할까요?",
        ),
        (
            "out = []\nout = out.append(1)\nout.append(2)",
            "What stands before `.append` is None. Does a line say `x = x.append(...)`, though"
            " `append` changes `x` itself and gives back None?",
            "`.append` · 그 앞에 있는 값이 None입니다. 스스로 바뀌고 None을 돌려주는 메서드인데,"
            " `x = x.append(...)`처럼 쓴 줄이 있나요?",
        ),
        (
            f"{IMG}for c in img.shape[-1]: pass",
            "A loop needs something to go through, but found one number (int)."
            " Is `range(...)` missing around it?",
            "반복문에는 하나씩 꺼낼 것이 있어야 합니다 · 지금 들어온 것: 수 하나(int)"
            " · `range(...)`로 감싸야 하지 않나요?",
        ),
        (
            f"{IMG}img(0)",
            "Round brackets call a function, but before these stands: numpy.ndarray."
            " Are square brackets meant, as in `x[0]`?",
            "둥근 괄호는 함수를 부릅니다 · 지금 괄호 앞에 있는 것: numpy.ndarray"
            " · `x[0]`처럼 대괄호를 써야 하지 않나요?",
        ),
        (
            "np.zeros(3, 7)",
            "The second value, 7, is taken for the type of the numbers."
            " Does the shape need brackets of its own, as in `np.zeros((2, 3))`?",
            "두 번째 값을 수의 자료형(dtype)으로 읽었습니다: 7"
            " · `np.zeros((2, 3))`처럼 모양을 괄호로 따로 묶어야 하지 않나요?",
        ),
        (
            f"{IMG}img.reshpae(6)",
            "numpy.ndarray has no `reshpae`. Is `reshape` meant?",
            "numpy.ndarray · 없는 속성: `reshpae` · `reshape` 속성을 쓰려던 것인가요?",
        ),
        (
            "raise NotImplementedError('2.3')",
            "Task 2.3 is called here, but it is not written yet."
            " Should it be written first, or can this call wait?",
            "아직 작성하지 않은 과제를 부릅니다: 2.3번"
            " · 그 과제를 먼저 작성할까요, 아니면 이 호출을 나중으로 미룰까요?",
        ),
        (
            f"{HELPERS}window(1)",
            "`window` is called without a value for: k. Which value belongs there?",
            "`window` · 값을 넣지 않고 부른 인자: k · 그 자리에 어떤 값이 들어가야 하나요?",
        ),
        (
            "def f():\n    if 0: eff = 1\n    return eff\nf()",
            "`eff` has no value yet where this line uses it."
            " Which `if` or loop gives it one, and what if that is passed over?",
            "이 줄에서 쓸 때 아직 값이 없는 이름입니다: `eff`"
            " · 어느 `if` 문이나 반복문이 값을 주고, 그곳을 지나치면 어떻게 되나요?",
        ),
        (
            f"{IMG}(img * kernel).sum + 0.5",
            "A function itself stands here, not what it answers."
            " Are its round brackets `()` missing?",
            "함수의 결과가 아니라 함수 자체를 썼습니다. 둥근 괄호 `()`를 빠뜨리지 않았나요?",
        ),
        (
            "raise 'too big'",
            "`raise` needs an error, not just a text or a number."
            ' Is `raise ValueError("...")` meant?',
            "`raise` 뒤에는 문자열이나 수가 아니라 오류가 와야 합니다."
            ' `raise ValueError("...")`처럼 쓰려던 것인가요?',
        ),
    ],
)
def test_it_is_said_in_both_languages(code, english, korean):
    explained = explain(provoked(code))
    for language, told in (("en", english), ("ko", korean)):
        said = Messages(language).text("keras_error", explained.code, explained.data)
        assert said == told


def test_a_number_that_is_gone_through_outside_of_a_loop_is_not_met_by_range():
    error = StudentError("raised", "TypeError", "'int' object is not iterable", (Step(3, "x = f"),))
    assert explain(error).code == "several_wanted"


@pytest.mark.parametrize(
    "message",
    [
        "f() takes 9999 positional arguments but 9999 were given",
        f"{'f.' * 900}f() takes 1 positional argument but 2 were given",
        f"f() missing 900 required positional arguments: {', '.join(900 * ['x'])}",
        f"f() got an unexpected keyword argument '{'x' * 900}'",
    ],
)
def test_a_message_that_somebody_made_up_does_no_harm(message):
    found = explain(StudentError("raised", "TypeError", message))
    assert found is not None
    assert all(len(text) <= 60 and "\n" not in text for text in found.data.values())
