"""Configurations made to break the reader: only `NetworkError` comes out, and soon."""

from __future__ import annotations

import copy
import functools
import json
import random
from collections.abc import Callable
from typing import Any

import keras
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from grader.network import (
    NetworkError,
    canonical,
    describe,
    digest,
    first_departure,
    folded,
    read_network,
    to_json,
    walk,
)
from tests.effort import lines_run

from .building import config_of, sequential_config, weightless
from .drawing import drawn_model

L = keras.layers

pytestmark = pytest.mark.filterwarnings("ignore:You are using a softmax")

LINES = 5_000_000
"""So many lines of Python may be run for one configuration."""


def assert_cheap(do: Callable[[], object]) -> None:
    assert lines_run(do) < LINES


def everything(config: object) -> None:
    """Do all that a judge does with a network."""
    network = read_network(config)
    walk(network)
    plain = canonical(network)
    walk(folded(plain))
    first_departure(REFERENCE, network)
    digest(network)
    json.dumps(to_json(network), allow_nan=False)
    for layer in network.layers:
        describe(layer)


REFERENCE = read_network(
    sequential_config((8, 8, 1), L.Conv2D(2, 3, activation="relu"), L.Flatten(), L.Dense(3))
)


def refused(config: object) -> str:
    with pytest.raises(NetworkError) as caught:
        assert_cheap(lambda: everything(config))
    json.dumps(caught.value.data, allow_nan=False)
    return caught.value.code


def tensor(name: str, node: Any = 0, index: Any = 0) -> dict[str, Any]:
    history = [name, node, index]
    return {"class_name": "__keras_tensor__", "config": {"keras_history": history}}


def input_layer(*shape: Any, name: str = "in") -> dict[str, Any]:
    return entry("InputLayer", name, [], batch_shape=[None, *shape])


def entry(kind: str, name: str, calls: list[Any], **config: Any) -> dict[str, Any]:
    nodes = [{"args": args, "kwargs": {}} for args in calls]
    return {
        "module": "keras.layers", "class_name": kind, "registered_name": None,
        "config": {"name": name, **config}, "name": name, "inbound_nodes": nodes,
    }  # fmt: skip


def functional(layers: list[Any], output: Any, start: Any = ("in", 0, 0)) -> dict[str, Any]:
    return {
        "module": "keras.src.models.functional", "class_name": "Functional",
        "registered_name": "Functional",
        "config": {
            "name": "m", "layers": layers, "input_layers": list(start),
            "output_layers": [output, 0, 0] if isinstance(output, str) else output,
        },
    }  # fmt: skip


def test_no_configurations() -> None:
    for value in (None, 1, "x", [], {}, {"class_name": "Sequential"}, True, float("nan"),
                  {"class_name": ["Sequential"], "module": {}}):  # fmt: skip
        assert refused(value) in ("network.malformed", "network.subclassed")


CHANGES: list[tuple[str, Any]] = [
    ("filters", value)
    for value in (True, 0, -1, 2.0, "8", None, [8], 10**8, 10**400, float("nan"), {"a": 1})
]
CHANGES += [
    ("kernel_size", value)
    for value in (0, [3], [3, 3, 3], [3, True], [3, 0], 10**5, "3", None, [[3, 3], 3], float("inf"))
]
CHANGES += [("padding", value) for value in (None, 1, "causal", "sam", ["same"], True)]
CHANGES += [("use_bias", value) for value in (None, 1, "True", [])]
CHANGES += [("groups", value) for value in (0, 3, None, True, 10**9)]
CHANGES += [("activation", value) for value in (1, "evil", [], {"class_name": "x"}, True)]
CHANGES += [("data_format", value) for value in ("channels_first", 1, [])]
CHANGES += [("name", value) for value in ("", "a/b", "a\x1b[1m", 1, "n" * 300)]


@pytest.mark.parametrize(("key", "value"), CHANGES)
def test_wrong_types_and_ranges(key: str, value: object) -> None:
    config = sequential_config((8, 8, 1), L.Conv2D(8, 3))
    config["config"]["layers"][1]["config"][key] = value
    assert refused(config).startswith("network.")


@pytest.mark.parametrize("key", ["filters", "kernel_size", "name"])
def test_missing_keys(key: str) -> None:
    config = sequential_config((8, 8, 1), L.Conv2D(8, 3))
    del config["config"]["layers"][1]["config"][key]
    assert refused(config) in ("network.setting_missing", "network.malformed")


@pytest.mark.parametrize(
    "shape",
    [[None], [8, 0, 1], [8, True, 1], [8, 8, 10**9], [-1, 8, 1], "x", [[8], 8, 1], [1] * 50],
)
def test_wrong_input_shapes(shape: Any) -> None:
    config = sequential_config((8, 8, 1), L.Conv2D(8, 3))
    config["config"]["layers"][0]["config"]["batch_shape"] = (
        shape if isinstance(shape, str) else [None, *shape]
    )
    assert refused(config).startswith("network.")


def test_wrong_wiring() -> None:
    relu = [input_layer(4)]
    cases = {
        "network.cycle": [
            functional([*relu, entry("ReLU", "a", [[tensor("b")]]),
                        entry("ReLU", "b", [[tensor("a")]])], "b"),
            functional([*relu, entry("ReLU", "a", [[tensor("a")]])], "a"),
            functional([*relu, entry("Add", "a", [[[tensor("in"), tensor("a", 1)]],
                                                  [[tensor("a", 0), tensor("a", 1)]]])], "a"),
        ],
        "network.malformed": [
            functional([*relu, entry("ReLU", "a", [[tensor("gone")]])], "a"),
            functional([*relu, entry("ReLU", "a", [[tensor("in", 0, 1)]])], "a"),
            functional([*relu, entry("ReLU", "a", [[tensor("in", True)]])], "a"),
            functional([*relu, entry("ReLU", "a", [[tensor("in")]])], "b"),
            functional([*relu, entry("ReLU", "a", [[tensor("in")]])], ["a", 7, 0]),
            functional([*relu, entry("ReLU", "a", [[tensor("in")]])], ["a", -1, 0]),
            functional([*relu, entry("ReLU", "in", [[tensor("in")]])], "in"),
            functional([*relu, {**entry("ReLU", "a", []), "inbound_nodes": 5}], "a"),
            functional([*relu, {**entry("ReLU", "a", []), "inbound_nodes": [[]]}], "a"),
        ],
        "network.no_input": [functional([*relu, entry("ReLU", "a", [[]])], "a")],
        "network.operand": [functional([*relu, entry("ReLU", "a", [[[[tensor("in")]]]])], "a")],
        "network.arity": [
            functional([*relu, entry("ReLU", "a", [[[tensor("in"), tensor("in")]]])], "a"),
            functional([*relu, entry("Subtract", "a", [[[tensor("in")]]])], "a"),
        ],
        "network.inputs": [
            functional([*relu, entry("ReLU", "a", [[tensor("in")]])], "a", start=()),
            functional([*relu, input_layer(4, name="other"),
                        entry("ReLU", "a", [[tensor("other")]])], "a"),
        ],
        "network.outputs": [functional(relu, []), functional(relu, [["in", 0, 0]] * 2)],
    }  # fmt: skip
    for code, configs in cases.items():
        for config in configs:
            assert refused(config) == code


def test_doubling() -> None:
    layers = [input_layer(8, 8, 4)]
    for i in range(24):
        last = layers[-1]["name"]
        call = [[[tensor(last), tensor(last)]]]
        layers.append(entry("Concatenate", f"c{i}", call, axis=-1))
    assert refused(functional(layers, "c23")) == "network.too_large"
    for kind in ("Add", "Multiply", "Maximum"):
        sums = [layers[0]]
        for i in range(1500):
            last = sums[-1]["name"]
            sums.append(entry(kind, f"c{i}", [[[tensor(last), tensor(last)]]]))
        assert_cheap(functools.partial(everything, functional(sums, "c1499")))


def test_growing() -> None:
    big = [L.UpSampling2D(10_000) for _ in range(3)]
    assert refused(sequential_config((8, 8, 1), *big)) == "network.too_large"
    assert refused(sequential_config((8, 8, 1), L.ZeroPadding2D(10_000))) == "network.too_large"
    dense = sequential_config((1000,), *(L.Dense(10**7) for _ in range(600)))
    everything(dense)


def test_nested_twice_at_every_level() -> None:
    model = sequential_config((4,), L.ReLU())
    for depth in range(11):
        inner = {**model, "name": "n", "inbound_nodes": [{"args": [tensor("in")]},
                                                        {"args": [tensor("n")]}]}  # fmt: skip
        inner["config"] = {**model["config"], "name": "n"}
        model = functional([input_layer(4), inner], ["n", 1 if depth == 0 else 2, 0])
    assert refused(model) == "network.too_many"


def test_deep_nesting() -> None:
    model = sequential_config((4,), L.ReLU())
    for _ in range(13):
        outer = sequential_config((4,))
        outer["config"]["layers"].append({**model, "name": "n"})
        model = outer
    assert refused(model) == "network.too_deep"
    for _ in range(3000):
        model = {**model, "config": {"name": "n", "layers": [model]}}
    assert refused(model) == "network.too_deep"


def test_many_layers() -> None:
    assert refused(sequential_config((4,), *[L.ReLU()] * 2500)) == "network.too_many"
    everything(sequential_config((4,), *(L.Activation("tanh") for _ in range(1900))))
    everything(sequential_config((8, 8, 1), *(L.Conv2D(2, 3, padding="same") for _ in range(700))))
    wide = entry("Concatenate", "a", [[[tensor("in")] * 600]], axis=-1)
    assert refused(functional([input_layer(4), wide], "a")) == "network.too_many"


def test_a_slow_departure() -> None:
    one = read_network(sequential_config((4,), *(L.Dense(1 + i % 7) for i in range(1900))))
    other = read_network(sequential_config((4,), *(L.Dense(1 + i % 5) for i in range(1800))))
    assert first_departure(one, other) is not None
    assert_cheap(lambda: first_departure(one, other))


def _samples() -> list[dict[str, Any]]:
    r = random.Random(1)
    with weightless():
        models = [drawn_model(r) for _ in range(12)]
        nested = keras.Sequential([keras.Input((4, 4, 1)), L.Conv2D(2, 3), L.Flatten()])
        return [config_of(each) for each in [*models, nested]]


SAMPLES = _samples()
junk = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=5),
    st.sampled_from([10**30, -1, 0, 1, "in", "same", [], {}, [[]], [None], [1, 2], "__slice__"]),
    st.lists(st.integers(-3, 9), max_size=4),
)  # fmt: skip


def _places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    found = [path]
    items = value.items() if isinstance(value, dict) else ()
    if isinstance(value, list):
        items = enumerate(value)  # type: ignore[assignment]
    for key, inner in items:
        found += _places(inner, (*path, key))
    return found


PLACES = [_places(sample)[1:] for sample in SAMPLES]


@settings(
    max_examples=1500,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
)
@given(st.data())
def test_mutated_configurations(data: st.DataObject) -> None:
    which = data.draw(st.integers(0, len(SAMPLES) - 1))
    config = copy.deepcopy(SAMPLES[which])
    for _ in range(data.draw(st.integers(1, 3))):
        path = data.draw(st.sampled_from(PLACES[which]))
        inner: Any = config
        try:
            for key in path[:-1]:
                inner = inner[key]
            if data.draw(st.booleans()):
                inner[path[-1]] = data.draw(junk)
            elif isinstance(inner, dict):
                del inner[path[-1]]
            else:
                inner[path[-1]] = copy.deepcopy(data.draw(st.sampled_from(inner)))
        except (KeyError, IndexError, TypeError):
            continue
    try:
        everything(config)
    except NetworkError as error:
        json.dumps(error.data, allow_nan=False)
