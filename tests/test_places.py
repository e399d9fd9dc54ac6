from __future__ import annotations

import ast

import pytest

from grader.places import line_of, source, with_lines
from grader.report.model import Finding, TaskReport

TEXT = '''\
NUMBER = 3


def one(x):
    """Say it."""
    return x


def more(x):
    y = x + 1
    return y


def compiled(model):
    model.summary()
    model.compile("adam")
    return model
'''
TREE = ast.parse(TEXT)


@pytest.mark.parametrize(
    ("name", "check", "line"),
    [
        ("one", "values", 6),
        ("more", "values", 9),
        ("compiled", "compiled", 16),
        ("compiled", "layers", 14),
        ("more", "compiled", 9),
        ("NUMBER", "values", 1),
        ("gone", "values", None),
    ],
)
def test_where_to_look(name, check, line):
    assert line_of(TREE, name, check) == line


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("  x = f(1)\n  y = 2", "x = f(1)"),
        ("x = f(\n    1,\n    2,\n)\ny = 2", "x = f(1, 2, )"),
        ("x = f(  # why\n    1,\n)", "x = f(  # why"),
        ("x = f(\n1,\n2,\n3,\n4,\n5,\n6)", "x = f(1, 2, 3, 4, 5,"),
        ("x = '" + "a" * 300 + "'", "x = '" + "a" * 195),
    ],
)
def test_a_line_with_open_brackets_goes_on(text, told):
    assert source(text.split("\n"), 1) == told


@pytest.mark.parametrize(
    ("status", "code", "line", "told"),
    [
        ("fail", "value.wrong", None, (6, "return x")),
        ("fail", "value.wrong", 10, (10, "y = x + 1")),
        ("limit", "run.time", None, (6, "return x")),
        ("fail", "import.raised", None, (None, None)),
        ("pass", "pass", None, (None, None)),
        ("blocked", "blocked.helper", None, (None, None)),
        ("fail", "call.raised", 99, (99, None)),
    ],
)
def test_a_finding_without_a_line_leads_to_its_function(status, code, line, told):
    finding = Finding("values", status, code, 0.0, 1.0, line=line)
    (found,) = with_lines(TaskReport("1.1", "one", (finding,), 1.0), TEXT, TREE).findings
    assert (found.line, found.data.get("source")) == told


def test_the_line_that_was_seen_when_it_ran_is_kept():
    finding = Finding("values", "fail", "call.raised", 0.0, 1.0, {"source": "seen"}, line=6)
    (found,) = with_lines(TaskReport("1.1", "one", (finding,), 1.0), TEXT, TREE).findings
    assert found.data["source"] == "seen"


def test_a_file_that_python_cannot_read_has_no_functions():
    finding = Finding("values", "fail", "syntax.error", 0.0, 1.0)
    (found,) = with_lines(TaskReport("1.1", "one", (finding,), 1.0), TEXT, None).findings
    assert found.line is None
