"""A notebook's cells."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from grader.kit import Kit
from grader.notebook.write import notebook
from grader.submission import notebook_source


def cells_of(content: bytes) -> list[tuple[str, str]]:
    cells = json.loads(content)["cells"]
    return [(cell["cell_type"], "".join(cell["source"])) for cell in cells]


def test_the_cells_in_their_order(kit: Kit):
    reference = kit.load("02_small_net")
    cells = cells_of(notebook(reference.stub, reference, "course_kit"))
    checks = [f'check("{task.id}")' for task in reference.tasks]
    heads = [text.split("\n")[0] for kind, text in cells if kind == "code"]
    assert heads[0].startswith(
        "# Run this cell first: it finds the kit. In Colab it asks for `course"
    )
    assert [one for one in heads if one.startswith("check")] == [*checks, 'check("02")']
    for task, check in zip(reference.tasks, checks):
        above = cells[cells.index(("code", check)) - 1]
        assert above[0] == "code"
        assert task.name in above[1]
    assert cells[-1] == ("code", 'check("02")')
    assert "with the number of the task.\n\n연습문제 전체를" in cells[-2][1]


@pytest.mark.parametrize("text", ["", "x = 1\n", "# %% [markdown]\n# # Só\n# %%\nx ==="])
def test_of_whatever_stands_in_the_file(kit: Kit, text):
    cells = cells_of(notebook(text, kit.load("01_double_it"), "course_kit"))
    assert sum("from grader import check" in source for _, source in cells) == 1
    assert cells[-1] == ("code", 'check("01")')


def test_without_the_kit_the_first_cell_says_so(kit: Kit, tmp_path: Path):
    """Where a grader's runner is, there is none either: the cell does no harm."""
    reference = kit.load("01_double_it")
    first = cells_of(notebook(reference.stub, reference, "course_kit"))[1][1]
    text, problem = notebook_source(
        json.dumps({"cells": [{"cell_type": "code", "source": [first]}]})
    )
    assert problem is None
    done = subprocess.run(
        [sys.executable, "-I", "-c", text], cwd=tmp_path, capture_output=True, check=True
    )
    assert done.stdout.decode("utf-8").startswith("The kit was not found. Put this notebook back")
