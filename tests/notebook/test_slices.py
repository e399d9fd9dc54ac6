"""Which statements functions need, told as the lines that are kept."""

from __future__ import annotations

import pytest

from grader.notebook.slices import needed
from grader.notebook.statements import statements_of


def kept(text: str, *wanted: str) -> list[str]:
    statements = statements_of(text.strip("\n"), 1)
    return [one.text.split("\n")[0] for one in needed(statements, wanted or ["f"])]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # the last definition of a name counts, and what it needs
        ("def f(): return A\nA = 1\nA = 2", ["def f(): return A", "A = 2"]),
        ("def f(): return OLD\ndef f(): return 2\nOLD = 1", ["def f(): return 2"]),
        (
            "import math, os\nimport sys\ndef f(): return math.pi",
            ["import math, os", "def f(): return math.pi"],
        ),
        ("from a import b as c\ndef f(): return c", ["from a import b as c", "def f(): return c"]),
        (
            "def h(): return K\nK = 1\ndef g(): return h()\ndef f(): return g()",
            ["def h(): return K", "K = 1", "def g(): return h()", "def f(): return g()"],
        ),
        # annotations, defaults and decorators are looked up at once
        (
            "A = 1\nB = 2\ndef f(x: A = B): return x",
            ["A = 1", "B = 2", "def f(x: A = B): return x"],
        ),
        ("def d(g): return g\n@d\ndef f(): pass", ["def d(g): return g", "@d"]),
        # a value as it was when it was used
        ("n = 1\nA = n + 1\nn = 5\ndef f(): return A", ["n = 1", "A = n + 1", "def f(): return A"]),
        (
            "n = 1\ndef g(): return n\nA = g()\nn = 5\ndef f(): return A",
            ["n = 1", "def g(): return n", "A = g()", "n = 5", "def f(): return A"],
        ),
        ("t = 1\nA = t\ndel t\ndef f(): return A", ["t = 1", "A = t", "def f(): return A"]),
        # what changes a value in place
        (
            "t = {}\nt['a'] = 1\nu = {}\nu['a'] = 1\ndef f(): return t",
            ["t = {}", "t['a'] = 1", "def f(): return t"],
        ),
        (
            "t = []\nt.append(1)\nlast = t.pop()\nprint(t)\ndef f(): return t",
            ["t = []", "t.append(1)", "last = t.pop()", "def f(): return t"],
        ),
        ("t = []\nt.append(1)\nt = [2]\ndef f(): return t", ["t = [2]", "def f(): return t"]),
        (
            "t = []\nfor i in range(3):\n    t.append(i)\ndef f(): return t",
            ["t = []", "for i in range(3):", "def f(): return t"],
        ),
        ("n = 1\nn += 1\ndef f(): return n", ["n = 1", "n += 1", "def f(): return n"]),
        (
            "import random\nt = [1, 2]\nrandom.shuffle(t)\ndef f(): return t",
            ["import random", "t = [1, 2]", "random.shuffle(t)", "def f(): return t"],
        ),
        (
            "def fill(t): t['a'] = 1\ndef look(t): return t['a']\n"
            "t = {}\nfill(t)\nlook(t)\ndef f(): return t",
            ["def fill(t): t['a'] = 1", "t = {}", "fill(t)", "def f(): return t"],
        ),
        (
            "n = 0\ndef more():\n    global n\n    n += 1\nmore()\ndef f(): return n",
            ["n = 0", "def more():", "more()", "def f(): return n"],
        ),
        (
            "class Box: pass\nbox = Box()\nbox.size = 3\ndef f(): return box.size",
            ["class Box: pass", "box = Box()", "box.size = 3", "def f(): return box.size"],
        ),
        (
            "T = {}\ndef h(): return K\nT['h'] = h\nK = 3\ndef f(): return T",
            ["T = {}", "def h(): return K", "T['h'] = h", "K = 3", "def f(): return T"],
        ),
        # what may have happened
        (
            "A = 1\nif A > 3:\n    A = 2\ndef f(): return A",
            ["A = 1", "if A > 3:", "def f(): return A"],
        ),
        (
            "try:\n    import fast as m\nexcept ImportError:\n"
            "    import math as m\ndef f(): return m",
            ["try:", "def f(): return m"],
        ),
        (
            "from math import *\nfrom os import path\ndef f(): return pi",
            ["from math import *", "def f(): return pi"],
        ),
        ("from math import *\ndef f(): return len([1])", ["def f(): return len([1])"]),
        # what is left out
        (
            "import matplotlib.pyplot as plt\nimport numpy as np\nnp.random.seed(1)\n"
            "plt.plot([1])\nplt.show()\ndef f(): return np.pi",
            ["import numpy as np", "def f(): return np.pi"],
        ),
        (
            "def f(): return model\nmodel = 3\nother = model\nother.fit(1)\nprint(f())",
            ["def f(): return model", "model = 3"],
        ),
        (
            "if __name__ == '__main__':\n    A = 1\nA = 2\ndef f(): return A",
            ["A = 2", "def f(): return A"],
        ),
        ("x = await g()\ndef f(): return x", ["def f(): return x"]),
        (
            "A = 1\ndef f(A): return [A for A in range(A)]",
            ["def f(A): return [A for A in range(A)]"],
        ),
        ("A = 1\ndef f(): return 2", ["def f(): return 2"]),
        # several on one line, letters of more than one byte, the future
        (
            "a = 'é'; b = 2; c = 3\ndef f(): return a, c",
            ["a = 'é'", "c = 3", "def f(): return a, c"],
        ),
        (
            "def f(): pass\nfrom __future__ import annotations",
            ["def f(): pass", "from __future__ import annotations"],
        ),
    ],
)
def test_what_is_kept(text, expected):
    assert kept(text) == expected


def test_what_is_kept_is_the_whole_statement():
    head = "@property  # why\n# not\ndef f(\n    a=(1,\n2),\n):\n"
    text = f"x = 1\n\n{head}    '''é\n\n  # no'''\n    return a  # end"
    [one] = needed(statements_of(text, 3), ["f"])
    assert (one.cell, one.first, one.end) == (3, 3, 12)
    assert one.text == text.split("x = 1\n\n")[1].removesuffix("  # end")
