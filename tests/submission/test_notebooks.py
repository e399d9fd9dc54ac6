"""Notebooks as submissions, and their own checks."""

from __future__ import annotations

import ast

import pytest

from grader.submission import (
    Problem,
    Submission,
    notebook_source,
)

from .building import STUB, notebook

CELL = "def first(n, k=2):\n    return n"


def test_a_notebook_beside_the_untouched_stub_is_what_was_handed_in(read, tmp_path):
    found = read(mine_py=STUB.replace("\n", "\r\n").encode(), mine_ipynb=notebook(CELL, "x = 1"))
    assert found == Submission(
        tmp_path / "mine.ipynb",
        f"# %%\n{CELL}\n\n# %%\nx = 1\n",
        notes=(Problem("note.notebook", data={"file": "mine.ipynb"}),),
    )


def test_an_untouched_notebook_beside_the_untouched_stub_is_not_asked_for(read, tmp_path):
    """The file that the handouts name is: both are open."""
    assert read(mine_py=STUB.encode(), mine_ipynb=notebook(STUB)).path == tmp_path / "mine.py"
    assert read(mine_py=STUB.encode(), mine_ipynb=b"{}").path == tmp_path / "mine.ipynb"


def test_a_notebook_that_does_not_count_is_told(read):
    both = Problem("note.both", data={"file": "mine.py", "other": "mine.ipynb"})
    assert read(mine_py=b"x = 1\n", mine_ipynb=notebook(CELL)).notes == (both,)
    assert read(mine_py=b"x = 1\n", mine_ipynb=notebook(STUB)).notes == ()


def test_a_module_of_ones_own_may_be_called_grader(read, tmp_path):
    text = "from grader import check\nx = check(1)\n"
    assert "lambda" in read(mine_py=text.encode()).text
    (tmp_path / "grader.py").write_text("def check(n): return n\n", "utf-8")
    assert read(mine_py=text.encode()).text == text


def test_a_notebook_alone(read):
    assert read(mine_ipynb=notebook(CELL)).text == f"# %%\n{CELL}\n"


def test_a_notebook_beside_a_file_that_was_worked_on(read):
    assert read(mine_py=b"x = 1\n", mine_ipynb=notebook(CELL)).text == "x = 1\n"


def test_a_notebook_that_was_renamed(read, tmp_path):
    assert read(mine_py=b"\n " + notebook(CELL)) == Submission(
        tmp_path / "mine.py",
        f"# %%\n{CELL}\n",
        notes=(Problem("note.notebook", data={"file": "mine.py"}),),
    )


def test_a_dict_of_cells_is_no_notebook(read):
    text = "'\"cells\"'\nx = {'cells': 1}\n"
    assert read(mine_py=text.encode()).text == text


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"{}",
        b"[]",
        b'{"cells": [',
        b'{"cells": 5}',
        b'{"cells": [5]}',
        b'{"cells": [{}]}',
        b'{"cells": {"a": 1}}',
        b'{"cells": [{"cell_type": "code"}]}',
        b'{"cells": [{"cell_type": "code", "source": 5}]}',
        b'{"cells": [{"cell_type": "code", "source": [5]}]}',
        b'{"cells": [{"cell_type": "code", "source": "\\ud800"}]}',
        b'{"cells": ' + b"[" * 5000,
        b"print('cut off')",
    ],
)
def test_a_notebook_that_cannot_be_read(read, tmp_path, data):
    problem = Problem("file.notebook")
    assert read(mine_ipynb=data) == Submission(tmp_path / "mine.ipynb", problem=problem)


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (["a = 1\n", "b = 2"], "a = 1\nb = 2"),
        ("%matplotlib inline\nx = 1", "pass  # %matplotlib inline\nx = 1"),
        ("%%time\nx = 1", "pass  # %%time\nx = 1"),
        ("!pip install keras\nx = 1", "pass  # !pip install keras\nx = 1"),
        ("if 1:\n    !pip install keras", "if 1:\n    pass  # !pip install keras"),
        ("math.ceil?", "pass  # math.ceil?"),
        ("?math", "pass  # ?math"),
        ("%%bash\ncd /tmp && ls", "# %%bash\n# cd /tmp && ls"),
        ("%%writefile a.py\nx = 1", "# %%writefile a.py\n# x = 1"),
        ("x = (5\n     % 3)", "x = (5\n     % 3)"),
        ('x = """\n% of all\n!"""', 'x = """\n% of all\n!"""'),
        ("x = 5\n%%%", "x = 5\npass  # %%%"),
        ("", ""),
    ],
)
def test_what_only_a_notebook_understands_is_commented_out(cell, text):
    source, problem = notebook_source(notebook(cell).decode())
    assert (source, problem) == (f"# %%\n{text}\n", None)
    ast.parse(source)


def test_cells_of_text_are_left_out():
    source, _ = notebook_source(notebook("# Title", kind="markdown").decode())
    assert source == "\n"


NOBODY = "lambda *_, **__: None"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("from grader import check\ncheck('7.1')\n", f"check = {NOBODY}\ncheck('7.1')\n"),
        (
            "from grader import check, hint\nhint('7.1')\n",
            f"check = hint = {NOBODY}\nhint('7.1')\n",
        ),
        (
            "from grader import check; from grader import hint as h\n",
            f"check = {NOBODY}; h = {NOBODY}\n",
        ),
        ("x = 'é'; from grader import check as c; c(1)\n", f"x = 'é'; c = {NOBODY}; c(1)\n"),
        (
            "try:\n    from grader import check\nexcept ImportError:\n    pass\n",
            f"try:\n    check = {NOBODY}\nexcept ImportError:\n    pass\n",
        ),
        (
            "import grader\ngrader.check(7)\n",
            f'grader = type("grader", (), {{"check": staticmethod({NOBODY}),'
            f' "hint": staticmethod({NOBODY})}})\ngrader.check(7)\n',
        ),
    ],
)
def test_a_check_means_nothing_where_it_is_graded(read, text, expected):
    """In a `.py` too, which VS Code runs cell by cell."""
    found = read(mine_py=text.encode())
    assert (found.text, found.problem) == (expected, None)
    exec(found.text, {})


@pytest.mark.parametrize(
    "text",
    [
        "from grader.reference import load",
        "from grader import judge",
        "from .grader import check",
        "def check(x): return x  # not the grader's",
    ],
)
def test_nothing_else_of_the_grader_is_touched(read, text):
    assert read(mine_py=text.encode()).text == text
