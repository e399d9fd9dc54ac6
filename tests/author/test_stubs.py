from __future__ import annotations

from pathlib import Path

import pytest

from grader.author.stubs import MarkerError, cut_stub

PATH = Path("topic.py")
SOLUTION = '''\
import math


def f(x):
    """Return it."""
    # BEGIN SOLUTION 7.1: what is it?
    #     Which function of `math` helps?
    y = math.sqrt(x)

    return y  # twice
    # END SOLUTION


class Given:
    def g(self, x):
        model = []
        # BEGIN SOLUTION 7.2: add a layer.
        # STUB: ...
        # STUB: # and nothing else
        model.append(x)
        # END SOLUTION
        return model


# A remark on BEGIN and END.
'''
STUB = '''\
import math


def f(x):
    """Return it."""
    # TODO 7.1: what is it?
    #   Which function of `math` helps?
    raise NotImplementedError("7.1")


class Given:
    def g(self, x):
        model = []
        # TODO 7.2: add a layer.
        ...
        # and nothing else
        return model


# A remark on BEGIN and END.
'''


def test_a_whole_stub():
    assert cut_stub(SOLUTION, PATH, ("7.1", "7.2")) == STUB


def test_a_stub_has_no_more_markers():
    with pytest.raises(MarkerError, match=r"no block for task 7\.1"):
        cut_stub(cut_stub(SOLUTION, PATH, ("7.1", "7.2")), PATH, ("7.1", "7.2"))


EXPECTED = (
    "expected `# BEGIN SOLUTION 1.1: prompt`, `# STUB: code` right below it, or `# END SOLUTION`"
)


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        (
            ["# BEGIN SOLUTION 7.1: a", "1", "# BEGIN SOLUTION 7.2: b", "2", "# END SOLUTION"],
            "3: a block inside the block of line 1",
        ),
        (
            ["x", "# BEGIN SOLUTION 7.1: a", "1"],
            "2: this block has no `# END SOLUTION`",
        ),
        (["1", "# END SOLUTION"], "2: an `# END SOLUTION` without a beginning"),
        (
            ["# BEGIN SOLUTION 7.1: a", "# STUB: ...", "", "# END SOLUTION"],
            "1: the block of task 7.1 holds no solution",
        ),
        (
            ["# BEGIN SOLUTION 7.9: a", "1", "# END SOLUTION"],
            "1: task 7.9 is not in checks.py, which has 7.1, 7.2",
        ),
        (
            ["# BEGIN SOLUTION 7.1: a", "1", "# END SOLUTION"] * 2,
            "4: a second block for task 7.1; line 1 is one",
        ),
        (
            ["# BEGIN SOLUTION 7.1: a", "1", "# END SOLUTION"],
            "1: no block for task 7.2, which checks.py declares",
        ),
        (["# BEGIN SOLUTION 7.1"], f"1: found `# BEGIN SOLUTION 7.1`; {EXPECTED}"),
        (["# BEGIN SOLUTION 7.1:"], f"1: found `# BEGIN SOLUTION 7.1:`; {EXPECTED}"),
        (["    # begin solution 7.1: a"], f"1: found `# begin solution 7.1: a`; {EXPECTED}"),
        (["#BEGIN SOLUTION 7.1: a"], f"1: found `#BEGIN SOLUTION 7.1: a`; {EXPECTED}"),
        (["# BEGIN_SOLUTION 7.1: a"], f"1: found `# BEGIN_SOLUTION 7.1: a`; {EXPECTED}"),
        (["", "# STUB: pass"], f"2: found `# STUB: pass`; {EXPECTED}"),
        (
            ["# BEGIN SOLUTION 7.1: a", "1", "# STUB: pass", "# END SOLUTION"],
            f"3: found `# STUB: pass`; {EXPECTED}",
        ),
        (
            ["# BEGIN SOLUTION 7.1: a", "1", "# End solution"],
            f"3: found `# End solution`; {EXPECTED}",
        ),
    ],
)
def test_a_fault_is_told_with_its_line(lines, told):
    with pytest.raises(MarkerError) as caught:
        cut_stub("\n".join(lines), PATH, ("7.1", "7.2"))
    assert str(caught.value) == f"topic.py:{told}"
    assert f"{caught.value.path}:{caught.value.line}: " in str(caught.value)
