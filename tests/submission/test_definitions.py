"""Untouched is not wrong; what a file uses."""

from __future__ import annotations

import ast

import pytest

from grader.submission import (
    imports_keras,
    library_line,
    untouched,
)

from .building import STUB

LINE = '    raise NotImplementedError("1.1")'


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("", ""),
        ("# TODO 1.1: one line.", "# I will do this tomorrow."),
        ('"""Return something."""', '"""Mine."""'),
        ('    """Return something."""\n', ""),
        (LINE, f"    # x = 1\n\n\n{LINE}  # later"),
        (LINE, '    raise   NotImplementedError( "1.1", )'),
        ("import math", "import math, keras\nx = 1"),
        ("raise NotImplementedError(\"1.2\")", "return n"),
    ],
)  # fmt: skip
def test_comments_and_docstrings_leave_a_stub_untouched(old, new):
    student = ast.parse(STUB.replace(old, new))
    assert untouched(student, ast.parse(STUB), "first")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (LINE, "    pass"),
        (LINE, "    return None"),
        (LINE, f"    x = 1\n{LINE}"),
        (LINE, f"{LINE}\n    return 1"),
        (LINE, '    raise NotImplementedError("1.2")'),
        (LINE, '    raise ValueError("1.1")'),
        (f'    """Return something."""\n    # TODO 1.1: one line.\n{LINE}', '    """Only this."""'),
        ('"""Return something."""', '"""Return."""\n    "a second text"'),
        ("k: int = 2", "k: int = 3"),
        ("k: int = 2", "k: int = 2, s=1"),
        ("n: int", "m: int"),
        ("-> int", "-> float"),
        ("def first", "@cache\ndef first"),
        ("def first", "async def first"),
        ("# %%\nTABLE", "def first(n): return n\n# %%\nTABLE"),
        ("# %%\nTABLE", "first = max\n# %%\nTABLE"),
        ("def first", "def fist"),
    ],
)
def test_any_change_of_code_is_work(old, new):
    assert old in STUB
    student = ast.parse(STUB.replace(old, new, 1))
    assert not untouched(student, ast.parse(STUB), "first")


@pytest.mark.parametrize(
    ("new", "same"),
    [
        ('TABLE = {"a": None}  # why?', True),
        ('TABLE: dict = {"a": None}', True),
        ('TABLE = {"a": 0}', False),
        ('TABLE = {"a": None}\nTABLE = None', False),
        ("TABLE: dict", False),
        ("", False),
    ],
)
def test_a_constant_is_untouched_as_long_as_its_value_is(new, same):
    student = ast.parse(STUB.replace('TABLE = {"a": None}', new))
    assert untouched(student, ast.parse(STUB), "TABLE") is same


def test_a_name_that_no_stub_has_is_not_untouched():
    assert not untouched(ast.parse("def other(): pass"), ast.parse(STUB), "other")


def test_a_definition_too_deep_to_compare_is_work():
    branches = "    if n == 0: return 0\n" + "".join(
        f"    elif n == {i}: return {i}\n" for i in range(800)
    )
    student = ast.parse("def first(n):\n" + branches)
    assert not untouched(student, ast.parse(STUB), "first")


@pytest.mark.parametrize(
    ("text", "uses"),
    [
        ("import keras", True),
        ("import numpy, tensorflow.keras as k", True),
        ("from keras import layers", True),
        ("from tensorflow.keras.layers import Dense", True),
        ("def f():\n    import keras", True),
        ('if __name__ == "__main__":\n    import keras', False),  # no import runs that
        ("if __name__ == '__main__':\n    pass\nelse:\n    import keras", True),
        ("if True:\n    import keras", True),
        ("import numpy", False),
        ("from . import keras", False),
        ("keras = 1", False),
        ("import keras_tuner", False),
    ],
)
def test_whether_keras_is_imported(text, uses):
    assert imports_keras(ast.parse(text)) is uses


def test_the_line_where_a_function_asks_a_library():
    text = (
        "import keras\ndef f(x):\n    x = x + 1\n    return keras.ops.sum(x)\ndef g(x): return x\n"
    )
    tree = ast.parse(text)
    assert [library_line(tree, name) for name in ("f", "g", "h")] == [4, None, None]
