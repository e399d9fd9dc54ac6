"""The words of pictures: each of them is used, and every class of a data set has its own."""

from __future__ import annotations

import ast

from grader.messages import catalogue
from grader.train.data import classes_of
from tests.conftest import ROOT

SETS = {"border_dots": {}, "patches": {}, "shapes": {}, "xo": {}, "glyphs": {}}


def literals() -> set[str]:
    """Every text in this package's code, and every word in its template."""
    found = set((ROOT / "grader/report/templates/work.html").read_text("utf-8").split('"'))
    for path in (ROOT / "grader/pictures").glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                found.add(node.value)
    return found


def test_every_word_is_used_and_every_class_has_one():
    named = {
        *(name for data, options in SETS.items() for name in classes_of(data, options)),
        *classes_of("patches", {"task": "arrangement"}),
    }
    classes = {f"class_{name}" for name in named if len(name) > 1}
    assert set(catalogue("en")["picture"]) - literals() == classes
