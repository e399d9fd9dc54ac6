"""Cells as one file, and where its lines come from."""

from __future__ import annotations

import pytest

from grader.notebook.cells import Cell, gather
from grader.reference import FrozenTask, Reference

STUB = """\
import keras
LIMIT = 3

def one(n):
    raise NotImplementedError

def two(n: keras.Model):
    raise NotImplementedError
"""


def task(id: str, name: str, *calls: str) -> FrozenTask:
    return FrozenTask(id, name, (), 1, False, calls, (), (), {})


REFERENCE = Reference(
    "07_some", "some.py", {}, 1, STUB, (task("7.1", "one"), task("7.2", "two", "7.1"))
)


def gathered(
    *texts: str, tasks: tuple[str, ...] = ("7.1",), known: str = "one two x y", **more: int
):
    cells = [Cell(n, text) for n, text in enumerate(texts, 1)]
    if more:
        cells[more["cell"] - 1] = Cell(more["cell"], texts[more["cell"] - 1], "", more["until"])
    return gather(cells, REFERENCE, tasks, known.split())


def test_lines_keep_their_places():
    found = gathered("print(1)\nx = 1", "y = 2", "# why\ndef one(n):\n    return x\nprint(one(2))")
    assert found.text == "x = 1\n# %%\ndef one(n):\n    return x\n"
    assert found.origins == ((1, 2), (0, 0), (3, 2), (3, 3))
    assert found.defined == {"one"}


def test_a_task_that_leans_on_one_that_nobody_wrote():
    """It is there as its stub, with what that needs to be loaded."""
    found = gathered("def two(n): return one(n)", tasks=("7.2",))
    assert found.text == (
        "def one(n):\n    raise NotImplementedError\n# %%\ndef two(n): return one(n)\n"
    )
    assert found.origins == ((0, 0), (0, 0), (0, 0), (1, 1))
    assert found.defined == {"two"}
    assert gathered(tasks=("7.2",)).text == STUB.replace("LIMIT = 3\n\n", "").replace("\n\n", "\n")


def test_the_future_comes_first():
    found = gathered(
        "x = 1\ndef one(n): return x",
        "from __future__ import annotations",
        known="one x annotations",
    )
    assert found.text.startswith("from __future__ import annotations\n")
    assert found.origins[0] == (2, 1)


@pytest.mark.parametrize(
    ("texts", "settings"),
    [
        ((), {}),
        (("def one(n): pass", "del one"), {}),
        (("1 / 0\ndef one(n): pass",), {"cell": 1, "until": 1}),
        (("def one(n): pass",), {"known": "x"}),
        (("%%bash\none = 3",), {}),
        (("one two three",), {}),
    ],
)
def test_not_defined(texts, settings):
    assert gathered(*texts, **settings).defined == frozenset()


def test_a_broken_cell_stands_for_what_it_means_to_define():
    broken = "x = 2\ndef one(n):\n    return (x"
    found = gathered("x = 1\ndef one(n): return 1", "y = 3", broken)
    assert found.text == f"x = 1\n# %%\n{broken}\n"
    assert found.origins[-1] == (3, 3)
    assert found.defined == {"one"}
    assert gathered(broken, "def one(n): return 2").text == "def one(n): return 2\n"
    helper = gathered("def one(n): return x", "x = (")
    assert helper.text == "def one(n): return x\n"


def test_what_ipython_made_of_it_is_read_where_the_text_is_no_python():
    text = "files = !ls\ndef one(n): pass"
    made = "files = get_ipython().getoutput('ls')\ndef one(n): pass\n"
    found = gather([Cell(1, text, made)], REFERENCE, ["7.1"], ["one"])
    assert (found.text, found.origins) == ("def one(n): pass\n", ((1, 2),))
