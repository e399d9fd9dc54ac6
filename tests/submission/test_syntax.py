"""Errors of syntax are cut out with their function; what would take long is not compiled."""

from __future__ import annotations

import ast
import warnings

import pytest

from grader.submission import (
    Problem,
    Submission,
    cut_out_syntax_errors,
    definition,
    emitted,
)

from .building import NAMES, STUB, syntax

GOOD = "\n\n# %%\ndef second(n):\n    return 2\n"
LITERAL = "string literal (detected at"


@pytest.mark.parametrize(
    ("broken", "name", "problem"),
    [
        (
            "def first(n):\n    return n +",
            "first",
            syntax(2, "invalid syntax", "return n +"),
        ),
        (
            "def first(n):\n    return max(n,",
            "first",
            syntax(2, "'(' was never closed", "return max(n,"),
        ),
        (
            "def first(n):\n    return {1: n,\n\n",
            "first",
            syntax(2, "'{' was never closed", "return {1: n,"),
        ),
        (
            'def first(n):\n    return "n',
            "first",
            syntax(2, f"unterminated {LITERAL} line 2)", 'return "n'),
        ),
        (
            'def first(n):\n    """Return.\n    return n',
            "first",
            syntax(2, f"unterminated triple-quoted {LITERAL} line 4)", '"""Return.'),
        ),
        (
            "def first(n):\n    # TODO 1.1",
            "first",
            syntax(
                1, "expected an indented block after function definition on line 1", "def first(n):"
            ),
        ),
        (
            "def first(n):\n    if n:\n    return 1",
            "first",
            syntax(2, "expected an indented block after 'if' statement on line 2", "if n:"),
        ),
        (
            "def first(n):\n    if n:\n        return 1\n  return 2",
            "first",
            syntax(4, "unindent does not match any outer indentation level", "return 2"),
        ),
        (
            "def first(n):\n    if n:\n\treturn 1",
            "first",
            syntax(3, "inconsistent use of tabs and spaces in indentation", "return 1"),
        ),
        (
            "def first(n)\n    return n",
            "first",
            syntax(1, "expected ':'", "def first(n)"),
        ),
        (
            "def first(n):\nx = n\nreturn x",
            "first",
            syntax(
                1, "expected an indented block after function definition on line 1", "def first(n):"
            ),
        ),
        (
            "def first(n):\n    x = n\nreturn x",
            "first",
            syntax(3, "'return' outside function", "return x"),
        ),
        (
            "def first(n):\n    break",
            "first",
            syntax(2, "'break' outside loop", "break"),
        ),
        (
            "@cache\n@other\ndef first(n:\n    return 1",
            "first",
            syntax(3, "'(' was never closed", "def first(n:"),
        ),
        (
            "async def first(n):\n    return 1 1",
            "first",
            syntax(2, "invalid syntax", "return 1 1"),
        ),
        (
            "TABLE = {'a': 1",
            "TABLE",
            syntax(1, "'{' was never closed", "TABLE = {'a': 1"),
        ),
        (
            "TABLE: dict = {\n    'a' 1,\n}",
            "TABLE",
            syntax(2, "invalid syntax. Perhaps you forgot a comma?", "'a' 1,"),
        ),
        (
            "def first(n):\n    return " + "-" * 9999 + "1",
            "first",
            Problem("syntax.too_deep"),
        ),
    ],
    ids=lambda value: value.split("\n")[-1][:20] if isinstance(value, str) else "",
)  # fmt: skip
def test_a_definition_with_an_error_is_cut_out(broken, name, problem):
    text, cut, outside = cut_out_syntax_errors(broken + GOOD, NAMES)
    blank = "\n" * broken.count("\n")
    assert (text, cut, outside) == (blank + GOOD, {name: problem}, None)


def test_two_definitions_with_errors_are_both_cut_out():
    one = 'def first(n):\n    """Return\n    return n'
    two = "\n\n# %%\ndef second(n)\n    return 1\n"
    text, cut, outside = cut_out_syntax_errors(one + two + "\nx = 1\n", NAMES)
    assert (text, outside) == ("\n\n\n\n# %%\n\n\n\nx = 1\n", None)
    assert {name: problem.line for name, problem in cut.items()} == {"first": 2, "second": 6}


def test_a_docstring_at_the_margin_is_no_error_beside_one():
    good = 'def first(n):\n    """Return\nmore than\n    """\n    return n\n\n# %%\n'
    text, cut, outside = cut_out_syntax_errors(good + "def second(n:\n    return 2\n", NAMES)
    assert (text, list(cut), outside) == (good + "\n\n", ["second"], None)


def test_what_stands_below_a_broken_function_is_kept_where_it_can_be():
    text, cut, _ = cut_out_syntax_errors("def first(n):\n    return (\nSIZE = 3\n" + GOOD, NAMES)
    assert (text, list(cut)) == ("\n\nSIZE = 3\n" + GOOD, ["first"])


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("import numpy as\n" + GOOD, syntax(1, "invalid syntax", "import numpy as")),
        ("x = (1\n" + GOOD, syntax(1, "'(' was never closed", "x = (1")),
        (
            "def first(n):\n    return 1\nprint('a'\n" + GOOD,
            syntax(3, "'(' was never closed", "print('a'"),
        ),
        ("def helper(:\n    return 1\n" + GOOD, syntax(1, "invalid syntax", "def helper(:")),
        ("class first:\n    x = = 1\n" + GOOD, syntax(2, "invalid syntax", "x = = 1")),
        ("return 3\n" + GOOD, syntax(1, "'return' outside function", "return 3")),
    ],
)
def test_an_error_outside_of_every_asked_definition(text, problem):
    assert cut_out_syntax_errors(text, NAMES) == ("", {}, problem)


def test_an_error_outside_beside_one_inside():
    text, cut, outside = cut_out_syntax_errors(
        "def first(n):\n    return (\n\n# %%\nx = = 1\n" + GOOD, NAMES
    )
    assert (text, cut["first"].line, outside) == ("", 2, syntax(5, "invalid syntax", "x = = 1"))


def test_a_file_of_thousands_of_broken_definitions_is_given_up():
    text, cut, outside = cut_out_syntax_errors("def first(:\n" * 50_000, NAMES)
    assert (text, list(cut), outside.code) == ("", ["first"], "syntax.error")


def test_text_that_parses_is_left_as_it_is():
    assert cut_out_syntax_errors(STUB, NAMES) == (STUB, {}, None)


def test_a_problem_is_part_of_the_submission(read, tmp_path):
    found = read(
        mine_py=STUB.replace("return 2", "").replace("def second(n)", "def second(n").encode()
    )
    assert list(found.broken) == ["second"]
    assert definition(found.tree(), "second") is None
    assert definition(found.tree(), "first") is not None
    outside = read(mine_py=b"x = = 1\n" + STUB.encode())
    assert outside == Submission(
        tmp_path / "mine.py", problem=syntax(1, "invalid syntax", "x = = 1")
    )


def test_what_python_warns_of_is_no_error_and_not_the_graders_to_say(read):
    text = "def first(n):\n    return '\\d' is n\n"
    with warnings.catch_warnings(record=True) as said:
        warnings.simplefilter("always")
        found = read(mine_py=text.encode())
        assert ast.unparse(found.tree()) != ""
    assert (found.text, found.broken, said) == (text, {}, [])


def nested_finally(depth):
    lines = []
    for level in range(depth):
        lines += [" " * level + "try:", " " * level + " x", " " * level + "finally:"]
    return "\n".join([*lines, " " * depth + "x"])


@pytest.mark.parametrize(
    ("text", "nodes"),
    [
        ("x", 4),
        ("try:\n x\nfinally:\n y", 11),
        (nested_finally(2), 25),
        ("def f():\n try:\n  return 1\n finally:\n  x", 15),
    ],
)
def test_how_much_code_python_makes(text, nodes):
    assert emitted(ast.parse(text)) == nodes


@pytest.mark.parametrize(
    "text",
    [
        nested_finally(19),
        "def f():\n try:\n" + "  if x: return\n" * 2000 + " finally:\n" + "  x = 1\n" * 2000,
    ],
)
def test_code_that_multiplies_is_not_compiled(text):
    """Nineteen times `finally` takes Python a gigabyte; what is parsed alone takes nothing."""
    assert cut_out_syntax_errors(text, NAMES) == ("", {}, Problem("syntax.too_deep"))


def test_many_definitions_in_a_broken_file_are_not_all_looked_at():
    text = "first = 0\n" * 50 + "Z = lambda: [" + "~~~~x, " * 20_000 + "]\nreturn\n"
    _, broken, problem = cut_out_syntax_errors(text, NAMES)
    assert (broken, problem.code) == ({}, "syntax.error")
