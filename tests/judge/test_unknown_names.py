from __future__ import annotations

import ast
import string

import pytest

from grader.judge.explain import explain
from grader.judge.keras_errors import Explanation
from grader.judge.unknown_names import CODES
from grader.messages import LANGUAGES, Messages, catalogue
from grader.run.evidence import Step, StudentError

FILE = """
import math
import numpy as np
import keras
from keras import layers

BIAS = 1


def other(secret):
    return secret


def score(patch, kernel, width):
    total = 0

    def inner(depth):
        return depth

    return HERE
"""
LINE = FILE[: FILE.index("HERE")].count("\n") + 1


def met(line: str, name: str, file: str = FILE) -> Explanation | None:
    message = f"name {name!r} is not defined"
    error = StudentError("raised", "NameError", message, (Step(LINE, line),))
    return explain(error, ast.parse(file))


@pytest.mark.parametrize(
    ("name", "line", "full"),
    [
        ("ceil", "return ceil(n / s)", "math.ceil"),
        ("sqrt", "return 2 * sqrt (3)", "math.sqrt"),
        ("zeros", "out = zeros((2, 3))", "np.zeros"),
        ("uint8", "np.zeros(3, uint8)", "np.uint8"),
        ("pi", "return 2 * pi", "math.pi"),
        ("tanh", "return tanh(x)", "math.tanh"),
        ("Conv2D", "Conv2D(8, 3)", "keras.layers.Conv2D"),
        ("conv2D", "conv2D(8, 3)", "keras.layers.Conv2D"),
        ("Sequential", "Sequential([])", "keras.Sequential"),
        ("Input", "Input((4,))", "keras.Input"),
    ],
)
def test_a_name_of_a_module_that_the_file_imports(name, line, full):
    assert met(line, name) == Explanation("name_of_module", {"name": name, "full": full})


def test_a_module_counts_under_the_name_that_the_file_gives_it():
    file = "from keras import layers as L\nimport numpy"
    assert met("Conv2D(8, 3)", "Conv2D", file).data["full"] == "L.Conv2D"
    assert met("zeros(8, 3)", "zeros", file).data["full"] == "numpy.zeros"
    assert met("ceil(8)", "ceil", file).data["full"] == "numpy.ceil"


@pytest.mark.parametrize(
    ("name", "near"),
    [
        ("kernal", "kernel"),
        ("Kernel", "kernel"),
        ("Kernal", "kernel"),
        ("widht", "width"),
        ("totl", "total"),
        ("bias", "BIAS"),
        ("scores", "score"),
        ("innner", "inner"),
        ("Np", "np"),
        ("Layers", "layers"),
        ("true", "True"),
        ("pritn", "print"),
        ("rnage", "range"),
    ],
)
def test_a_misspelt_name_is_met_by_the_nearest_that_can_be_used_there(name, near):
    assert met(f"return {name}", name) == Explanation("misspelt_name", {"name": name, "near": near})


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("secrets", "unknown_name"),  # a name of another function
        ("depths", "unknown_name"),  # of a function inside
        ("ceil", "unknown_name"),  # a variable may be called so, too
        ("_zeros", "unknown_name"),
        ("nope", "unknown_name"),  # not `open`
        ("y", "unknown_name"),
        ("tf", "not_imported"),
        ("np", "not_imported"),
        ("relu", "word_without_quotes"),
        ("same", "word_without_quotes"),
    ],
)
def test_where_nothing_is_near_the_general_sentence_stays(name, code):
    file = FILE.replace("import numpy as np\n", "")
    assert met(f"return {name}", name, file).code == code


def test_a_name_that_the_file_has_is_not_met_by_itself():
    """It is made below, or deleted."""
    assert met("return BIAS", "BIAS").code == "unknown_name"


def test_without_the_file_nothing_is_suggested():
    error = StudentError("raised", "NameError", "name 'ceil' is not defined", (Step(2, "ceil(2)"),))
    assert explain(error).code == "unknown_name"


@pytest.mark.parametrize(
    ("name", "line", "english", "korean"),
    [
        (
            "kernal",
            "return kernal",
            "`kernal`: there is no such name here. Did you mean `kernel`?",
            "쓸 수 없는 이름: `kernal` · `kernel` 이름을 쓰려던 것인가요?",
        ),
        (
            "ceil",
            "return ceil(n / s)",
            "`ceil` alone is not known in this file. Is `math.ceil` meant?",
            "`ceil` · 이 이름만으로는 찾을 수 없습니다."
            " 모듈 이름까지 써서 `math.ceil` 꼴로 써야 하지 않나요?",
        ),
    ],
)
def test_it_is_said_in_both_languages(name, line, english, korean):
    found = met(line, name)
    for language, told in (("en", english), ("ko", korean)):
        assert Messages(language).text("keras_error", found.code, found.data) == told


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_sentence_uses_what_it_is_given(language):
    given = [met("ceil(2)", "ceil"), met("kernal", "kernal")]
    assert {one.code for one in given} == CODES
    for one in given:
        sentence = catalogue(language)["keras_error"][one.code]
        used = {name for _, name, _, _ in string.Formatter().parse(sentence) if name}
        assert used == one.data.keys()


def test_a_file_full_of_names_takes_no_time():
    file = "\n".join(f"name_number_{number} = 0" for number in range(9_000))
    assert met("return", "nmae_number_1", file).code == "misspelt_name"
    assert met("return", "n" * 900, file).code == "unknown_name"
