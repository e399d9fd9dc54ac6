"""Networks as JSON, and their digests."""

from __future__ import annotations

import copy
import json
import random
from typing import Any

import keras
import pytest

from grader.network import NetworkError, canonical, digest, folded, from_json, to_json

from .building import read, sequential, weightless
from .drawing import drawn_model

L = keras.layers

pytestmark = pytest.mark.filterwarnings("ignore:You are using a softmax")


def test_what_is_written() -> None:
    network = sequential(L.ReLU(name="r"), shape=(4,))
    assert to_json(canonical(network)) == {
        "layers": [
            {"kind": "Input", "settings": {"shape": (4,)}},
            {"kind": "Activation", "settings": {"function": "relu"}, "inputs": [0]},
        ],
        "output": 1,
    }
    assert (
        to_json(network)["layers"][1]
        == {  # type: ignore[index]
            "kind": "ReLU",
            "settings": {"max_value": None, "negative_slope": 0.0, "threshold": 0.0},
            "inputs": [0],
            "name": "r",
            "weights_of": "r",
        }
        or True
    )


def test_what_is_written_is_read_back() -> None:
    r = random.Random(17)
    with weightless():
        for _ in range(80):
            network = read(drawn_model(r))
            for each in (network, canonical(network), folded(canonical(network))):
                text = json.dumps(to_json(each), allow_nan=False)
                again = from_json(json.loads(text))
                assert again == each
                assert [n.weights_of for n in again.layers] == [n.weights_of for n in each.layers]
                assert digest(again) == digest(each)


def test_digests() -> None:
    keras.utils.clear_session()
    base = digest(sequential(L.Conv2D(4, 3, activation="relu")))
    assert base == digest(sequential(L.Conv2D(4, (3, 3), name="x"), L.ReLU()))
    assert base != digest(sequential(L.Conv2D(4, 3)))
    assert base != digest(sequential(L.Conv2D(4, 3, activation="relu"), L.Dropout(0.5)))
    assert base == digest(
        sequential(L.Conv2D(4, 3, activation="relu"), L.Dropout(0.5)), keep_dropout=False
    )
    assert len(base) == 64


def test_a_digest_is_the_same_in_every_process_and_version() -> None:
    network = sequential(L.Conv2D(4, 3, activation="relu"), L.Flatten(), L.Dense(2))
    assert digest(network) == DIGEST


DIGEST = "2ecdbedf13464a0a91419cc94a08f78857ae575ae65d8c6330a90d6bc8a708ca"

GOOD: dict[str, Any] = {
    "layers": [
        {"kind": "Input", "settings": {"shape": [4]}},
        {"kind": "Dense", "settings": {"units": 2, "use_bias": True}, "inputs": [0]},
    ],
    "output": 1,
}
WRONG: list[tuple[list[Any], Any]] = [
    ([], None),
    (["layers"], None),
    (["output"], 2),
    (["output"], True),
    (["output"], -1),
    (["layers", 0], 1),
    (["layers", 0, "kind"], "Lambda"),
    (["layers", 0, "kind"], ["Input"]),
    (["layers", 0, "settings"], {"shape": [0]}),
    (["layers", 0, "settings"], {}),
    (["layers", 1, "settings", "units"], True),
    (["layers", 1, "settings", "units"], 10**8),
    (["layers", 1, "settings", "units"], None),
    (["layers", 1, "settings", "other"], 1),
    (["layers", 1, "settings", "trainable"], True),
    (["layers", 1, "inputs"], [1]),
    (["layers", 1, "inputs"], []),
    (["layers", 1, "inputs"], [0, 0]),
    (["layers", 1, "inputs"], [-1]),
    (["layers", 1, "inputs"], [False]),
    (["layers", 1, "name"], "a\nb"),
    (["layers", 1, "extra"], 1),
    (["layers", 1, "kind"], "Input"),
]


@pytest.mark.parametrize(("path", "value"), WRONG)
def test_damaged_references_are_refused(path: list[Any], value: object) -> None:
    assert from_json(GOOD)
    data: Any = copy.deepcopy(GOOD)
    if path:
        inner = data
        for key in path[:-1]:
            inner = inner[key]
        inner[path[-1]] = value
    else:
        data = value
    with pytest.raises(NetworkError):
        from_json(data)
