from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any

import pytest

from grader.judge.networks import judge_network
from grader.mistakes.networks import NetworkMistake
from grader.network import Network
from grader.report.model import Finding
from grader.spec import Layers, Params, Shapes

from .building import answer, asked, built, context, conv, layer, model, pool

FLATTEN, DENSE = layer("Flatten"), layer("Dense", units=3)
RIGHT = model(conv(padding="same"), pool(), FLATTEN, DENSE)
NO_SAME = model(conv(), pool(), FLATTEN, DENSE)
POOL_SAME = model(conv(padding="same"), pool(padding="same"), FLATTEN, DENSE)
NO_BIAS = model(conv(padding="same", use_bias=False), pool(), FLATTEN, DENSE)
NO_DENSE = model(conv(padding="same"), pool(), FLATTEN)
NO_POOL = model(conv(padding="same"), FLATTEN, DENSE)
TWO_CONVS = model(conv(padding="same"), conv(padding="same"), pool(), FLATTEN, DENSE)
GLOBAL = model(conv(padding="same"), pool(), layer("GlobalAveragePooling2D"), DENSE)
RELU = model(conv(padding="same", activation="relu"), pool(), FLATTEN, DENSE)


@pytest.fixture(autouse=True)
def no_mistakes(monkeypatch):
    """Only what a test enters has a name here."""
    monkeypatch.setattr("grader.judge.network_names.network_mistakes", tuple)


def judged(check: Any, found: Any, expected: Any = RIGHT) -> Finding:
    if isinstance(found, dict):
        found = built(found)
    return judge_network(context(check, asked(answer(expected), found, k=1)))


def table(finding: Finding) -> list[str]:
    """The layer-by-layer table, one line a row."""
    keys = ("found", "shape", "params", "expected_shape", "expected_params")
    return [
        ("> " if row["departs"] else "  ") + " | ".join(row[key] for key in keys)
        for row in finding.data["table"]
    ]


def told(finding: Finding) -> dict[str, Any]:
    data = {key: value for key, value in finding.data.items() if key not in ("table", "call")}
    return {"code": finding.code, "line": finding.line, **data}


STYLES = [
    RIGHT,
    model(layer("ZeroPadding2D", padding=[[1, 1], [1, 1]]), conv(), pool(), FLATTEN, DENSE),
    model(conv(padding="same"), layer("Dropout", rate=0.5), pool(), FLATTEN, DENSE),
    model(conv(padding="same"), pool(strides=[2, 2]), FLATTEN, {**DENSE}),
]


@pytest.mark.parametrize("check", [Shapes(2), Params(2), Layers(2)])
@pytest.mark.parametrize("found", STYLES)
def test_style_is_free(check, found):
    kind = type(check).__name__.lower()
    assert judged(check, found) == Finding(kind, "pass", "pass", 2, 2)


def test_a_whole_finding():
    finding = judged(Shapes(2), NO_SAME)
    assert finding == Finding(
        "shapes",
        "fail",
        "shape.mismatch",
        0.0,
        2,
        {
            "call": "f(k=1)",
            "layer": 1,
            "layer_text": "Conv2D(2, 3)",
            "expected": "(9, 7, 2)",
            "found": "(7, 5, 2)",
            "why": "floor((9 - 3) / 1) + 1 = 7",
            "table": finding.data["table"],
        },
        line=11,
    )
    assert table(finding) == [
        "> Conv2D(2, 3) | (7, 5, 2) | 20 | (9, 7, 2) | 20",
        "  MaxPooling2D(2) | (3, 2, 2) | 0 | (4, 3, 2) | 0",
        "  Flatten() | (12,) | 0 | (24,) | 0",
        "  Dense(3) | (3,) | 39 | (3,) | 75",
    ]


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        (
            POOL_SAME,
            {
                "code": "shape.mismatch",
                "line": 12,
                "layer": 2,
                "layer_text": "MaxPooling2D(2, padding='same')",
                "expected": "(4, 3, 2)",
                "found": "(5, 4, 2)",
                "why": "ceil(9 / 2) = 5",
            },
        ),
        (
            GLOBAL,
            {
                "code": "shape.mismatch.plain",
                "line": 13,
                "layer": 3,
                "layer_text": "GlobalAveragePooling2D()",
                "expected": "(24,)",
                "found": "(2,)",
                "why": "",
            },
        ),
        (
            NO_POOL,
            {
                "code": "shape.mismatch.plain",
                "line": 12,
                "layer": 2,
                "layer_text": "Flatten()",
                "expected": "(24,)",
                "found": "(126,)",
                "why": "",
            },
        ),
        (
            NO_DENSE,
            {"code": "shape.output", "line": None, "expected": "(3,)", "found": "(24,)"},
        ),
        (
            model(conv(padding="same"), pool(), FLATTEN, DENSE, shape=(9, 9, 1)),
            {
                "code": "shape.mismatch.plain",
                "line": None,
                "layer": 0,
                "layer_text": "Input((9, 9, 1))",
                "expected": "(9, 7, 1)",
                "found": "(9, 9, 1)",
                "why": "",
            },
        ),
    ],
)
def test_shapes(found, expected):
    assert told(judged(Shapes(2), found)) == expected


def test_a_missing_last_layer_stands_in_the_table():
    assert table(judged(Shapes(2), NO_DENSE)) == [
        "  Conv2D(2, 3, padding='same') | (9, 7, 2) | 20 | (9, 7, 2) | 20",
        "  MaxPooling2D(2) | (4, 3, 2) | 0 | (4, 3, 2) | 0",
        "  Flatten() | (24,) | 0 | (24,) | 0",
        "> - | - | - | (3,) | 75",
    ]


@pytest.mark.parametrize("found", [NO_BIAS, RELU, TWO_CONVS])
def test_what_leaves_the_shapes_as_they_are(found):
    assert judged(Shapes(2), found).status == "pass"


OPEN = (None, None, 1)


def test_open_sizes_are_asked_at_sizes_that_tell():
    """With sides of 8 the two agree; only 7 or 9 show what happens to a partial window."""
    right, wrong = (model(pool(padding=p), shape=OPEN) for p in ("valid", "same"))
    assert judged(Shapes(2, at=((8, 8, 1),)), wrong, right).status == "pass"
    finding = judged(Shapes(2, at=((8, 8, 1), (9, 8, 1))), wrong, right)
    assert told(finding) == {
        "code": "shape.mismatch",
        "line": 11,
        "layer": 1,
        "layer_text": "MaxPooling2D(2, padding='same')",
        "expected": "(4, 4, 1)",
        "found": "(5, 4, 1)",
        "why": "ceil(9 / 2) = 5",
    }


def test_a_size_that_is_not_left_open_stays():
    right, wrong = (model(conv(), shape=shape) for shape in (OPEN, (8, 8, 1)))
    finding = judged(Shapes(2, at=((8, 8, 1), (9, 8, 1))), wrong, right)
    assert told(finding) == {
        "code": "shape.input_fixed",
        "line": None,
        "expected": "(None, None, 1)",
        "found": "(8, 8, 1)",
    }
    assert table(finding) == [
        "> Input((8, 8, 1)) | (8, 8, 1) | 0 | (None, None, 1) | 0",
        "  Conv2D(2, 3) | (6, 6, 2) | 20 | (None, None, 2) | 20",
    ]


HIDDEN = layer("Dense", units=5)
MORE = model(conv(padding="same"), pool(), FLATTEN, HIDDEN, DENSE)
SMALLER = model(conv(padding="same"), pool(), pool(), FLATTEN, DENSE)
ZEROS = layer("ZeroPadding2D", padding=[[1, 1], [2, 2]])
ROUND = model(ZEROS, conv(padding="same"), pool(), FLATTEN, DENSE)
POOL_FIRST = model(pool(), conv(padding="same"), FLATTEN, DENSE)


@pytest.mark.parametrize(
    ("check", "found", "expected"),
    [
        (
            Params(2),
            MORE,
            {"code": "params.extra", "line": 14, "layer": 4, "layer_text": "Dense(5)"}
            | {"expected": "0", "found": "125", "why": "(24 + 1)*5 = 125"},
        ),
        (
            Params(2),
            SMALLER,
            {"code": "layers.extra", "line": 13, "layer": 3, "layer_text": "MaxPooling2D(2)"}
            | {"expected": "", "found": "MaxPooling2D(2)"},
        ),
        (
            Shapes(2),
            SMALLER,
            {"code": "layers.extra", "line": 13, "layer": 3, "layer_text": "MaxPooling2D(2)"}
            | {"expected": "", "found": "MaxPooling2D(2)"},
        ),
        # Zeros are also another way to write a convolution's padding.
        (
            Shapes(2),
            ROUND,
            {"code": "shape.mismatch", "line": 12, "layer": 2}
            | {"layer_text": "Conv2D(2, 3, padding='same')", "why": "ceil(11 / 1) = 11"}
            | {"expected": "(9, 7, 2)", "found": "(11, 11, 2)"},
        ),
        # A layer that stands elsewhere is none too many.
        (
            Shapes(2),
            POOL_FIRST,
            {"code": "shape.mismatch", "line": 12, "layer": 2}
            | {"layer_text": "Conv2D(2, 3, padding='same')", "why": "ceil(4 / 1) = 4"}
            | {"expected": "(9, 7, 2)", "found": "(4, 3, 2)"},
        ),
    ],
)
def test_what_a_layer_too_many_changes_is_laid_to_that_layer(check, found, expected):
    assert told(judged(check, found)) == expected


def test_a_size_at_which_nothing_is_left_names_the_line():
    right, wrong = (model(conv(size=size), shape=OPEN) for size in (3, 11))
    assert told(judged(Shapes(2, at=((9, 7, 1),)), wrong, right)) == {
        "code": "network.size_zero",
        "line": 11,
        "position": 1,
        "layer": "Conv2D",
        "name": "layer_1",
        "axis": 0,
        "size": 9,
        "window": 11,
        "kernel": 11,
        "dilation": 1,
        "shape": "(9, 7, 1)",
    }


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        (
            NO_BIAS,
            {
                "code": "params.mismatch",
                "line": 11,
                "layer": 1,
                "layer_text": "Conv2D(2, 3, padding='same', use_bias=False)",
                "expected": "20",
                "found": "18",
                "why": "3*3*1*2 = 18",
            },
        ),
        (
            NO_SAME,
            {
                "code": "params.mismatch",
                "line": 14,
                "layer": 4,
                "layer_text": "Dense(3)",
                "expected": "75",
                "found": "39",
                "why": "(12 + 1)*3 = 39",
            },
        ),
        (
            NO_DENSE,
            {
                "code": "params.missing",
                "line": None,
                "layer": 4,
                "layer_text": "Dense(3)",
                "expected": "75",
                "found": "0",
                "why": "",
            },
        ),
        (
            TWO_CONVS,
            {
                "code": "params.extra",
                "line": 12,
                "layer": 2,
                "layer_text": "Conv2D(2, 3, padding='same')",
                "expected": "0",
                "found": "38",
                "why": "(3*3*2 + 1)*2 = 38",
            },
        ),
    ],
)
def test_params(found, expected):
    assert told(judged(Params(2), found)) == expected


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        (
            RELU,
            {
                "code": "layers.settings",
                "line": 11,
                "layer": 1,
                "layer_text": "Conv2D(2, 3, padding='same', activation='relu')",
                "setting": "activation",
                "expected": "None",
                "found": "'relu'",
            },
        ),
        (
            GLOBAL,
            {
                "code": "layers.kind",
                "line": 13,
                "layer": 3,
                "layer_text": "GlobalAveragePooling2D()",
                "expected": "Flatten()",
                "found": "GlobalAveragePooling2D()",
            },
        ),
        (
            NO_POOL,
            {
                "code": "layers.missing",
                "line": None,
                "layer": 2,
                "layer_text": "MaxPooling2D(2)",
                "expected": "MaxPooling2D(2)",
                "found": "",
            },
        ),
        (
            TWO_CONVS,
            {
                "code": "layers.extra",
                "line": 12,
                "layer": 2,
                "layer_text": "Conv2D(2, 3, padding='same')",
                "expected": "",
                "found": "Conv2D(2, 3, padding='same')",
            },
        ),
    ],
)
def test_layers(found, expected):
    assert told(judged(Layers(2), found)) == expected


def residual(shortcut: str) -> dict[str, Any]:
    """Two convolutions in a row; what comes out is added to the output of `shortcut`."""

    def called(entry: dict[str, Any], name: str, *sources: str) -> dict[str, Any]:
        tensors = [
            {"class_name": "__keras_tensor__", "config": {"keras_history": [source, 0, 0]}}
            for source in sources
        ]
        args = [tensors] if len(tensors) > 1 else tensors
        nodes = [{"args": args, "kwargs": {}}] if tensors else []
        config = {**entry["config"], "name": name}
        return {**entry, "name": name, "config": config, "inbound_nodes": nodes}

    layers = [
        called(layer("InputLayer", batch_shape=[None, 9, 7, 2]), "input"),
        called(conv(padding="same", activation="relu"), "first", "input"),
        called(conv(padding="same"), "second", "first"),
        called(layer("Add"), "add", shortcut, "second"),
    ]
    ends = {"input_layers": [["input", 0, 0]], "output_layers": [["add", 0, 0]]}
    return {
        "module": "keras",
        "class_name": "Functional",
        "registered_name": "Functional",
        "config": {"name": "net", "layers": layers, **ends},
    }


def test_wiring():
    found = built(residual("first"), lines={"add": 27})
    assert told(judged(Layers(2), found, residual("input"))) == {
        "code": "layers.wiring",
        "line": 27,
        "layer": 3,
        "layer_text": "Add()",
        "expected": "Add()",
        "found": "Add()",
    }
    assert judged(Layers(2), residual("input"), residual("input")).status == "pass"


# Names


def without_same(network: Network, _: Collection[int]) -> Iterator[Network]:
    yield from _with(network, "padding", "same", "valid")


def without_bias(network: Network, _: Collection[int]) -> Iterator[Network]:
    yield from _with(network, "use_bias", True, False)


def _with(network: Network, setting: str, old: Any, new: Any) -> Iterator[Network]:
    for index, one in enumerate(network.layers):
        if one.get(setting) == old:
            layers = list(network.layers)
            layers[index] = one.with_(**{setting: new})
            yield Network(tuple(layers), network.output)


def known(monkeypatch, **mistakes):
    entries = tuple(NetworkMistake(name, made, None, 2) for name, made in mistakes.items())
    monkeypatch.setattr("grader.judge.network_names.network_mistakes", lambda: entries)


@pytest.mark.parametrize("check", [Shapes(2), Params(2), Layers(2)])
def test_a_mistake_is_named_by_every_check(monkeypatch, check):
    known(monkeypatch, without_same=without_same, without_bias=without_bias)
    finding = judged(check, NO_SAME)
    assert (finding.mistake, finding.hint) == ("without_same", 2)


def test_two_mistakes_that_fit_give_no_name(monkeypatch):
    known(monkeypatch, without_same=without_same, the_same_again=without_same)
    assert judged(Shapes(2), NO_SAME).mistake is None


def test_a_mistake_and_something_else_has_no_name(monkeypatch):
    known(monkeypatch, without_same=without_same)
    both = model(conv(use_bias=False), pool(), FLATTEN, DENSE)
    finding = judged(Layers(2), both)
    assert (finding.mistake, finding.also) == (None, None)


def test_two_mistakes_are_both_named_the_first_to_show_first(monkeypatch):
    known(monkeypatch, without_bias=without_bias, without_same=without_same)
    both = model(conv(), pool(), FLATTEN, layer("Dense", units=3, use_bias=False))
    finding = judged(Layers(2), both)
    assert (finding.mistake, finding.also) == ("without_same", "without_bias")


def test_a_mistake_must_explain_every_wrong_case(monkeypatch):
    known(monkeypatch, without_same=without_same)
    right, wrong, other = (asked(answer(RIGHT), built(m), k=1) for m in (RIGHT, NO_SAME, NO_POOL))
    assert judge_network(context(Layers(2), right, wrong)).mistake == "without_same"
    assert judge_network(context(Layers(2), wrong, other)).mistake is None
