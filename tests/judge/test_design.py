from __future__ import annotations

from dataclasses import replace

import pytest

from grader.judge.design import judge_design
from grader.report.model import Finding
from grader.spec import Design

from .building import answer, asked, built, context, conv, layer, model, pool, task

SOFTMAX = layer("Dense", units=3, activation="softmax")
GLOBAL = layer("GlobalAveragePooling2D")
RIGHT = model(conv(8), GLOBAL, SOFTMAX)
CHECK = Design(4, most=200, contains=("global_pooling",))


def judged(found, check=CHECK):
    return judge_design(context(check, asked(answer(RIGHT), built(found), k=1)))


@pytest.mark.parametrize(
    "found",
    [
        RIGHT,
        model(conv(2, activation="relu"), conv(2), layer("GlobalMaxPooling2D"), SOFTMAX),
        model(conv(2), pool(), conv(2, 1), layer("GlobalMaxPooling2D"), SOFTMAX),
        model(conv(8), GLOBAL, layer("Dense", units=3), layer("Softmax")),
        model(conv(13), GLOBAL, SOFTMAX),  # 172 parameters
    ],
)
def test_the_design_is_free(found):
    assert judged(found) == Finding("design", "pass", "pass", 4, 4)


@pytest.mark.parametrize(
    ("found", "code", "data"),
    [
        (
            model(conv(8), GLOBAL, SOFTMAX, shape=(9, 9, 1)),
            "design.input",
            {"expected": "(9, 7, 1)", "found": "(9, 9, 1)"},
        ),
        (
            model(conv(8), GLOBAL, layer("Dense", units=4, activation="softmax")),
            "design.output",
            {"expected": "(3,)", "found": "(4,)"},
        ),
        (model(conv(8), GLOBAL, layer("Dense", units=3)), "design.softmax", {"found": 0}),
        (
            model(conv(8, activation="softmax"), GLOBAL, SOFTMAX),
            "design.softmax",
            {"found": 2},
        ),
        (
            model(conv(1), layer("Flatten"), SOFTMAX),
            "design.global_pooling",
            {},
        ),
        (model(conv(16), GLOBAL, SOFTMAX), "design.budget", {"found": "211", "most": "200"}),
        ([], "network.malformed", {"part": "model"}),
    ],
)
def test_what_is_asked_of_it(found, code, data):
    assert judged(found) == Finding("design", "fail", code, 0.0, 4, data)


def test_convolutions_with_nothing_between_them_earn_a_remark():
    found = model(conv(2), conv(2), layer("GlobalMaxPooling2D"), SOFTMAX)
    assert judged(found) == Finding("design", "pass", "design.linear", 4, 4)


def test_one_softmax_that_is_not_the_end():
    found = model(conv(3, activation="softmax"), GLOBAL)
    assert judged(found) == Finding("design", "fail", "design.softmax", 0.0, 4, {"found": 1})


def test_four_branches():
    check = Design(4, contains=("four_branches",))
    assert judged(RIGHT, check).code == "design.four_branches"


def test_without_a_budget_every_size_will_do():
    assert judged(model(conv(500), GLOBAL, SOFTMAX), Design(4)).status == "pass"


def test_a_convolution():
    check = Design(4, contains=("convolution",))
    assert judged(RIGHT, check).status == "pass"
    assert judged(model(GLOBAL, SOFTMAX), check).code == "design.convolution"


@pytest.mark.parametrize(
    ("part", "found", "code", "layer", "line"),
    [
        (
            "global_pooling",
            model(conv(4, 3, strides=[4, 4]), conv(4, 2), GLOBAL, SOFTMAX),
            "design.one_pixel",
            "Conv2D(4, 2)",
            12,
        ),
        (
            "no_global_pooling",
            model(pool(7), pool(1), layer("Flatten"), SOFTMAX, shape=(7, 7, 1)),
            "design.one_pixel_flat",
            "MaxPooling2D(7)",
            11,
        ),
    ],
)
def test_maps_that_are_one_pixel_before(part, found, code, layer, line):
    check, right = Design(4, contains=(part,)), model(conv(8), GLOBAL, SOFTMAX, shape=(7, 7, 1))
    wide = "no" not in part
    case = asked(answer(RIGHT if wide else right), built(found), k=1)
    data = {"layer": layer}
    assert judge_design(context(check, case)) == Finding(
        "design", "fail", code, 0.0, 4, data, line=line
    )


def test_the_call_is_named_where_there_are_several():
    check = Design(4, contains=("four_branches",))
    case = asked(answer(RIGHT), built(RIGHT), k=1)
    several = replace(context(check, case), task=replace(task(check), parameters=("k",)))
    assert judge_design(several).data == {"call": "f(k=1)"}


def test_a_network_without_a_nonlinearity_is_told_once():
    found = model(conv(2), conv(2), layer("GlobalMaxPooling2D"), SOFTMAX)
    case = asked(answer(RIGHT), built(found), k=1)
    checks = Design(4), Design(1, contains=("global_pooling",))
    codes = []
    for check in checks:
        both = replace(context(check, case), task=task(*checks))
        codes.append(judge_design(both).code)
    assert codes == ["design.linear", "pass"]
