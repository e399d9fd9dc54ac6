"""The first layer that departs, and the table."""

from __future__ import annotations

from typing import Any

import keras

from grader.network import Departure, Network, describe, first_departure, walk

from .building import functional, sequential

L = keras.layers


def reference() -> Network:
    return sequential(
        L.Conv2D(6, 5, padding="same", activation="relu"), L.MaxPooling2D(),
        L.Conv2D(16, 5, activation="relu"), L.MaxPooling2D(),
        L.Flatten(), L.Dense(120, "relu"), L.Dense(10, "softmax"), shape=(28, 28, 1),
    )  # fmt: skip


def table(departure: Departure | None) -> list[tuple[str, str, str]]:
    """Return the rows as text, `=` before those that agree."""
    assert departure is not None
    rows = []
    for row in departure.rows:
        pairs = ((row.expected_index, departure.expected), (row.found_index, departure.found))
        texts = ["-" if i is None else describe(net.layers[i]) for i, net in pairs]
        rows.append(("=" if row.same else "!", *texts))
    assert [row.position for row in departure.rows] == list(range(len(departure.rows)))
    walk(departure.expected), walk(departure.found)
    return rows


def test_the_same_network_does_not_depart() -> None:
    found = sequential(
        L.ZeroPadding2D(2), L.Conv2D(6, 5), L.ReLU(), L.MaxPool2D(padding="same"), L.Dropout(0.5),
        L.Conv2D(16, 5), L.Activation("relu"), L.MaxPooling2D((2, 2)), L.Conv2D(120, 5), L.ReLU(),
        L.Flatten(), L.Dense(10), L.Softmax(), shape=(28, 28, 1),
    )  # fmt: skip
    assert first_departure(reference(), found) is None


def test_another_setting() -> None:
    found = sequential(
        L.Conv2D(6, 5, activation="relu", name="first"), L.MaxPooling2D(),
        L.Conv2D(16, 5, activation="tanh"), L.MaxPooling2D(),
        L.Flatten(), L.Dense(120, "relu"), L.Dense(10, "softmax"), shape=(28, 28, 1),
    )  # fmt: skip
    departure = first_departure(reference(), found)
    assert departure is not None
    assert (departure.kind, departure.row) == ("settings", 1)
    assert [(d.setting, d.expected, d.found) for d in departure.differences] == [
        ("padding", "same", "valid")
    ]
    assert departure.found.layers[1].name == "first"
    assert table(departure) == [
        ("=", "Input((28, 28, 1))", "Input((28, 28, 1))"),
        ("!", "Conv2D(6, 5, padding='same', activation='relu')",
         "Conv2D(6, 5, activation='relu')"),
        ("=", "MaxPooling2D(2)", "MaxPooling2D(2)"),
        ("!", "Conv2D(16, 5, activation='relu')", "Conv2D(16, 5, activation='tanh')"),
        ("=", "MaxPooling2D(2)", "MaxPooling2D(2)"),
        ("=", "Flatten()", "Flatten()"),
        ("=", "Dense(120, activation='relu')", "Dense(120, activation='relu')"),
        ("=", "Dense(10, activation='softmax')", "Dense(10, activation='softmax')"),
    ]  # fmt: skip


def test_a_missing_activation_is_a_setting() -> None:
    departure = first_departure(
        sequential(L.Conv2D(4, 3, activation="relu")), sequential(L.Conv2D(4, 3))
    )
    assert departure is not None
    assert departure.kind == "settings"
    assert [(d.setting, d.expected, d.found) for d in departure.differences] == [
        ("activation", "relu", None)
    ]


def test_a_missing_layer() -> None:
    found = sequential(
        L.Conv2D(6, 5, padding="same", activation="relu"), L.MaxPooling2D(),
        L.Conv2D(16, 5, activation="relu"), L.Flatten(), L.Dense(120, "relu"),
        L.Dense(10, "softmax"), shape=(28, 28, 1),
    )  # fmt: skip
    departure = first_departure(reference(), found)
    assert departure is not None
    assert (departure.kind, departure.row) == ("missing", 4)
    assert [row for row in table(departure) if row[0] == "!"] == [("!", "MaxPooling2D(2)", "-")]


def test_one_layer_too_many_and_another_kind() -> None:
    base = [L.Conv2D(4, 3, activation="relu"), L.MaxPooling2D(), L.Flatten()]
    expected = sequential(*base)
    extra = first_departure(expected, sequential(base[0], L.BatchNormalization(), *base[1:]))
    assert extra is not None
    assert (extra.kind, extra.row) == ("extra", 2)
    assert table(extra)[2] == ("!", "-", "BatchNormalization()")
    other = first_departure(expected, sequential(base[0], L.AveragePooling2D(2), base[2]))
    assert other is not None
    assert (other.kind, other.row) == ("kind", 2)
    assert table(other)[2] == ("!", "MaxPooling2D(2)", "AveragePooling2D(2)")


def test_one_layer_too_many_at_the_end() -> None:
    expected = sequential(L.Flatten(), L.Dense(3, "softmax"))
    departure = first_departure(
        expected, sequential(L.Flatten(), L.Dense(3, "softmax"), L.Softmax())
    )
    assert departure is not None
    assert (departure.kind, departure.row) == ("extra", 3)
    assert table(departure)[2:] == [
        ("=", "Dense(3, activation='softmax')", "Dense(3, activation='softmax')"),
        ("!", "-", "Activation('softmax')"),
    ]
    missing = first_departure(expected, sequential(L.Flatten()))
    assert missing is not None
    assert (missing.kind, missing.row) == ("missing", 2)


def test_other_wiring() -> None:
    def skip(from_input: bool) -> Network:
        def build(x: Any) -> Any:
            first = L.Conv2D(4, 1)(x)
            return keras.ops.relu(L.Conv2D(4, 1)(first) + (x if from_input else first))

        return functional(build)

    departure = first_departure(skip(True), skip(False))
    assert departure is not None
    assert departure.kind == "wiring"
    assert describe(departure.found.layers[departure.row]) == "Add()"
    assert all(row.same for row in departure.rows)


def test_shared_weights_are_wiring() -> None:
    def towers(shared: bool) -> Network:
        def build(x: Any) -> Any:
            one = L.Conv2D(4, 1)
            other = one if shared else L.Conv2D(4, 1)
            return L.Concatenate()([one(x), other(L.Activation("tanh")(x))])

        return functional(build)

    departure = first_departure(towers(False), towers(True))
    assert departure is not None
    assert departure.kind == "wiring"
    assert describe(departure.found.layers[departure.row]) == "Conv2D(4, 1)"


def test_dropout_departs_where_it_is_asked_for() -> None:
    with_dropout = sequential(L.Flatten(), L.Dropout(0.5), L.Dense(2))
    without = sequential(L.Flatten(), L.Dense(2))
    assert first_departure(with_dropout, without) is None
    departure = first_departure(with_dropout, without, keep_dropout=True)
    assert departure is not None
    assert departure.kind == "missing"


def test_a_missing_relu_in_a_block_is_one_departure() -> None:
    def block(relu: bool, turned: bool) -> Network:
        def build(x: Any) -> Any:
            y = L.Conv2D(4, 3, padding="same", activation="relu" if relu else None)(x)
            y = L.Conv2D(4, 3, padding="same")(y)
            return L.Add()([x, y] if turned else [y, x])

        return functional(build)

    departure = first_departure(block(True, False), block(False, True))
    assert departure is not None
    assert [row.same for row in departure.rows] == [True, False, True, True]
