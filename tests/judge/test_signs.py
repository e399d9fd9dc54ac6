from __future__ import annotations

import numpy as np
import pytest

from grader.judge.signs import judge_signs
from grader.report.model import Finding
from grader.run.evidence import Outcome
from grader.run.worker.frames import Opaque
from grader.spec import Signs

from .building import asked, context, entered

EDGE = np.array([[-1.0, -1, -1], [-1, 8, -1], [-1, -1, -1]])
SHARPEN = np.array([[0.0, -1, 0], [-1, 5, -1], [0, -1, 0]])
NAN = float("nan")


def judged(expected, found):
    return judge_signs(context(Signs(3), asked(expected, found, name="edge")))


def failed(code, mistake=None, status="fail", **data):
    data = {"call": "f(name='edge')", **data}
    return Finding("signs", status, code, 0.0, 3, data, mistake, 3 if mistake else None)


@pytest.mark.parametrize(
    ("expected", "found"),
    [
        (EDGE, EDGE),
        (EDGE, EDGE / 8),
        (EDGE, (100 * EDGE).astype(int).tolist()),
        (SHARPEN, [[0, -2, 0], [-1, 7, -1], [0, -2, 0]]),
        (EDGE, EDGE + 1e-7),
    ],
)
def test_any_strength_is_right(expected, found):
    assert judged(expected, found) == Finding("signs", "pass", "pass", 3, 3)


@pytest.mark.parametrize(
    ("found", "finding"),
    [
        (2 * SHARPEN, failed("signs.sum", found="2", expected="1")),
        (
            [[1, -1, 0], [-1, 4, -1], [0, -1, 0]],
            failed("signs.cell", cell="(0, 0)", found="1"),
        ),
        (
            [[0, 0, 0], [-1, 4, -1], [0, -1, 0]],
            failed("signs.cell", cell="(0, 1)", found="0"),
        ),
        (SHARPEN * NAN, failed("signs.sum", found="nan", expected="1")),
        (SHARPEN + np.inf, failed("signs.sum", found="inf", expected="1")),
        (SHARPEN[:2], failed("array.shape", found="(2, 3)", expected="(3, 3)")),
        (None, failed("value.none")),
        (Opaque("builtin_function_or_method", "<built-in>"), failed("value.function")),
        (
            "sharpen",
            failed(
                "value.type",
                found="'sharpen'",
                found_type="str",
                expected_type="numpy.ndarray",
            ),
        ),
        (Outcome(stopped="time"), failed("run.time", status="limit", detail="")),
    ],
)
def test_wrong(found, finding):
    assert judged(SHARPEN, found) == finding


def test_a_named_mistake_is_known_at_every_strength():
    with entered(takes_edge=lambda name: EDGE, takes_box=lambda name: np.ones((3, 3)) / 9):
        finding = judged(SHARPEN, EDGE / 2)
    assert finding == failed("signs.sum", "takes_edge", found="0", expected="1")
